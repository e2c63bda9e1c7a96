import type { ConversationId, SmscId } from '@smpp-connect/contracts'
import type { ConversationRow } from '../../rules/rows.ts'
import type { Row } from '../database.ts'

/** A conversation, in the order that `conversationRow` reads. */
export const CONVERSATION_COLUMNS = `
  c.id, c.person, c.ours, s.id, c.unread, c.message_count, c.last_seq, c.last_at_ms, c.last_direction, c.last_text`
export const CONVERSATION_TABLES = 'conversations c CROSS JOIN smsc_names s ON s.key = c.smsc'

export function conversationRow(row: Row): ConversationRow {
  return {
    id: row[0] as ConversationId,
    person: row[1] as string,
    ours: row[2] as string,
    smscId: row[3] as SmscId,
    unread: row[4] as number,
    messageCount: row[5] as number,
    lastText: row[9] as string,
    lastDirection: row[8] as 'outbound' | 'inbound',
    lastAtMs: row[7] as number,
    lastSeq: row[6] as number,
  }
}
