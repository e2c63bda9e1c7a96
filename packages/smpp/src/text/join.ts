import { type Alphabet, alphabetOf } from './data-coding.ts'
import { type DecodeTextOptions, decodeBody, septetsOf, shiftOf } from './decode-text.ts'
import type { UserDataHeader } from './user-data-header.ts'

/** One part of a message, its user data taken apart by `userDataOf`. */
export type JoinPart = {
  readonly dataCoding: number
  readonly body: Uint8Array
  readonly header?: UserDataHeader
}

/**
 * The text of parts in their order. Neighbours in the same alphabet are joined as octets before they are read, since
 * senders do cut inside escape pairs and surrogate pairs. Never throws; the result is well-formed.
 */
export function joinParts(parts: readonly JoinPart[], options: DecodeTextOptions = {}): string {
  let text = ''
  for (let index = 0; index < parts.length; ) {
    const alphabet = alphabetOf(parts[index]!.dataCoding, options)
    let end = index + 1
    while (end < parts.length && continues(parts[index]!, parts[end]!, alphabet, options)) end++
    const run = parts.slice(index, end)
    const bodies = run.map((part) => (alphabet === 'gsm7' ? septetsOf(part.body, part.header, options) : part.body))
    // The septets are unpacked by now, so the header only says which tables apply.
    text += decodeBody(concatenate(bodies), alphabet, run[0]!.header, { ...options, septets: 'unpacked' })
    index = end
  }
  return text.toWellFormed()
}

function continues(first: JoinPart, next: JoinPart, alphabet: Alphabet, options: DecodeTextOptions): boolean {
  if (alphabetOf(next.dataCoding, options) !== alphabet) return false
  const [one, other] = [shiftOf(first.header), shiftOf(next.header)]
  return one.locking === other.locking && one.single === other.single
}

function concatenate(bodies: readonly Uint8Array[]): Uint8Array {
  if (bodies.length === 1) return bodies[0]!
  const whole = new Uint8Array(bodies.reduce((sum, body) => sum + body.length, 0))
  let at = 0
  for (const body of bodies) {
    whole.set(body, at)
    at += body.length
  }
  return whole
}
