import { Button, Modal, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type FormEvent, useRef, useState } from 'react'
import { useRecordOptOut } from '../../api/opt-outs.ts'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { type FieldErrors, NO_ERRORS, placesOf } from '../../form/field-errors.ts'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import { tidyNumber } from '../../format/numbers.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import classes from '../../ui/question.module.css'

interface RecordOptOutProps {
  readonly opened: boolean
  readonly person?: string
  /** Our address, where one is meant. */
  readonly ours?: string
  readonly onClose: () => void
}

/** Records that somebody wants no texts, after saying what that does. */
export function RecordOptOut({ opened, onClose, ...known }: RecordOptOutProps) {
  return (
    <Modal opened={opened} onClose={onClose} title="Record an opt-out">
      {opened ? <RecordForm {...known} onDone={onClose} /> : null}
    </Modal>
  )
}

interface RecordFormProps {
  readonly person?: string
  readonly ours?: string
  readonly onDone: () => void
}

function RecordForm({ person: knownPerson = '', ours = '', onDone }: RecordFormProps) {
  const [person, setPerson] = useState(knownPerson)
  const [from, setFrom] = useState(ours)
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const record = useRecordOptOut()
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const missing = person.trim() === '' ? { '/person': 'Enter a number' } : NO_ERRORS
    setErrors(missing)
    if (missing !== NO_ERRORS) return
    const sender = tidyNumber(from)
    record.mutate(
      { person: tidyNumber(person), from: sender === '' ? null : sender },
      {
        onSuccess: (optOut) => {
          onDone()
          notifications.show({ title: 'Opt-out recorded', message: `Nothing more is sent to ${optOut.person}.` })
        },
        onError: (failure) => setErrors(placesOf(failure)),
      },
    )
  }
  return (
    <form ref={form} onSubmit={submit} className={classes.question} noValidate>
      <p>It holds against everything that has not left yet. The person is told nothing.</p>
      {record.error && Object.keys(errors).length === 0 ? <ProblemNotice failure={record.error} /> : null}
      <TextInput
        label="Person"
        description="In international form: +447700900123."
        inputWrapperOrder={INPUT_ORDER}
        inputMode="tel"
        autoComplete="off"
        data-autofocus={knownPerson === '' || undefined}
        value={person}
        onChange={(event) => setPerson(event.currentTarget.value)}
        error={errors['/person']}
      />
      <TextInput
        label="Our address"
        description="Empty: none of our addresses may write to them."
        inputWrapperOrder={INPUT_ORDER}
        placeholder="All of them"
        autoComplete="off"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
        error={errors['/from']}
      />
      <div className={classes.answers}>
        <Button variant="default" onClick={onDone}>
          Leave it
        </Button>
        <Button type="submit" data-autofocus={knownPerson !== '' || undefined} loading={record.isPending}>
          Record it
        </Button>
      </div>
    </form>
  )
}
