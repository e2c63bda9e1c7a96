/**
 * Writing DER (X.690), as much of it as a certificate takes. Reading is left to Node's own X509Certificate: what is written
 * wrongly here fails at the first handshake, and cannot open a door.
 */
export type Der = Buffer

export function tagged(tag: number, ...contents: readonly Uint8Array[]): Der {
  const content = Buffer.concat(contents)
  const { length } = content
  if (length < 0x80) return Buffer.concat([Uint8Array.of(tag, length), content])
  const octets: number[] = []
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256)
  return Buffer.concat([Uint8Array.of(tag, 0x80 | octets.length, ...octets), content])
}

export const sequence = (...items: readonly Uint8Array[]): Der => tagged(0x30, ...items)
export const set = (...items: readonly Uint8Array[]): Der => tagged(0x31, ...items)
export const octetString = (octets: Uint8Array): Der => tagged(0x04, octets)
export const utf8String = (text: string): Der => tagged(0x0c, Buffer.from(text, 'utf8'))
export const boolean = (value: boolean): Der => tagged(0x01, Uint8Array.of(value ? 0xff : 0))

/** A bit string; `unused` bits at the end do not count. */
export const bitString = (octets: Uint8Array, unused = 0): Der => tagged(0x03, Uint8Array.of(unused), octets)

/** A whole number that is not negative, given by its octets, the highest first. */
export function integer(octets: Uint8Array): Der {
  let at = 0
  while (at < octets.length - 1 && octets[at] === 0) at++
  const short = octets.subarray(at)
  return (short[0] ?? 0) & 0x80
    ? tagged(0x02, Uint8Array.of(0), short)
    : tagged(0x02, short.length ? short : Uint8Array.of(0))
}

export function objectId(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const octets: number[] = []
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80)
    octets.push(...groups)
  }
  return tagged(0x06, Uint8Array.from(octets))
}

/** UTCTime up to 2049, GeneralizedTime after it, to the second (RFC 5280 section 4.1.2.5). */
export function time(atMs: number): Der {
  const digits = new Date(atMs).toISOString().replace(/[-:T]/g, '').slice(0, 14)
  return Number(digits.slice(0, 4)) < 2050
    ? tagged(0x17, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : tagged(0x18, Buffer.from(`${digits}Z`, 'latin1'))
}

/** Context-specific, constructed: [n] EXPLICIT, or IMPLICIT over a sequence. */
export const context = (number: number, ...items: readonly Uint8Array[]): Der => tagged(0xa0 | number, ...items)
/** Context-specific, primitive: [n] IMPLICIT over octets. */
export const contextOctets = (number: number, octets: Uint8Array): Der => tagged(0x80 | number, octets)
