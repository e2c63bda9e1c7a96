import { Button, Switch } from '@mantine/core'
import type { KeywordsView } from '@smpp-connect/contracts'
import { IconPlus } from '@tabler/icons-react'
import type { FormEvent } from 'react'
import { useChangeKeywords } from '../../api/keywords.ts'
import { withMoved, withNew } from '../../form/keyed.ts'
import { SaveDock } from '../../form/save-dock.tsx'
import { useVersionedForm } from '../../form/versioned-form.ts'
import { counted } from '../../format/numbers.ts'
import { Card } from '../../ui/page.tsx'
import { ToneTag } from '../../ui/state-tag.tsx'
import {
  areKeywordsChanged,
  BLANK_SET,
  type KeywordDraft,
  keywordDraftOf,
  keywordErrorsOf,
  keywordProblems,
  keywordsOf,
} from './keyword-draft.ts'
import { KeywordSetFields } from './keyword-set-fields.tsx'
import { KeywordTrialCard } from './keyword-trial.tsx'
import classes from './keywords.module.css'
import { ResetKeywords } from './reset-keywords.tsx'

/** The sets to be edited, with a box to try a text in, which goes by what is being written. */
export function KeywordsEditor({ keywords }: { readonly keywords: KeywordsView }) {
  const form = useVersionedForm({
    stored: keywords,
    versionOf,
    draftOf: keywordDraftOf,
    isChanged: areKeywordsChanged,
    rebase,
    problemsOf: keywordProblems,
    errorsOf: keywordErrorsOf,
    changeOf,
    saving: useChangeKeywords(),
    savedWords: 'The words hold for the next text that comes in.',
  })
  const { base, draft, dirty, change } = form.edits
  const edit = (patch: Partial<KeywordDraft>) => change({ ...draft, ...patch })
  /** Errors are by place, and places move. */
  const reorder = (sets: KeywordDraft['sets']) => {
    form.forgetErrors()
    edit({ sets })
  }
  const savedWords = base.version === 0 ? 'The built-in words hold' : `Version ${base.version}, saved`
  return (
    <>
      <KeywordTrialCard keywords={dirty ? keywordsOf(draft) : undefined} version={keywords.version} />
      <form
        ref={form.form}
        className={classes.form}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          form.save()
        }}
      >
        <Card>
          <div className={classes.about}>
            <Switch
              label="Read texts for these words"
              description="Switched off, nobody can opt out by a text. Opt-outs that stand go on to hold."
              checked={draft.enabled}
              onChange={(event) => edit({ enabled: event.currentTarget.checked })}
            />
            <div className={classes.origin}>
              <ToneTag tone={keywords.builtIn ? 'move' : 'wait'}>
                {keywords.builtIn ? 'Built in' : `Your own, version ${keywords.version}`}
              </ToneTag>
              {keywords.builtIn ? (
                <p>
                  {counted(keywords.sets.length, 'language')}. When you save a change, all of them become your own, and
                  what later versions of Connect add to theirs does not come to you.
                </p>
              ) : (
                <ResetKeywords onReset={form.take} />
              )}
            </div>
          </div>
        </Card>
        <h2 className={classes.title}>Languages, in the order in which they are tried</h2>
        {draft.sets.map((set, index) => (
          <KeywordSetFields
            key={set.key}
            set={set}
            index={index}
            count={draft.sets.length}
            errors={form.errors}
            onChange={(patch) => edit({ sets: draft.sets.with(index, { ...set, ...patch }) })}
            onMove={(by) => reorder(withMoved(draft.sets, index, by))}
            onRemove={() => reorder(draft.sets.toSpliced(index, 1))}
          />
        ))}
        <div>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => reorder(withNew(draft.sets, BLANK_SET))}
          >
            Add a language
          </Button>
        </div>
        <SaveDock
          {...form.dock(dirty ? 'Not saved' : savedWords, {
            what: 'the words',
            words: 'All sets are saved together: with your edits on top, theirs are replaced when you save.',
          })}
        />
      </form>
    </>
  )
}

const versionOf = (keywords: KeywordsView) => keywords.version
const rebase = (_: KeywordDraft, mine: KeywordDraft) => mine
const changeOf = ({ version }: KeywordsView, draft: KeywordDraft) => ({ ...keywordsOf(draft), version })
