import type { MessageClass, SendMessage, SmppOptions, TlvDeclaration } from '@smpp-connect/contracts'
import type { FieldErrors } from '../../form/field-errors.ts'
import type { SmppOptionName } from '../../form/smpp-option-fields.ts'
import { type TlvValueRow, valuesOfRows } from '../../form/tlv-names.ts'
import { tlvRowProblems } from '../../form/tlv-value-checks.ts'
import { classLabel } from '../../format/class-words.ts'
import { counted } from '../../format/numbers.ts'

/** Options that a composer offers; the rest is set on the SMSC definition, or over the API. */
export const COMPOSED_OPTIONS = [
  'registeredDelivery',
  'flash',
  'coding',
  'transliterate',
  'longMessage',
  'languages',
  'priority',
  'serviceType',
  'messageMode',
  'replaceIfPresent',
] as const satisfies readonly SmppOptionName[]
export type ComposedOption = (typeof COMPOSED_OPTIONS)[number]

/** What was chosen for one message. Empty, everywhere, means: as the SMSC has it. */
export interface ComposeOptions {
  readonly messageClass: MessageClass | ''
  /** As a field for date and time has it, in the zone of whoever looks: 2026-11-24T14:30. */
  readonly sendAt: string
  readonly validityMinutes: number | ''
  /** Switches are `yes` and `no`. */
  readonly smpp: Readonly<Partial<Record<ComposedOption, string | number | readonly string[]>>>
  readonly tlvs: readonly TlvValueRow[]
}

export const NO_OPTIONS: ComposeOptions = { messageClass: '', sendAt: '', validityMinutes: '', smpp: {}, tlvs: [] }

/** The fields of a message that say what was chosen. */
export function messageFields(
  options: ComposeOptions,
  declared: readonly TlvDeclaration[],
): Pick<SendMessage, 'class' | 'sendAt' | 'validitySeconds' | 'smpp'> {
  const { messageClass, sendAt, validityMinutes } = options
  const smpp = smppOf(options, declared)
  const atMs = sendAtMs(sendAt)
  return {
    ...(messageClass === '' ? {} : { class: messageClass }),
    ...(atMs === undefined ? {} : { sendAt: new Date(atMs).toISOString() }),
    ...(validityMinutes === '' ? {} : { validitySeconds: validityMinutes * 60 }),
    ...(Object.keys(smpp).length === 0 ? {} : { smpp }),
  }
}

/** The SMPP options that were chosen. */
export function smppOf({ smpp, tlvs }: ComposeOptions, declared: readonly TlvDeclaration[]): SmppOptions {
  const chosen = COMPOSED_OPTIONS.flatMap((name) => {
    const value = smpp[name]
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) return []
    return [[name, value === 'yes' ? true : value === 'no' ? false : value] as const]
  })
  const values = valuesOfRows(tlvs, declared)
  const sent = Object.keys(values).length === 0 ? {} : { tlvs: values }
  return { ...(Object.fromEntries(chosen) as SmppOptions), ...sent }
}

/** What can be seen to be wrong, by its place in the message. */
export function optionProblems(
  { sendAt, tlvs }: ComposeOptions,
  declared: readonly TlvDeclaration[],
  nowMs: number,
): FieldErrors {
  const atMs = sendAtMs(sendAt)
  const late = sendAt !== '' && (atMs === undefined || atMs < nowMs)
  return {
    ...(late ? { '/sendAt': atMs === undefined ? 'Enter a date and a time' : 'That time has passed' } : {}),
    ...tlvRowProblems(tlvs, declared, '/smpp/tlvs'),
  }
}

/** The moment that a field for date and time means here; undefined when it is empty or no time. */
export function sendAtMs(typed: string): number | undefined {
  const ms = new Date(typed).getTime()
  return Number.isNaN(ms) ? undefined : ms
}

/** What was chosen, in a few words; empty when nothing was. */
export function optionWords(options: ComposeOptions, timeWords: (ms: number) => string): string {
  const { messageClass, sendAt, validityMinutes, tlvs } = options
  const atMs = sendAtMs(sendAt)
  const others = Object.keys(smppOf({ ...options, tlvs: [] }, [])).length + (validityMinutes === '' ? 0 : 1)
  return [
    messageClass === '' ? '' : classLabel(messageClass),
    atMs === undefined ? '' : `at ${timeWords(atMs)}`,
    others === 0 ? '' : counted(others, 'option'),
    tlvs.length === 0 ? '' : counted(tlvs.length, 'TLV'),
  ]
    .filter((words) => words !== '')
    .join(', ')
}
