import { Checkbox, Radio } from '@mantine/core'
import type { SmscDeletionChoice, SmscLoadView } from '@smpp-connect/contracts'
import { counted } from '../../format/numbers.ts'
import classes from './deletion.module.css'
import { WAITING_CHOICES } from './deletion-words.ts'

interface DeletionChoiceProps {
  readonly load: SmscLoadView
  readonly choice: SmscDeletionChoice
  readonly onChange: (choice: SmscDeletionChoice) => void
}

/** What becomes of what is open: each question is asked only where there is something that it is about. */
export function DeletionChoice({ load, choice, onChange }: DeletionChoiceProps) {
  const { waiting, held, outstanding, uncertain, awaitingReceipt, named } = load
  return (
    <>
      {waiting + held + outstanding + uncertain === 0 ? null : (
        <Radio.Group
          label="What becomes of what waits?"
          value={choice.waiting}
          onChange={(value) => onChange({ ...choice, waiting: value as SmscDeletionChoice['waiting'] })}
        >
          <div className={classes.choices}>
            {WAITING_CHOICES.map(({ value, label, description }) => (
              <div key={value} className={classes.choice} data-chosen={choice.waiting === value}>
                <Radio
                  value={value}
                  label={label}
                  description={description}
                  data-autofocus={choice.waiting === value || undefined}
                />
                {value === 'reroute' && choice.waiting === 'reroute' && named > 0 ? (
                  <Checkbox
                    className={classes.inner}
                    label={`Also ${counted(named, 'part')} of texts whose sender named this SMSC`}
                    checked={choice.named === 'reroute'}
                    onChange={(event) =>
                      onChange({ ...choice, named: event.currentTarget.checked ? 'reroute' : 'keep' })
                    }
                  />
                ) : null}
              </div>
            ))}
          </div>
        </Radio.Group>
      )}
      {uncertain === 0 ? null : (
        <Checkbox
          label={`Close ${counted(uncertain, 'uncertain part')} now`}
          description="Else a late answer, a receipt or the policy of its class settles it. Closed, it is neither sent again nor said to have arrived."
          checked={choice.uncertain === 'close'}
          onChange={(event) => onChange({ ...choice, uncertain: event.currentTarget.checked ? 'close' : 'wait' })}
        />
      )}
      {awaitingReceipt + waiting + outstanding === 0 ? null : (
        <Checkbox
          label="Do not wait for receipts"
          description="Else it stays bound until they are there. Without them these texts end as expired a day after their validity, though they may have arrived."
          checked={choice.receipts === 'forgo'}
          onChange={(event) => onChange({ ...choice, receipts: event.currentTarget.checked ? 'forgo' : 'wait' })}
        />
      )}
    </>
  )
}
