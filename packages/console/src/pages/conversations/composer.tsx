import { ActionIcon, Button, Textarea } from '@mantine/core'
import { IconSend2 } from '@tabler/icons-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import { newIdempotencyKey } from '../../api/client.ts'
import { keepDraft, readDraft } from '../../browser/drafts.ts'
import { useSmall } from '../../browser/small.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import classes from './composer.module.css'
import { TextCounter } from './text-counter.tsx'

interface ComposerProps {
  /** What the draft belongs to. */
  readonly draftOf: string
  /** Names the field, for those who listen. */
  readonly label: string
  readonly failure: unknown
  readonly sending: boolean
  /** Resolves when the text is stored; the field is emptied then, and only then. */
  readonly onSend: (text: string, idempotencyKey: string) => Promise<unknown>
}

/** Where a text is written, counted while it is, and sent. What was typed survives leaving, reloading and failing. */
export function Composer({ draftOf, label, failure, sending, onSend }: ComposerProps) {
  const [text, setText] = useState(() => readDraft(draftOf))
  const small = useSmall()
  const field = useRef<HTMLTextAreaElement>(null)
  // One key for one text, however often it is tried: an answer that got lost does not make a second message.
  const attempt = useRef<{ text: string; key: string } | undefined>(undefined)

  const change = (next: string) => {
    setText(next)
    keepDraft(draftOf, next)
  }
  const send = async () => {
    if (text === '' || sending) return
    if (attempt.current?.text !== text) attempt.current = { text, key: newIdempotencyKey() }
    const sent = await onSend(text, attempt.current.key).then(
      () => true,
      () => false, // The failure is shown below, by whoever owns the request.
    )
    if (!sent) return
    attempt.current = undefined
    change('')
    field.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }

  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {failure ? <ProblemNotice failure={failure} /> : null}
      <div className={classes.line}>
        <Textarea
          ref={field}
          className={classes.field}
          classNames={{ input: classes.input ?? '' }}
          aria-label={label}
          placeholder="Write a message"
          autosize
          minRows={1}
          maxRows={8}
          value={text}
          readOnly={sending}
          dir="auto"
          autoFocus={window.matchMedia('(pointer: fine)').matches}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        {small ? (
          <ActionIcon type="submit" size={42} aria-label="Send" loading={sending} disabled={text === ''}>
            <IconSend2 size={20} />
          </ActionIcon>
        ) : (
          <Button
            type="submit"
            h={42}
            loading={sending}
            disabled={text === ''}
            leftSection={<IconSend2 size={18} aria-hidden />}
          >
            Send
          </Button>
        )}
      </div>
      <TextCounter
        text={text}
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
