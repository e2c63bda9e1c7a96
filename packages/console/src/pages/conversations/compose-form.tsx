import { Button, Collapse, Select, Textarea, TextInput } from '@mantine/core'
import { IconChevronDown, IconSend2 } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { newIdempotencyKey } from '../../api/client.ts'
import { useSend } from '../../api/messages.ts'
import { useSmscs } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { keepDraft, readDraft } from '../../browser/drafts.ts'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { tidyNumber } from '../../format/numbers.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { type ComposeErrors, checkMessage, errorsOfFailure } from './compose-errors.ts'
import classes from './composer.module.css'
import { TextCounter } from './text-counter.tsx'

interface ComposeFormProps {
  readonly to: string
  readonly onDone: () => void
}

const ANY_SMSC = ''

/** A message to any number. What was typed is kept until it is sent, whatever closes the dialog. */
export function ComposeForm({ to: wantedTo, onDone }: ComposeFormProps) {
  const [to, setTo] = useState(() => wantedTo || readDraft('new.to'))
  const [text, setText] = useState(() => readDraft('new.text'))
  const [from, setFrom] = useState('')
  const [smscId, setSmscId] = useState(ANY_SMSC)
  const [more, setMore] = useState(false)
  const [errors, setErrors] = useState<ComposeErrors>({})
  const send = useSend()
  const smscs = useSmscs().data ?? []
  const [, navigate] = useLocation()
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)
  const field = useRef<HTMLTextAreaElement>(null)
  const attempt = useRef<{ content: string; key: string } | undefined>(undefined)
  // A field that is wrong must be seen.
  const open = more || errors.from !== undefined || errors.smscId !== undefined
  const through = smscs.find((smsc) => smsc.id === smscId) ?? smscs[0]

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    const found = checkMessage(to, text)
    setErrors(found)
    if (Object.keys(found).length > 0 || send.isPending) return
    const message = {
      to: tidyNumber(to),
      text,
      ...(from.trim() === '' ? {} : { from: tidyNumber(from) }),
      ...(smscId === ANY_SMSC ? {} : { smscId }),
    }
    const content = JSON.stringify(message)
    if (attempt.current?.content !== content) attempt.current = { content, key: newIdempotencyKey() }
    send.mutate(
      { ...message, idempotencyKey: attempt.current.key },
      {
        onSuccess: (accepted) => {
          keepDraft('new.to', '')
          keepDraft('new.text', '')
          onDone()
          navigate(paths.conversation(accepted.conversationId))
        },
        onError: (failure) => setErrors(errorsOfFailure(failure)),
      },
    )
  }
  const write = (next: string) => {
    setText(next)
    keepDraft('new.text', next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.nativeEvent.isComposing) return
    event.preventDefault()
    submit()
  }

  return (
    <form ref={form} onSubmit={submit} className={classes.form} noValidate>
      {send.error && Object.keys(errors).length === 0 ? <ProblemNotice failure={send.error} /> : null}
      <TextInput
        label="To"
        description="In international form, such as +447700900123, or a short code."
        inputMode="tel"
        autoComplete="off"
        data-autofocus={wantedTo === '' || undefined}
        value={to}
        onChange={(event) => {
          setTo(event.currentTarget.value)
          keepDraft('new.to', event.currentTarget.value)
        }}
        error={errors.to}
      />
      <div>
        <Textarea
          ref={field}
          label="Text"
          dir="auto"
          autosize
          minRows={3}
          maxRows={10}
          data-autofocus={wantedTo !== '' || undefined}
          value={text}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          error={errors.text}
          mb="xs"
        />
        <TextCounter
          text={text}
          onReplace={write}
          onShow={(index, length) => {
            field.current?.focus()
            field.current?.setSelectionRange(index, index + length)
          }}
        />
      </div>
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          aria-expanded={open}
          rightSection={<IconChevronDown size={15} className={classes.chevron} data-open={open} aria-hidden />}
          onClick={() => setMore(!open)}
        >
          Sender and SMSC
        </Button>
        <Collapse expanded={open}>
          <div className={classes.pair}>
            <TextInput
              label="From"
              description="Left empty: the SMSC’s own."
              placeholder={through?.defaultSender ?? ''}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
              error={errors.from}
            />
            <Select
              label="SMSC"
              description="Left to Connect unless you choose."
              data={[
                { value: ANY_SMSC, label: 'Connect chooses' },
                ...smscs.map((smsc) => ({ value: smsc.id, label: smsc.name })),
              ]}
              value={smscId}
              onChange={(value) => setSmscId(value ?? ANY_SMSC)}
              error={errors.smscId}
            />
          </div>
        </Collapse>
      </div>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onDone}>
          Close
        </Button>
        <Button type="submit" loading={send.isPending} leftSection={<IconSend2 size={18} aria-hidden />}>
          Send
        </Button>
      </div>
    </form>
  )
}
