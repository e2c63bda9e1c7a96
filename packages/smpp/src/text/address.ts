import { GSM7 } from './gsm7.ts'

/** Types of number (3.4 section 5.2.5). */
export const TON = {
  unknown: 0,
  international: 1,
  national: 2,
  networkSpecific: 3,
  subscriberNumber: 4,
  alphanumeric: 5,
  abbreviated: 6,
} as const

/** Numbering plan indicators (3.4 section 5.2.6). */
export const NPI = {
  unknown: 0,
  isdn: 1,
  data: 3,
  telex: 4,
  landMobile: 6,
  national: 8,
  private: 9,
  ermes: 10,
  internet: 14,
  wap: 18,
} as const

/** An address as SMPP carries it. */
export type SmppAddress = { readonly ton: number; readonly npi: number; readonly address: string }

/** The address, or why the text is none. */
export type AddressOutcome =
  | { readonly kind: 'address'; readonly shape: AddressShape; readonly address: SmppAddress }
  | { readonly kind: 'invalid'; readonly problem: 'empty' | 'too_long' | 'bad_character'; readonly allowed: string }

/** What a text looks like. */
export type AddressShape = 'international' | 'number' | 'short_code' | 'alphanumeric'

/**
 * Derives type of number and numbering plan from the shape of an address, as message centres usually want them: `+` and
 * digits is international (1/1), up to 6 digits a short code (3/0), other digits a number of unknown type (0/1), and what
 * has other characters an alphanumeric sender name (5/0) of at most 11 GSM 7-bit characters. Blanks, dots, dashes and
 * brackets between the digits of a number are left out. A link that wants other numbers overrides them.
 */
export function parseAddress(text: string): AddressOutcome {
  const trimmed = text.trim()
  if (trimmed === '') return { kind: 'invalid', problem: 'empty', allowed: 'a number or a name' }
  const digits = trimmed.replace(/[\s.()\u00a0/-]/g, '')
  if (/^\+\d+$/.test(digits)) {
    // E.164 section 6.1: at most 15 digits. SMPP would carry 20.
    if (digits.length > 16) return { kind: 'invalid', problem: 'too_long', allowed: 'at most 15 digits' }
    return found('international', TON.international, NPI.isdn, digits.slice(1))
  }
  if (/^\d+$/.test(digits)) {
    if (digits.length > 20) return { kind: 'invalid', problem: 'too_long', allowed: 'at most 20 digits' }
    if (digits.length <= 6) return found('short_code', TON.networkSpecific, NPI.unknown, digits)
    return found('number', TON.unknown, NPI.isdn, digits)
  }
  return parseName(trimmed)
}

function parseName(name: string): AddressOutcome {
  let septets = 0
  for (let index = 0; index < name.length; index++) {
    const code = name.charCodeAt(index)
    const cost = code > 0x1f && code <= 0xff ? GSM7.cost(code) : 0
    if (cost === 0)
      return { kind: 'invalid', problem: 'bad_character', allowed: 'characters that GSM 7-bit and Latin-1 share' }
    septets += cost
  }
  if (septets > 11) return { kind: 'invalid', problem: 'too_long', allowed: 'at most 11 characters' }
  return found('alphanumeric', TON.alphanumeric, NPI.unknown, name)
}

function found(shape: AddressShape, ton: number, npi: number, address: string): AddressOutcome {
  return { kind: 'address', shape, address: { ton, npi, address } }
}

/** An address as people read it: `+` before the digits of an international number, anything else as it is. */
export function formatAddress({ ton, address }: SmppAddress): string {
  return ton === TON.international && /^\d+$/.test(address) ? `+${address}` : address
}
