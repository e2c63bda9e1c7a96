import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { RouteQuestionBody } from '@smpp-connect/contracts'
import { IconChevronDown, IconSend2 } from '@tabler/icons-react'
import { type FormEvent, type KeyboardEvent, type ReactNode, useMemo, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { newIdempotencyKey } from '../../api/client.ts'
import { useSend } from '../../api/messages.ts'
import { useRoute } from '../../api/routing.ts'
import { useSmscs } from '../../api/smscs.ts'
import { useMaxParts } from '../../api/system.ts'
import { paths } from '../../app/paths.ts'
import { keepDraft, readDraft } from '../../browser/drafts.ts'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { type FieldErrors, isWrongBelow, NO_ERRORS } from '../../form/field-errors.ts'
import { tidyNumber } from '../../format/numbers.ts'
import { localTime } from '../../format/time.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { checkMessage, errorsOfFailure, isOptionWrong } from './compose-errors.ts'
import {
  type ComposeOptions,
  messageFields,
  NO_OPTIONS,
  optionProblems,
  optionWords,
  smppOf,
} from './compose-options.ts'
import { ComposeRoute } from './compose-route.tsx'
import classes from './composer.module.css'
import { OptionsPanel } from './options-panel.tsx'
import { TextCounter } from './text-counter.tsx'

interface ComposeFormProps {
  readonly to: string
  readonly onDone: () => void
}

const ANY_SMSC = ''
/** How long a number has to stand before it is asked where a message to it would go. */
const ASK_AFTER_MS = 350

/** A message to any number. What was typed is kept until it is sent, whatever closes the dialog. */
export function ComposeForm({ to: wantedTo, onDone }: ComposeFormProps) {
  const [to, setTo] = useState(() => wantedTo || readDraft('new.to'))
  const [text, setText] = useState(() => readDraft('new.text'))
  const [from, setFrom] = useState('')
  const [smscId, setSmscId] = useState(ANY_SMSC)
  const [options, setOptions] = useState<ComposeOptions>(NO_OPTIONS)
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const send = useSend()
  const smscs = useSmscs().data ?? []
  const [, navigate] = useLocation()
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)
  const field = useRef<HTMLTextAreaElement>(null)
  const attempt = useRef<{ content: string; key: string } | undefined>(undefined)
  const maxParts = useMaxParts()
  const addressing = {
    to: tidyNumber(to),
    ...(from.trim() === '' ? {} : { from: tidyNumber(from) }),
    ...(smscId === ANY_SMSC ? {} : { smscId }),
  }
  const { messageClass } = options
  const question = { ...addressing, ...(messageClass === '' ? {} : { class: messageClass }) }
  const [asked] = useDebouncedValue(JSON.stringify(question), ASK_AFTER_MS)
  const isWhole = checkMessage(to, 'x')['/to'] === undefined
  const route = useRoute(isWhole ? (JSON.parse(asked) as RouteQuestionBody) : undefined).data
  const through = smscs.find(({ id }) => id === (route?.smscId ?? smscId)) ?? smscs[0]
  const rules = useMemo(
    () => ({ smsc: through, options: smppOf(options, through?.tlvs ?? []), maxParts }),
    [through, options, maxParts],
  )
  const blocked = isWhole && route?.refusal?.code === 'opted-out'

  const submit = (event?: FormEvent) => {
    event?.preventDefault()
    const declared = through?.tlvs ?? []
    const found = { ...checkMessage(to, text), ...optionProblems(options, declared, Date.now()) }
    setErrors(found)
    if (Object.keys(found).length > 0 || send.isPending || blocked) return
    const message = { ...addressing, text, ...messageFields(options, declared) }
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
  const chooseOptions = (next: ComposeOptions) => {
    setOptions(next)
    // What was wrong with them may be mended, and only then may they be folded.
    if (isOptionWrong(errors)) setErrors(NO_ERRORS)
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
        error={errors['/to']}
      />
      <ComposeRoute route={isWhole ? route : undefined} smscs={smscs} to={tidyNumber(to)} />
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
          error={errors['/text']}
          mb="xs"
        />
        <TextCounter
          text={text}
          rules={rules}
          onReplace={write}
          onShow={(index, length) => {
            field.current?.focus()
            field.current?.setSelectionRange(index, index + length)
          }}
        />
      </div>
      <Folded
        label="Sender and SMSC"
        words=""
        mustOpen={isWrongBelow(errors, '/from') || isWrongBelow(errors, '/smscId')}
      >
        <div className={classes.pair}>
          <TextInput
            label="From"
            description="Left empty: the SMSC’s own."
            placeholder={through?.defaultSender ?? ''}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            error={errors['/from']}
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
            error={errors['/smscId']}
          />
        </div>
      </Folded>
      <Folded label="Options" words={optionWords(options, localTime.weekdayMinute)} mustOpen={isOptionWrong(errors)}>
        <div className={classes.foldedOptions}>
          <OptionsPanel options={options} smsc={through} errors={errors} onChange={chooseOptions} />
        </div>
      </Folded>
      <div className={classes.buttons}>
        <Button variant="default" onClick={onDone}>
          Close
        </Button>
        <Button
          type="submit"
          loading={send.isPending}
          disabled={blocked}
          leftSection={<IconSend2 size={18} aria-hidden />}
        >
          {options.sendAt === '' ? 'Send' : 'Schedule'}
        </Button>
      </div>
    </form>
  )
}

interface FoldedProps {
  readonly label: string
  /** What is set, said while it is folded. */
  readonly words: string
  /** Something in it must be seen. */
  readonly mustOpen: boolean
  readonly children: ReactNode
}

function Folded({ label, words, mustOpen, children }: FoldedProps) {
  const [wanted, setWanted] = useState(false)
  const open = wanted || mustOpen
  return (
    <div>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-expanded={open}
        rightSection={<IconChevronDown size={15} className={classes.chevron} data-open={open} aria-hidden />}
        onClick={() => setWanted(!open)}
      >
        {label}
      </Button>
      {words === '' || open ? null : <span className={classes.foldedWords}>{words}</span>}
      {open ? children : null}
    </div>
  )
}
