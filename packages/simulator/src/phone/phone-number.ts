import { parseAddress, type SmppAddress, TON } from '@smpp-connect/smpp/text'

/**
 * The number under which a phone stands in the book: `+` and digits for international numbers. Type of number 0 with
 * 8 to 15 digits that do not begin with 0 counts as international, which is what message centres make of it.
 */
export function phoneNumberOf({ ton, address }: SmppAddress): string {
  const digits = address.startsWith('+') ? address.slice(1) : address
  if (!/^\d+$/.test(digits)) return address
  if (address.startsWith('+') || ton === TON.international) return `+${digits}`
  return ton === TON.unknown && /^[1-9]\d{7,14}$/.test(digits) ? `+${digits}` : digits
}

/** The address of the phone that a person means by a number, or undefined when it is none. */
export function phoneAddressOf(number: string): SmppAddress | undefined {
  const parsed = parseAddress(number)
  if (parsed.kind === 'invalid' || parsed.shape === 'alphanumeric') return undefined
  const { address } = parsed
  const international = phoneNumberOf(address)
  return international.startsWith('+') ? { ton: TON.international, npi: 1, address: international.slice(1) } : address
}
