import { nearMatch } from '../../settings/near-match.ts'
import { SMPP_KEYS, type SmppKey } from './smpp-value.ts'

/** What a message may say, as columns of a CSV file, keys of an NDJSON row, and options of the command. */
export const PLAIN_FIELDS = [
  'to',
  'text',
  'from',
  'reference',
  'smscId',
  'class',
  'sendAt',
  'validitySeconds',
  'expiresAt',
] as const
export type FieldName = (typeof PLAIN_FIELDS)[number] | `smpp.${SmppKey}` | `tlv.${string}`

/** What is said of a message, as text: of a row, or by the options of the command for all rows. */
export type Fields = Readonly<Partial<Record<FieldName, string>>>

/** For people: what there is. */
export const FIELD_NAMES = [...PLAIN_FIELDS, 'smpp.OPTION', 'tlv.NAME'].join(', ')

const SMPP_FIELDS = SMPP_KEYS.map((key) => `smpp.${key}` as const)
const KNOWN: readonly FieldName[] = [...PLAIN_FIELDS, ...SMPP_FIELDS]
const TLV_NAME = /^([A-Za-z][A-Za-z0-9_]{0,63}|0x[0-9a-fA-F]{4})$/

/** The field of a name, whatever its case; of TLVs the name counts as it is written. */
export function fieldNamed(name: string): FieldName | undefined {
  const known = KNOWN.find((field) => field.toLowerCase() === name.toLowerCase())
  if (known) return known
  const tlv = /^tlv\.(.*)$/i.exec(name)?.[1]
  return tlv !== undefined && TLV_NAME.test(tlv) ? `tlv.${tlv}` : undefined
}

/** The field that a name which is none was most likely meant to be. */
export function nearField(name: string): FieldName | undefined {
  return nearMatch(name, KNOWN) as FieldName | undefined
}

/** Whether a name wants to be a field, so that leaving it out would lose what somebody asked for. */
export function isMeantAsField(name: string): boolean {
  return /^(smpp|tlv)\./i.test(name) || nearField(name) !== undefined
}

/** What a name that is no field may have been meant to be, or which fields there are. */
export function whyNoField(name: string): string {
  const near = nearField(name)
  if (near) return `did you mean ${near}?`
  if (/^smpp\./i.test(name)) return `allowed after smpp.: ${SMPP_KEYS.join(', ')}`
  if (/^tlv\./i.test(name)) return 'allowed after tlv.: letters, digits and underscores, or a tag such as 0x1401'
  return `allowed: ${FIELD_NAMES}`
}
