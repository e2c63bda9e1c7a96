import { ActionIcon, Button, Textarea } from '@mantine/core'
import type { ConversationAnswer, SmscView } from '@smpp-connect/contracts'
import { IconSend2 } from '@tabler/icons-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { newIdempotencyKey } from '../../api/client.ts'
import { useMaxParts } from '../../api/system.ts'
import { keepDraft, readDraft } from '../../browser/drafts.ts'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { useSmall } from '../../browser/small.ts'
import { type FieldErrors, NO_ERRORS } from '../../form/field-errors.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { errorsOfFailure, isOptionWrong } from './compose-errors.ts'
import { type ComposeOptions, messageFields, NO_OPTIONS, optionProblems, smppOf } from './compose-options.ts'
import classes from './composer.module.css'
import { OptionsDisclosure } from './options-disclosure.tsx'
import { TextCounter } from './text-counter.tsx'

interface ComposerProps {
  /** What the draft belongs to. */
  readonly draftOf: string
  /** Names the field, for those who listen. */
  readonly label: string
  /** Through which it goes, as far as that is known. */
  readonly smsc: SmscView | undefined
  /** Nothing may be sent to this person. */
  readonly blocked: boolean
  readonly failure: unknown
  readonly sending: boolean
  /** Resolves when the text is stored; the field is emptied then, and only then. */
  readonly onSend: (answer: ConversationAnswer, idempotencyKey: string) => Promise<unknown>
}

/** Where a text is written, counted while it is, and sent. What was typed survives leaving, reloading and failing. */
export function Composer({ draftOf, label, smsc, blocked, failure, sending, onSend }: ComposerProps) {
  const [text, setText] = useState(() => readDraft(draftOf))
  const [options, setOptions] = useState<ComposeOptions>(NO_OPTIONS)
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const maxParts = useMaxParts()
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)
  const field = useRef<HTMLTextAreaElement>(null)
  // One key for one text, however often it is tried: an answer that got lost does not make a second message.
  const attempt = useRef<{ content: string; key: string } | undefined>(undefined)
  const declared = smsc?.tlvs ?? []
  const rules = useMemo(
    () => ({ smsc, options: smppOf(options, smsc?.tlvs ?? []), maxParts }),
    [smsc, options, maxParts],
  )

  const change = (next: string) => {
    setText(next)
    keepDraft(draftOf, next)
  }
  const chooseOptions = (next: ComposeOptions) => {
    setOptions(next)
    setErrors(NO_ERRORS)
  }
  const send = async () => {
    if (text === '' || sending || blocked) return
    const problems = optionProblems(options, declared, Date.now())
    setErrors(problems)
    if (Object.keys(problems).length > 0) return
    const answer: ConversationAnswer = { text, ...messageFields(options, declared) }
    const content = JSON.stringify(answer)
    if (attempt.current?.content !== content) attempt.current = { content, key: newIdempotencyKey() }
    try {
      await onSend(answer, attempt.current.key)
    } catch (refusal) {
      // What is about no field is shown by whoever owns the request.
      setErrors(errorsOfFailure(refusal))
      return
    }
    attempt.current = undefined
    change('')
    setOptions(NO_OPTIONS)
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }

  return (
    <form
      ref={form}
      className={classes.composer}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {failure && Object.keys(errors).length === 0 ? <ProblemNotice failure={failure} /> : null}
      <OptionsDisclosure
        options={options}
        smsc={smsc}
        errors={errors}
        mustOpen={isOptionWrong(errors)}
        onChange={chooseOptions}
      >
        <Textarea
          ref={field}
          className={classes.field}
          classNames={{ input: classes.input ?? '' }}
          aria-label={label}
          placeholder={blocked ? 'Nothing can be sent to this person' : 'Write a message'}
          autosize
          minRows={1}
          maxRows={8}
          value={text}
          readOnly={sending}
          disabled={blocked}
          error={errors['/text']}
          dir="auto"
          autoFocus={window.matchMedia('(pointer: fine)').matches}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <SendButton
          words={options.sendAt === '' ? 'Send' : 'Schedule'}
          sending={sending}
          disabled={text === '' || blocked}
        />
      </OptionsDisclosure>
      <TextCounter
        text={text}
        rules={rules}
        onReplace={change}
        onShow={(index, length) => {
          field.current?.focus()
          field.current?.setSelectionRange(index, index + length)
        }}
        hint
      />
    </form>
  )
}

interface SendButtonProps {
  readonly words: string
  readonly sending: boolean
  readonly disabled: boolean
}

function SendButton({ words, sending, disabled }: SendButtonProps) {
  const small = useSmall()
  return small ? (
    <ActionIcon type="submit" size={42} aria-label={words} loading={sending} disabled={disabled}>
      <IconSend2 size={20} />
    </ActionIcon>
  ) : (
    <Button
      type="submit"
      h={42}
      loading={sending}
      disabled={disabled}
      leftSection={<IconSend2 size={18} aria-hidden />}
    >
      {words}
    </Button>
  )
}
