/**
 * Packs septets into octets, low bits first (3GPP TS 23.038 section 6.1.2.1). `fillBits` zero bits come first, so that the
 * text behind a user data header starts at a septet boundary. Where exactly seven bits are left over a receiver that is
 * told octets, not septets, would read one more `@`: with `padWithReturn` they hold a carriage return instead, and a text
 * that ends in a carriage return on an octet boundary gets a second one (section 6.1.2.3.1).
 */
export function packSeptets(septets: Uint8Array, fillBits = 0, padWithReturn = false): Uint8Array {
  let source = septets
  const spare = (8 - ((septets.length * 7 + fillBits) % 8)) % 8
  const endsInReturn = septets.length > 0 && septets[septets.length - 1] === RETURN
  if (padWithReturn && (spare === 7 || (spare === 0 && endsInReturn))) {
    source = new Uint8Array(septets.length + 1)
    source.set(septets)
    source[septets.length] = RETURN
  }
  const octets = new Uint8Array(Math.ceil((source.length * 7 + fillBits) / 8))
  let bit = fillBits
  for (const septet of source) {
    const at = bit >> 3
    const shifted = (septet & 0x7f) << (bit & 7)
    octets[at] = octets[at]! | (shifted & 0xff)
    if (shifted > 0xff) octets[at + 1] = octets[at + 1]! | (shifted >> 8)
    bit += 7
  }
  return octets
}

/**
 * The septets in packed octets. Without `count` as many as fit; then the carriage return that `packSeptets` may have put
 * at the end is left out. A text that itself ends in two returns right behind an octet boundary loses one: packed septets
 * without their number cannot tell.
 */
export function unpackSeptets(octets: Uint8Array, fillBits = 0, count?: number): Uint8Array {
  const room = Math.max(0, Math.floor((octets.length * 8 - fillBits) / 7))
  const septets = new Uint8Array(Math.min(count ?? room, room))
  for (let index = 0, bit = fillBits; index < septets.length; index++, bit += 7) {
    const at = bit >> 3
    septets[index] = (((octets[at]! | ((octets[at + 1] ?? 0) << 8)) >> (bit & 7)) & 0x7f) as number
  }
  return count === undefined ? withoutPadding(septets, fillBits) : septets
}

function withoutPadding(septets: Uint8Array, fillBits: number): Uint8Array {
  const last = septets.length - 1
  if (septets[last] !== RETURN) return septets
  const endsOnBoundary = (septets.length * 7 + fillBits) % 8 === 0
  const doubledOnBoundary = septets[last - 1] === RETURN && (last * 7 + fillBits) % 8 === 0
  return endsOnBoundary || doubledOnBoundary ? septets.subarray(0, last) : septets
}

const RETURN = 0x0d
