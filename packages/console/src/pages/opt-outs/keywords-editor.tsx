import { Button, Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { KeywordsView } from '@smpp-connect/contracts'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import { useChangeKeywords } from '../../api/keywords.ts'
import { isConflict } from '../../api/problem.ts'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { type FieldErrors, NO_ERRORS } from '../../form/field-errors.ts'
import { withMoved, withNew } from '../../form/keyed.ts'
import { SaveDock } from '../../form/save-dock.tsx'
import { useVersionedDraft } from '../../form/versioned-draft.ts'
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

const versionOf = (keywords: KeywordsView) => keywords.version
const rebase = (_: KeywordDraft, mine: KeywordDraft) => mine

/** The sets to be edited, with a box to try a text in, which goes by what is being written. */
export function KeywordsEditor({ keywords }: { readonly keywords: KeywordsView }) {
  const edits = useVersionedDraft({
    stored: keywords,
    versionOf,
    draftOf: keywordDraftOf,
    isChanged: areKeywordsChanged,
    rebase,
  })
  const { base, draft, dirty } = edits
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const change = useChangeKeywords()
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)

  const edit = (patch: Partial<KeywordDraft>) => edits.change({ ...draft, ...patch })
  const settle = (go: () => void) => {
    go()
    setErrors(NO_ERRORS)
    change.reset()
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    const problems = keywordProblems(draft)
    setErrors(problems)
    if (Object.keys(problems).length > 0 || !dirty) return
    change.mutate(
      { ...keywordsOf(draft), version: base.version },
      {
        onSuccess: (view) => {
          settle(() => edits.take(view))
          notifications.show({ title: 'Saved', message: 'The words hold for the next text that comes in.' })
        },
        onError: (failure) => setErrors(keywordErrorsOf(failure)),
      },
    )
  }
  const wrong = Object.keys(errors).length > 0

  return (
    <>
      <KeywordTrialCard keywords={dirty ? keywordsOf(draft) : undefined} />
      <form ref={form} onSubmit={save} className={classes.form} noValidate>
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
                <ResetKeywords onReset={(view) => settle(() => edits.take(view))} />
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
            errors={errors}
            onChange={(patch) => edit({ sets: draft.sets.with(index, { ...set, ...patch }) })}
            onMove={(by) => edit({ sets: withMoved(draft.sets, index, by) })}
            onRemove={() => edit({ sets: draft.sets.toSpliced(index, 1) })}
          />
        ))}
        <div>
          <Button
            variant="default"
            size="sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => edit({ sets: withNew(draft.sets, BLANK_SET) })}
          >
            Add a language
          </Button>
        </div>
        <SaveDock
          words={
            wrong
              ? 'Some fields need another look.'
              : dirty
                ? 'Not saved'
                : base.version === 0
                  ? 'The built-in words hold'
                  : `Version ${base.version}, saved`
          }
          dirty={dirty}
          saving={change.isPending}
          failure={isConflict(change.error) || wrong ? undefined : change.error}
          overtaken={
            edits.overtaken
              ? {
                  what: 'the words',
                  words: 'All sets are saved together: with your edits on top, theirs are replaced when you save.',
                  onKeep: () => settle(edits.keep),
                  onDrop: () => settle(() => edits.take(keywords)),
                }
              : undefined
          }
          onDiscard={() => settle(() => edits.take(keywords))}
        />
      </form>
    </>
  )
}
