/** One information element of a user data header (3GPP TS 23.040 section 9.2.3.24). */
export type InformationElement = { readonly id: number; readonly data: Uint8Array }

/** Which part of which message this is. `width` tells the sources of references apart, since their counters differ. */
export type Concatenation = {
  readonly reference: number
  /** 1 to 255. */
  readonly total: number
  /** 1 to `total`. */
  readonly sequence: number
  /** Bits of the reference in the user data header; `sar` for the SAR TLVs. */
  readonly width: 8 | 16 | 'sar'
}

/** A user data header and what it says. */
export type UserDataHeader = {
  /** Octets of the header, its length octet included. */
  readonly octets: number
  /** All elements in wire order, the ones read below included. */
  readonly elements: readonly InformationElement[]
  readonly concatenation?: Concatenation
  /** Identifier of the national locking shift table, element 0x25. */
  readonly lockingShift?: number
  /** Identifier of the national single shift table, element 0x24. */
  readonly singleShift?: number
  /** Application ports, elements 0x04 and 0x05. */
  readonly ports?: { readonly destination: number; readonly source: number }
}

/** Element identifiers (3GPP TS 23.040 section 9.2.3.24). */
export const ELEMENT = {
  concatenation8: 0x00,
  ports8: 0x04,
  ports16: 0x05,
  concatenation16: 0x08,
  singleShift: 0x24,
  lockingShift: 0x25,
} as const

/**
 * Reads the header at the start of user data. Undefined when the octets are no header, which happens: some senders set the
 * UDHI bit without one. Then the whole user data is text. Never throws.
 */
export function parseUserDataHeader(userData: Uint8Array): UserDataHeader | undefined {
  const length = userData[0]
  if (length === undefined || length === 0 || length + 1 > userData.length) return undefined
  const elements: InformationElement[] = []
  let at = 1
  while (at < length + 1) {
    const id = userData[at]!
    const size = userData[at + 1]
    if (size === undefined || at + 2 + size > length + 1) return undefined
    elements.push({ id, data: userData.subarray(at + 2, at + 2 + size) })
    at += 2 + size
  }
  return { octets: length + 1, elements, ...readElements(elements) }
}

type Meaning = { -readonly [K in 'concatenation' | 'lockingShift' | 'singleShift' | 'ports']?: UserDataHeader[K] }

/** Of an element that stands more than once the last counts (3GPP TS 23.040 section 9.2.3.24). */
function readElements(elements: readonly InformationElement[]): Meaning {
  const meaning: Meaning = {}
  for (const { id, data } of elements) {
    if (id === ELEMENT.concatenation8 && data.length === 3) {
      setConcatenation(meaning, { reference: data[0]!, total: data[1]!, sequence: data[2]!, width: 8 })
    } else if (id === ELEMENT.concatenation16 && data.length === 4) {
      const reference = (data[0]! << 8) | data[1]!
      setConcatenation(meaning, { reference, total: data[2]!, sequence: data[3]!, width: 16 })
    } else if (id === ELEMENT.lockingShift && data.length === 1) {
      meaning.lockingShift = data[0]!
    } else if (id === ELEMENT.singleShift && data.length === 1) {
      meaning.singleShift = data[0]!
    } else if (id === ELEMENT.ports8 && data.length === 2) {
      meaning.ports = { destination: data[0]!, source: data[1]! }
    } else if (id === ELEMENT.ports16 && data.length === 4) {
      meaning.ports = { destination: (data[0]! << 8) | data[1]!, source: (data[2]! << 8) | data[3]! }
    }
  }
  return meaning
}

/** An element whose numbers contradict one another is ignored (3GPP TS 23.040 section 9.2.3.24.1). */
function setConcatenation(meaning: Meaning, concatenation: Concatenation): void {
  if (isPlausible(concatenation)) meaning.concatenation = concatenation
}

/** Whether the numbers can be: at least one part, and a sequence number within the total. */
export function isPlausible({ total, sequence }: Concatenation): boolean {
  return total >= 1 && total <= 255 && sequence >= 1 && sequence <= total
}

/** The octets of a header with these elements, its length octet first; empty without elements. */
export function formatUserDataHeader(elements: readonly InformationElement[]): Uint8Array {
  if (elements.length === 0) return new Uint8Array(0)
  const length = elements.reduce((sum, element) => sum + 2 + element.data.length, 0)
  if (length > 139) throw new RangeError(`a user data header of ${length + 1} octets leaves no room for data`)
  const octets = new Uint8Array(length + 1)
  octets[0] = length
  let at = 1
  for (const { id, data } of elements) {
    octets[at] = id
    octets[at + 1] = data.length
    octets.set(data, at + 2)
    at += 2 + data.length
  }
  return octets
}

/** The element that says which part this is, with an 8-bit or a 16-bit reference. */
export function concatenationElement(
  width: 8 | 16,
  reference: number,
  total: number,
  sequence: number,
): InformationElement {
  if (width === 8) return { id: ELEMENT.concatenation8, data: Uint8Array.of(reference, total, sequence) }
  return { id: ELEMENT.concatenation16, data: Uint8Array.of(reference >> 8, reference, total, sequence) }
}
