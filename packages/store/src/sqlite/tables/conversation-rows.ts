import type { ConversationId, SmscId } from '@smpp-connect/contracts'
import { beginning } from '../../rules/beginning.ts'
import type { ConversationRow } from '../../rules/rows.ts'
import type { Row } from '../database.ts'

/** A conversation with its newest message, in the order that `conversationRow` reads. */
export const CONVERSATION_COLUMNS = `
  c.last_seq, c.id, c.person, c.ours, c.unread, c.message_count, s.id, m.stream, m.created_at_ms, m.text`
/** From the conversations. */
export const CONVERSATION_TABLES = `
  conversations c CROSS JOIN messages m ON m.seq = c.last_seq CROSS JOIN smsc_names s ON s.key = m.smsc`
/** From the messages: those that are the newest of their conversation. */
export const CONVERSATION_TABLES_BY_MESSAGE = `
  messages m CROSS JOIN conversations c ON c.seq = m.conversation AND c.last_seq = m.seq
    CROSS JOIN smsc_names s ON s.key = m.smsc`

export function conversationRow(row: Row): ConversationRow {
  return {
    id: row[1] as ConversationId,
    person: row[2] as string,
    ours: row[3] as string,
    smscId: row[6] as SmscId,
    unread: row[4] as number,
    messageCount: row[5] as number,
    lastText: beginning(row[9] as string),
    lastDirection: row[7] === null ? 'inbound' : 'outbound',
    lastAtMs: row[8] as number,
    lastSeq: row[0] as number,
  }
}
