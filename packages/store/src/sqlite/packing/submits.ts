import type { ChangeResult, SubmitRecord } from '../../port.ts'
import { messageState, partState, stateCode } from '../state-codes.ts'
import { packForms, unpackForms } from './id-forms.ts'
import { type Packed, Packer, Unpacker } from './packed.ts'

const [SMSC, AT, SENT] = [0, 1, 2] as const

/** An OK is by far the most frequent end, and has its fields packed; any other end crosses as it is. */
export function packSubmits(records: readonly SubmitRecord[]): Packed {
  const to = new Packer()
  for (const { part, attempt, smscId, atMs, sentAtMs, result } of records) {
    to.put(part.messageId)
    to.putSmall(part.number)
    to.putSmall(attempt)
    to.putAgain(SMSC, smscId)
    to.putAgain(AT, atMs)
    to.putAgain(SENT, sentAtMs)
    if (result.kind === 'submitted') {
      to.put(result.smscMessageId)
      packForms(to, result.smscMessageId, result.idForms)
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
      part: { messageId: from.take(), number: from.takeSmall() },
      attempt: from.takeSmall(),
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
  return { kind: 'submitted', smscMessageId, idForms: unpackForms(from, smscMessageId) }
}

/** Three octets each: whether it changed, the part's state, the message's; 0 where there is none. */
export function packChanges(results: readonly ChangeResult[]): Uint8Array {
  const octets = new Uint8Array(3 * results.length)
  let at = 0
  for (const { changed, state, messageState } of results) {
    octets[at++] = Number(changed)
    octets[at++] = state === undefined ? 0 : stateCode(state)
    octets[at++] = messageState === undefined ? 0 : stateCode(messageState)
  }
  return octets
}

/** Mostly all of a batch ended alike: what equals the one before is the same object. */
export function unpackChanges(octets: Uint8Array): readonly ChangeResult[] {
  const results: ChangeResult[] = []
  let result: ChangeResult = { changed: false, state: undefined, messageState: undefined }
  let before = -1
  for (let at = 0; at < octets.length; at += 3) {
    const changed = octets[at] as number
    const part = octets[at + 1] as number
    const message = octets[at + 2] as number
    const all = (changed << 16) | (part << 8) | message
    if (all !== before) {
      result = {
        changed: changed === 1,
        state: part === 0 ? undefined : partState(part),
        messageState: message === 0 ? undefined : messageState(message),
      }
    }
    before = all
    results.push(result)
  }
  return results
}
