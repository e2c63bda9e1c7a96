import { ActionIcon, Autocomplete, Textarea } from '@mantine/core'
import { IconArrowUp } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { usePhoneReply } from '../../api/phones.ts'
import { keepDraft, readDraft } from '../../browser/drafts.ts'
import { tidyNumber } from '../../format/numbers.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import classes from './handset.module.css'

interface PhoneReplyBoxProps {
  readonly number: string
  /** Whom the phone is talking with, if anybody. */
  readonly other: string | undefined
  /** Our own addresses, to write to. */
  readonly senders: readonly string[]
}

/** Where the person with the phone writes. */
export function PhoneReplyBox({ number, other, senders }: PhoneReplyBoxProps) {
  const draft = `phone.${number}`
  const [text, setText] = useState(() => readDraft(draft))
  const [typedTo, setTypedTo] = useState<string>()
  const reply = usePhoneReply()
  const field = useRef<HTMLTextAreaElement>(null)
  const to = other ?? typedTo ?? senders[0] ?? ''

  const write = (next: string) => {
    setText(next)
    keepDraft(draft, next)
  }
  const send = (event?: FormEvent) => {
    event?.preventDefault()
    if (text === '' || to === '' || reply.isPending) return
    reply.mutate(
      { number, to: tidyNumber(to), text },
      {
        onSuccess: () => {
          write('')
          field.current?.focus()
        },
      },
    )
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form className={classes.reply} onSubmit={send}>
      {reply.error ? <ProblemNotice failure={reply.error} /> : null}
      {other === undefined ? (
        <Autocomplete
          size="sm"
          label="To"
          data={[...new Set(senders)]}
          value={to}
          onChange={setTypedTo}
          placeholder="One of your sender addresses"
        />
      ) : null}
      <div className={classes.replyLine}>
        <Textarea
          ref={field}
          className={classes.replyField}
          classNames={{ input: classes.replyInput ?? '' }}
          radius="xl"
          aria-label={`Write on the phone ${number}`}
          placeholder="Write as the person"
          autosize
          minRows={1}
          maxRows={5}
          dir="auto"
          value={text}
          readOnly={reply.isPending}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <ActionIcon
          type="submit"
          size={42}
          radius="xl"
          aria-label="Send from the phone"
          disabled={text === '' || to === ''}
          loading={reply.isPending}
        >
          <IconArrowUp size={22} />
        </ActionIcon>
      </div>
    </form>
  )
}
