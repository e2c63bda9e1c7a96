import { Button, Select, Textarea, TextInput } from '@mantine/core'
import { MESSAGE_CLASSES, type MessageClass, type RouteQuestionBody, type SmscView } from '@smpp-connect/contracts'
import { IconRoute } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import { useAskRoute } from '../../api/routing.ts'
import { useApiKeys } from '../../api/system.ts'
import { useUser } from '../../app/user-context.ts'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { type FieldErrors, NO_ERRORS, placesOf } from '../../form/field-errors.ts'
import { classLabel } from '../../format/class-words.ts'
import { tidyNumber } from '../../format/numbers.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Card } from '../../ui/page.tsx'
import { DryRunAnswer } from './dry-run-answer.tsx'
import classes from './routing.module.css'

interface DryRunProps {
  readonly smscs: readonly SmscView[]
  /** Of the rules that are asked; an answer of other rules is no answer. */
  readonly version: number
}

/** Says where a message would go and why, by the rules that are saved, and sends nothing. */
export function DryRun({ smscs, version }: DryRunProps) {
  const [to, setTo] = useState('')
  const [from, setFrom] = useState('')
  const [messageClass, setMessageClass] = useState<MessageClass>('transactional')
  const [caller, setCaller] = useState('')
  const [text, setText] = useState('')
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const [askedOf, setAskedOf] = useState(version)
  const ask = useAskRoute()
  const { user } = useUser()
  const apiKeys = useApiKeys().data ?? []
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const missing = to.trim() === '' ? { '/to': 'Enter a number' } : NO_ERRORS
    setErrors(missing)
    if (missing !== NO_ERRORS) return
    const question: RouteQuestionBody = {
      to: tidyNumber(to),
      class: messageClass,
      ...(from.trim() === '' ? {} : { from: tidyNumber(from) }),
      ...(caller === '' ? {} : { caller }),
      ...(text === '' ? {} : { text }),
    }
    setAskedOf(version)
    ask.mutate(question, { onError: (failure) => setErrors(placesOf(failure)) })
  }
  return (
    <Card title="Where would this go?" lead="A dry run by the rules that are saved. Nothing is sent.">
      <form ref={form} onSubmit={submit} className={classes.question} noValidate>
        <TextInput
          label="To"
          inputMode="tel"
          autoComplete="off"
          placeholder="+447700900123"
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
          error={errors['/to']}
        />
        <div className={classes.pair}>
          <TextInput
            label="From"
            autoComplete="off"
            placeholder="Not named"
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
            error={errors['/from']}
          />
          <Select
            label="Class"
            data={MESSAGE_CLASSES.map((value) => ({ value, label: classLabel(value) }))}
            value={messageClass}
            onChange={(value) => value !== null && setMessageClass(value as MessageClass)}
          />
        </div>
        <Select
          label="Sent by"
          data={[
            { value: '', label: `${user.name} (you)` },
            ...apiKeys.map((key) => ({ value: key.id, label: key.name })),
          ]}
          value={caller}
          onChange={(value) => setCaller(value ?? '')}
        />
        <Textarea
          label="Text"
          placeholder="Only to count its parts"
          autosize
          minRows={1}
          maxRows={5}
          dir="auto"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={errors['/text']}
        />
        <Button
          type="submit"
          variant="default"
          loading={ask.isPending}
          leftSection={<IconRoute size={17} aria-hidden />}
        >
          Ask
        </Button>
      </form>
      {ask.error && Object.keys(errors).length === 0 ? <ProblemNotice failure={ask.error} /> : null}
      <div aria-live="polite">
        {ask.data ? <DryRunAnswer answer={ask.data} smscs={smscs} isOld={askedOf !== version} /> : null}
      </div>
    </Card>
  )
}
