import { Button, TagsInput, Textarea, TextInput } from '@mantine/core'
import type { KeywordSet } from '@smpp-connect/contracts'
import { IconTrash } from '@tabler/icons-react'
import { type FieldErrors, isWrongBelow } from '../../form/field-errors.ts'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import formClasses from '../../form/form.module.css'
import { MoveButtons } from '../../form/move-buttons.tsx'
import { counted } from '../../format/numbers.ts'
import { FoldCard } from '../../ui/fold-card.tsx'
import { languageName, REPLY_OF, replyParts, WORD_KINDS } from './keyword-draft.ts'
import classes from './keywords.module.css'

interface KeywordSetFieldsProps {
  readonly set: KeywordSet
  readonly index: number
  readonly count: number
  readonly errors: FieldErrors
  readonly onChange: (patch: Partial<KeywordSet>) => void
  readonly onMove: (by: -1 | 1) => void
  readonly onRemove: () => void
}

/** The words of one language and what each kind is answered with. */
export function KeywordSetFields({ set, index, count, errors, onChange, onMove, onRemove }: KeywordSetFieldsProps) {
  const error = (field: keyof KeywordSet) => errors[`/sets/${index}/${field}`]
  const name = languageName(set.language)
  return (
    <FoldCard
      title={name}
      lead="Words are set apart by Enter or a comma. One word has one meaning in all languages."
      summary={set.stop.slice(0, 4).join(', ') || 'No words yet'}
      mustOpen={isWrongBelow(errors, `/sets/${index}`) || set.language === ''}
    >
      <div className={formClasses.fields}>
        <TextInput
          label="Language"
          description="For people: en, de, pt-BR."
          inputWrapperOrder={INPUT_ORDER}
          value={set.language}
          onChange={(event) => onChange({ language: event.currentTarget.value })}
          error={error('language')}
          spellCheck={false}
        />
      </div>
      {WORD_KINDS.map(({ kind, label, help }) => {
        const reply = REPLY_OF[kind]
        const parts = replyParts(set[reply])
        return (
          <div key={kind} className={formClasses.part}>
            <div className={classes.kind}>
              <TagsInput
                label={label}
                description={help}
                inputWrapperOrder={INPUT_ORDER}
                value={[...set[kind]]}
                onChange={(words) => onChange({ [kind]: words })}
                error={error(kind)}
                splitChars={[',', ';', '\n']}
              />
              <Textarea
                label="Answer"
                aria-label={`Answer to ${label.toLowerCase()}`}
                description={
                  parts === 0
                    ? 'Empty: nothing is answered.'
                    : `${counted(parts, 'part')}. {sender} becomes our address.`
                }
                inputWrapperOrder={INPUT_ORDER}
                autosize
                minRows={1}
                maxRows={4}
                dir="auto"
                value={set[reply]}
                onChange={(event) => onChange({ [reply]: event.currentTarget.value })}
                error={error(reply)}
              />
            </div>
          </div>
        )
      })}
      <div className={classes.setFoot}>
        <MoveButtons what={name} index={index} count={count} onMove={onMove} />
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          leftSection={<IconTrash size={15} aria-hidden />}
          onClick={onRemove}
        >
          {`Remove ${name}`}
        </Button>
      </div>
    </FoldCard>
  )
}
