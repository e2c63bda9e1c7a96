import type { MessageId, SmscId } from '@smpp-connect/contracts'
import type { MessageRecord } from '../../records.ts'
import type { Stream } from '../../rules/rows.ts'
import type { Row } from '../database.ts'
import { tlvsOf } from '../octets/tlvs.ts'
import { encodingOf, messageState } from '../state-codes.ts'
import { readDestination, type WireProfile, wireOf } from '../wire-profiles.ts'

/** A whole message, in the order that `messageRecord` reads. `f` is the row of its first part. */
export const MESSAGE_COLUMNS = `
  m.seq, m.id, m.stream, m.person, m.ours, m.text, m.parts, m.encoding, s.id, c.id, m.reference, m.created_at_ms,
  m.expires_at_ms, m.send_at_ms, m.wire, m.destination, m.schedule_at_ms, m.tlvs,
  f.message_state, f.message_may_be_duplicate, f.message_error, f.updated_at_ms, f.final_at_ms`
export const MESSAGE_COLUMN_COUNT = 23
const NAMES_OF_MESSAGE = `
  CROSS JOIN smsc_names s ON s.key = m.smsc CROSS JOIN conversations c ON c.seq = m.conversation`
/** From the messages: inbound ones have no parts. */
export const MESSAGE_TABLES = `
  messages m${NAMES_OF_MESSAGE} LEFT JOIN parts f ON f.key = (m.seq << 8) + 1`
/** From the first parts, by what changes of a message. */
export const MESSAGE_TABLES_BY_PART = `
  parts f CROSS JOIN messages m ON m.seq = f.key >> 8${NAMES_OF_MESSAGE}`

/** What short keys in the rows stand for. */
export interface KeyNames {
  stream(key: number): Stream
  profile(key: number): WireProfile
}

export function messageRecord(row: Row, names: KeyNames): MessageRecord {
  const person = row[3] as string
  const ours = row[4] as string
  const stream = row[2] === null ? null : names.stream(row[2] as number)
  const createdAtMs = row[11] as number
  return {
    id: row[1] as MessageId,
    direction: stream ? 'outbound' : 'inbound',
    state: stream ? messageState(row[18] as number) : 'received',
    from: stream ? ours : person,
    to: stream ? person : ours,
    text: row[5] as string,
    parts: row[6] as number,
    encoding: encodingOf(row[7] as number),
    smscId: row[8] as SmscId,
    conversationId: row[9] as MessageRecord['conversationId'],
    reference: row[10] as string | null,
    mayBeDuplicate: row[19] === 1,
    errorCode: row[20] as string | null,
    createdAtMs,
    updatedAtMs: stream ? (row[21] as number) : createdAtMs,
    finalAtMs: row[22] as number | null,
    expiresAtMs: row[12] as number | null,
    messageClass: stream?.messageClass ?? null,
    owner: stream?.owner ?? null,
    sendAtMs: row[13] as number | null,
    wire:
      row[14] === null
        ? null
        : wireOf(
            names.profile(row[14] as number),
            readDestination(row[15] as string | null, person),
            row[16] as number | null,
          ),
    tlvs: tlvsOf(row[17] as Uint8Array | null),
  }
}
