import { NumberInput, Select, TextInput } from '@mantine/core'
import { MESSAGE_CLASSES, type MessageClass, type SmscView } from '@smpp-connect/contracts'
import type { KeyboardEvent } from 'react'
import type { FieldErrors } from '../../form/field-errors.ts'
import { FieldGrid } from '../../form/field-grid.tsx'
import { INPUT_ORDER } from '../../form/field-input.tsx'
import formClasses from '../../form/form.module.css'
import { TlvValuesEditor } from '../../form/tlv-values-editor.tsx'
import { CLASS_WORDS, classLabel } from '../../format/class-words.ts'
import { spanWords } from '../../format/duration.ts'
import { localTime, utcMinuteWords } from '../../format/time.ts'
import { composeOptionFields } from './compose-option-fields.ts'
import { type ComposeOptions, sendAtMs } from './compose-options.ts'

interface OptionsPanelProps {
  readonly options: ComposeOptions
  /** The SMSC that will take the message, as far as it is known. */
  readonly smsc: SmscView | undefined
  readonly errors: FieldErrors
  readonly onChange: (options: ComposeOptions) => void
}

/** Everything that may be set on one message. What is left alone is as the SMSC has it. */
export function OptionsPanel({ options, smsc, errors, onChange }: OptionsPanelProps) {
  const change = (patch: Partial<ComposeOptions>) => onChange({ ...options, ...patch })
  const { messageClass, validityMinutes } = options
  const usual = smsc?.classes[messageClass === '' ? 'transactional' : messageClass].validityMinutes
  return (
    // In these fields Enter would send the text that is still being written.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps a key from having a side effect
    <div onKeyDown={keepFromSending}>
      <div className={formClasses.fields}>
        <Select
          label="Class"
          description={messageClass === '' ? CLASS_WORDS.transactional.help : CLASS_WORDS[messageClass].help}
          inputWrapperOrder={INPUT_ORDER}
          data={[
            { value: '', label: `${classLabel('transactional')}, unless you choose` },
            ...MESSAGE_CLASSES.map((value) => ({ value, label: classLabel(value) })),
          ]}
          value={messageClass}
          onChange={(value) => change({ messageClass: (value ?? '') as MessageClass | '' })}
          error={errors['/class']}
        />
        <TextInput
          type="datetime-local"
          label="Send at"
          description={sendAtWords(options.sendAt)}
          inputWrapperOrder={INPUT_ORDER}
          value={options.sendAt}
          onChange={(event) => change({ sendAt: event.currentTarget.value })}
          error={errors['/sendAt']}
        />
        <NumberInput
          label="Worth sending for"
          description="Counted from when it is to be sent; then it expires."
          inputWrapperOrder={INPUT_ORDER}
          suffix=" min"
          placeholder={usual === undefined ? 'As its class' : `As its class: ${spanWords(usual * 60_000)}`}
          allowDecimal={false}
          allowNegative={false}
          value={validityMinutes}
          onChange={(typed) => change({ validityMinutes: typeof typed === 'number' ? typed : '' })}
          error={errors['/validitySeconds']}
        />
      </div>
      <div className={formClasses.part}>
        <p className={formClasses.partLead}>
          As usual: as {smsc ? `the definition of ${smsc.name}` : 'the SMSC'} has it.
        </p>
        <FieldGrid
          specs={composeOptionFields(smsc?.defaults).map((spec) => ({ ...spec, name: `/${spec.name}` }))}
          values={options.smpp}
          errors={belowSmpp(errors)}
          onChange={(name, value) => change({ smpp: { ...options.smpp, [name.slice(1)]: value ?? '' } })}
        />
      </div>
      <div className={formClasses.part}>
        <TlvValuesEditor
          rows={options.tlvs}
          declared={smsc?.tlvs ?? []}
          errors={errors}
          at="/smpp/tlvs"
          none={
            smsc && smsc.tlvs.length > 0
              ? `${smsc.name} declares ${smsc.tlvs.map(({ name }) => name).join(', ')}.`
              : 'TLVs (optional parameters): of the specification, or by their tag.'
          }
          onChange={(tlvs) => change({ tlvs })}
        />
      </div>
    </div>
  )
}

function keepFromSending(event: KeyboardEvent): void {
  if (event.key === 'Enter' && event.target instanceof HTMLInputElement) event.preventDefault()
}

function belowSmpp(errors: FieldErrors): FieldErrors {
  const begin = '/smpp'
  return Object.fromEntries(
    Object.entries(errors).flatMap(([place, words]) =>
      place.startsWith(`${begin}/`) ? [[place.slice(begin.length), words]] : [],
    ),
  )
}

/** What the time is in this zone and in UTC: an hour that the clock skips or repeats is seen here. */
function sendAtWords(typed: string): string {
  const ms = sendAtMs(typed)
  return ms === undefined ? 'Empty: at once.' : `${localTime.weekdayMinute(ms)} here, ${utcMinuteWords(ms)}.`
}
