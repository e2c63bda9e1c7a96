import type { ConversationId, MessageId } from '@smpp-connect/contracts'
import { queuedRow } from '../../engine/accept.ts'
import type { PartOfMessage, ReadyPart } from '../../engine/tables.ts'
import type { Stream } from '../../rules/rows.ts'
import type { Row } from '../database.ts'
import { contentOf, tlvsOf } from '../octets/tlvs.ts'
import { isOptOutExempt, isSmscFixed, messageState } from '../state-codes.ts'
import { readDestination, wireOf } from '../wire-profiles.ts'
import type { KeyNames } from './message-rows.ts'
import { messageSeqOf, type PartByKey, partNumberOf } from './part-rows.ts'

/**
 * A queued part that is due, with what is sent of it, in the order that `readyPart` reads. How it went before is not among
 * it: nearly all were never tried, and each column costs, also one that is null.
 */
export const READY_COLUMNS = `
  p.key, p.attempts, p.stream, p.deadline_ms, p.user_message_reference, p.esm_class,
  m.id, c.id, m.ours, m.person, m.parts, m.expires_at_ms, m.send_at_ms, m.flags,
  f.message_state, f.message_may_be_duplicate, f.updated_at_ms,
  m.wire, m.destination, m.schedule_at_ms, m.tlvs, coalesce(p.content, m.content)`

/** `partByKey` gives those that were tried before. */
export function readyPart(row: Row, names: KeyNames, partByKey: PartByKey): ReadyPart {
  const isUntried = row[1] === 0
  const found = isUntried ? untriedPart(row, names.stream(row[2] as number)) : partByKey(row[0] as number)
  const { part, head } = found as PartOfMessage
  const destination = readDestination(row[18] as string | null, head.to)
  const ofMessage = row[20] as Uint8Array | null
  const { shortMessage, tlvs } = contentOf(row[21] as Uint8Array)
  return {
    part,
    head,
    wire: wireOf(names.profile(row[17] as number), destination, row[19] as number | null),
    esmClass: part.esmClass,
    shortMessage,
    tlvs: ofMessage === null ? tlvs : [...tlvsOf(ofMessage), ...tlvs],
  }
}

/** A part that was never tried: it is as it was when it was queued. Others of its message may have gone further. */
function untriedPart(row: Row, { key: stream, smscId, messageClass }: Stream): PartOfMessage {
  const key = row[0] as number
  const id = row[6] as MessageId
  const seq = messageSeqOf(key)
  const flags = row[13] as number
  const place = { id, seq, smscId, stream, dueAtMs: 0, deadlineMs: row[3] as number | null }
  const content = { userMessageReference: row[4] as number, esmClass: row[5] as number }
  return {
    part: queuedRow(place, partNumberOf(key), content),
    head: {
      seq,
      id,
      smscId,
      conversationId: row[7] as ConversationId,
      from: row[8] as string,
      to: row[9] as string,
      messageClass,
      parts: row[10] as number,
      expiresAtMs: row[11] as number,
      sendAtMs: row[12] as number | null,
      smscFixed: isSmscFixed(flags),
      optOutExempt: isOptOutExempt(flags),
      state: messageState(row[14] as number),
      mayBeDuplicate: row[15] === 1,
      errorCode: null,
      updatedAtMs: row[16] as number,
      finalAtMs: null,
    },
  }
}
