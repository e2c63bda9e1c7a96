import type { StatusClass, StatusSpec } from './tables/spec-types.ts'
import { STATUSES } from './tables/statuses.ts'
import { LEGACY_STATUSES, VENDOR_STATUS_EXAMPLES } from './tables/vendor-statuses.ts'

/** The name of a status in the specification, `ESME_RTHROTTLED` say. */
export type StatusName = (typeof STATUSES)[number]['name']

/** Command status numbers by their names: `Status.ESME_RTHROTTLED` is 0x58 (3.4 section 5.1.3, 5.0 section 4.7.6). */
export const Status = Object.freeze(
  Object.fromEntries(STATUSES.map((status) => [status.name, status.code])),
) as Readonly<Record<StatusName, number>>

const byCode = new Map<number, StatusSpec>(STATUSES.map((status) => [status.code, status]))
const legacyNames = new Map<number, string>(LEGACY_STATUSES.map((status) => [status.code, status.name]))

/** What is known about a status number, whoever defined it. */
export type StatusInfo = {
  readonly code: number
  /** The specification's name; a legacy name; or the number in hexadecimal. */
  readonly name: string
  readonly origin: 'specification' | 'legacy' | 'vendor' | 'reserved'
  readonly meaning: string
  /** How to treat it. Numbers outside the specification count as `permanent`: a link's policy may say otherwise. */
  readonly class: StatusClass
  readonly retryMessage: boolean
  readonly handling: string
}

/** The name of a status number; numbers outside every table become `0x000004a1`. Never fails. */
export function statusName(code: number): string {
  return byCode.get(code)?.name ?? legacyNames.get(code) ?? hexCode(code)
}

/** What a status means by its name, `ESME_RTHROTTLED` say, or its number as `statusName` writes it; undefined for no status. */
export function statusMeaning(name: string): string | undefined {
  if (/^0x[0-9a-f]{8}$/.test(name)) return statusInfo(Number(name)).meaning
  return STATUSES.find((status) => status.name === name)?.meaning
}

/** Meaning and customary handling of a status number (3.4 section 5.1.3). Never fails: unknown numbers are kept. */
export function statusInfo(code: number): StatusInfo {
  const spec = byCode.get(code)
  if (spec !== undefined) {
    const { name, meaning, retryMessage, handling } = spec
    return { code, name, origin: 'specification', meaning, class: spec.class, retryMessage, handling }
  }
  const legacy = legacyNames.get(code)
  const vendors = VENDOR_STATUS_EXAMPLES.filter((example) => example.code === code)
  const told = vendors.map((example) => `${example.vendor}: ${example.meaning}`).join('; ')
  const vendorRange = code >= 0x400 && code <= 0x4ff
  return {
    code,
    name: legacy ?? hexCode(code),
    origin: legacy !== undefined ? 'legacy' : vendorRange || told !== '' ? 'vendor' : 'reserved',
    meaning: told !== '' ? told : vendorRange ? 'specific to the message centre' : 'not in the specification',
    class: 'permanent',
    retryMessage: false,
    handling: 'fail the message; ask the provider what the number means, and set a rule for the link',
  }
}

function hexCode(code: number): string {
  return `0x${code.toString(16).padStart(8, '0')}`
}
