import type { ConversationId, SmscId } from '@smpp-connect/contracts'
import { beginning } from '../../rules/beginning.ts'
import type { ConversationRow } from '../../rules/rows.ts'
import type { Row } from '../database.ts'
import { messagesOf, newestOf } from './places.ts'

/** A conversation with its newest message, in the order that `conversationRow` reads. */
export const CONVERSATION_COLUMNS = `
  m.seq, c.id, c.person, c.ours, c.unread, (SELECT count(*) FROM ${messagesOf('c.seq')}), s.id,
  m.stream, m.created_at_ms, m.text`
/** From the conversations. */
export const CONVERSATION_TABLES = `
  conversations c CROSS JOIN messages m ON m.seq = ${newestOf('c.seq')}
    CROSS JOIN smsc_names s ON s.key = m.smsc`
/** From the messages, of which those are to be taken that are the newest of their conversation. */
export const CONVERSATION_TABLES_BY_MESSAGE = `
  messages m CROSS JOIN conversations c ON c.seq = m.conversation CROSS JOIN smsc_names s ON s.key = m.smsc`
export const IS_NEWEST = `
  NOT EXISTS (SELECT 1 FROM ${messagesOf('m.conversation')} WHERE e.era >= m.seq >> 16 AND n.seq > m.seq)`

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
