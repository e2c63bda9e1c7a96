import { NumberInput, Select } from '@mantine/core'
import { type ClassTreatment, MESSAGE_CLASSES, type MessageClass } from '@smpp-connect/contracts'
import type { FieldErrors } from '../../form/field-errors.ts'
import { CLASS_WORDS } from '../../format/class-words.ts'
import { spanWords } from '../../format/duration.ts'
import classes from './class-treatments.module.css'
import type { SmscDraft, SmscPlace } from './smsc-draft.ts'
import { TREATMENT_LABELS } from './smsc-labels.ts'

const POLICIES: readonly { readonly value: ClassTreatment['uncertainPolicy']; readonly label: string }[] = [
  { value: 'resend', label: 'Resend' },
  { value: 'hold', label: 'Hold for a person' },
  { value: 'fail', label: 'Give up' },
]

interface ClassTreatmentsProps {
  readonly treatments: SmscDraft['classes']
  readonly errors: FieldErrors
  readonly onChange: (place: SmscPlace, value: string | number) => void
}

/** How each class of messages is treated: a small table, on a phone one class below the other. */
export function ClassTreatments({ treatments, errors, onChange }: ClassTreatmentsProps) {
  const total = MESSAGE_CLASSES.reduce((sum, one) => sum + (treatments[one].share || 0), 0)
  return (
    <>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Class</th>
            <th scope="col">{TREATMENT_LABELS.validityMinutes}</th>
            <th scope="col">{TREATMENT_LABELS.uncertainPolicy}</th>
            <th scope="col">{TREATMENT_LABELS.share}</th>
          </tr>
        </thead>
        <tbody>
          {MESSAGE_CLASSES.map((one) => (
            <ClassRow
              key={one}
              messageClass={one}
              treatment={treatments[one]}
              total={total}
              errors={errors}
              onChange={onChange}
            />
          ))}
        </tbody>
      </table>
      <p className={classes.note}>
        Resend: it may arrive twice. Hold: you decide. Give up: it may never arrive. A share holds only while the other
        classes have something waiting too; what one leaves unused goes to the more urgent.
      </p>
    </>
  )
}

interface ClassRowProps {
  readonly messageClass: MessageClass
  readonly treatment: SmscDraft['classes'][MessageClass]
  readonly total: number
  readonly errors: FieldErrors
  readonly onChange: ClassTreatmentsProps['onChange']
}

function ClassRow({ messageClass, treatment, total, errors, onChange }: ClassRowProps) {
  const { label, help, many } = CLASS_WORDS[messageClass]
  const { validityMinutes, uncertainPolicy, share } = treatment
  const place = (field: keyof ClassTreatment): SmscPlace => `/classes/${messageClass}/${field}`
  const name = (field: keyof ClassTreatment) => `${TREATMENT_LABELS[field]}, ${many}`
  return (
    <tr>
      <th scope="row">
        {label}
        <span className={classes.help}>{help}</span>
      </th>
      <td data-label={TREATMENT_LABELS.validityMinutes}>
        <NumberInput
          aria-label={name('validityMinutes')}
          value={validityMinutes}
          suffix=" min"
          allowDecimal={false}
          allowNegative={false}
          error={errors[place('validityMinutes')]}
          onChange={(typed) => onChange(place('validityMinutes'), typeof typed === 'number' ? typed : '')}
        />
        <span className={classes.help}>{validityMinutes === '' ? '' : hoursWords(validityMinutes)}</span>
      </td>
      <td data-label={TREATMENT_LABELS.uncertainPolicy}>
        <Select
          aria-label={name('uncertainPolicy')}
          data={POLICIES}
          value={uncertainPolicy}
          error={errors[place('uncertainPolicy')]}
          onChange={(chosen) => {
            if (chosen !== null) onChange(place('uncertainPolicy'), chosen)
          }}
        />
      </td>
      <td data-label={TREATMENT_LABELS.share}>
        <NumberInput
          aria-label={name('share')}
          value={share}
          allowDecimal={false}
          allowNegative={false}
          error={errors[place('share')]}
          onChange={(typed) => onChange(place('share'), typeof typed === 'number' ? typed : '')}
        />
        <span className={classes.help}>
          {share === '' || total === 0 ? '' : `${Math.round((share / total) * 100)} % of it`}
        </span>
      </td>
    </tr>
  )
}

/** What the minutes come to, where that is easier to read. */
function hoursWords(minutes: number): string {
  return minutes >= 60 ? spanWords(minutes * 60_000) : ''
}
