import type { ChangeResult, SubmitRecord } from '../../port.ts'
import { messageState, partState, stateCode } from '../state-codes.ts'
import { type Packed, Packer, Unpacker } from './packed.ts'

const [SMSC, AT, SENT] = [0, 1, 2] as const

/** An OK is by far the most frequent end, and has its fields packed; any other end crosses as it is. */
export function packSubmits(records: readonly SubmitRecord[]): Packed {
  const to = new Packer()
  for (const { part, attempt, smscId, atMs, sentAtMs, result } of records) {
    to.put(part.messageId)
    to.put(part.number)
    to.put(attempt)
    to.putAgain(SMSC, smscId)
    to.putAgain(AT, atMs)
    to.putAgain(SENT, sentAtMs)
    if (result.kind === 'submitted') {
      const { smscMessageId, idForms } = result
      to.put(smscMessageId)
      to.put(idForms.length === 1 ? idForms[0] : idForms)
    } else {
      to.put(result)
    }
  }
  return to.packed()
}

export function unpackSubmits(packed: Packed): readonly SubmitRecord[] {
  const from = new Unpacker(packed)
  const records: SubmitRecord[] = []
  while (!from.isEmpty) {
    // In the order in which they were packed: the fields of an object are evaluated as they stand.
    records.push({
      part: { messageId: from.take(), number: from.take() },
      attempt: from.take(),
      smscId: from.takeAgain(SMSC),
      atMs: from.takeAgain(AT),
      sentAtMs: from.takeAgain(SENT),
      result: unpackResult(from),
    })
  }
  return records
}

function unpackResult(from: Unpacker): SubmitRecord['result'] {
  const smscMessageId = from.take<string | SubmitRecord['result']>()
  if (typeof smscMessageId !== 'string') return smscMessageId
  const forms = from.take<string | readonly string[]>()
  return { kind: 'submitted', smscMessageId, idForms: typeof forms === 'string' ? [forms] : forms }
}

/** Three octets each: whether it changed, the part's state, the message's; 0 where there is none. */
export function packChanges(results: readonly ChangeResult[]): Uint8Array {
  const octets = new Uint8Array(3 * results.length)
  for (const [index, { changed, state, messageState }] of results.entries()) {
    octets[3 * index] = Number(changed)
    octets[3 * index + 1] = state === undefined ? 0 : stateCode(state)
    octets[3 * index + 2] = messageState === undefined ? 0 : stateCode(messageState)
  }
  return octets
}

export function unpackChanges(octets: Uint8Array): readonly ChangeResult[] {
  const results: ChangeResult[] = []
  for (let at = 0; at < octets.length; at += 3) {
    const [changed, part, message] = [octets[at], octets[at + 1] as number, octets[at + 2] as number]
    results.push({
      changed: changed === 1,
      state: part === 0 ? undefined : partState(part),
      messageState: message === 0 ? undefined : messageState(message),
    })
  }
  return results
}
