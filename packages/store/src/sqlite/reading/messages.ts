import type { MessageId } from '@smpp-connect/contracts'
import type { MessageState } from '@smpp-connect/contracts/states'
import { pageOf } from '../../paging.ts'
import type { Store } from '../../port.ts'
import type { PartRecord } from '../../records.ts'
import type { Row } from '../database.ts'
import { classCode, messageState, partState } from '../state-codes.ts'
import type { Statements } from '../tables/context.ts'
import { MESSAGE_COLUMNS, MESSAGE_TABLES, messageRecord } from '../tables/message-rows.ts'
import { partKey, partNumberOf } from '../tables/part-rows.ts'
import type { ReadKeyNames } from './key-names.ts'
import { findMessages } from './message-search.ts'
import type { Sync } from './sync.ts'

export function messageQueries(
  statements: Statements,
  names: ReadKeyNames,
): Sync<Pick<Store, 'message' | 'messageStates' | 'parts' | 'uncertain' | 'messages'>> {
  const byId = statements.of(`SELECT ${MESSAGE_COLUMNS} FROM ${MESSAGE_TABLES} WHERE m.id = ?`)
  const stateOf = statements.of(`
    SELECT f.message_state FROM messages m LEFT JOIN parts f ON f.key = (m.seq << 8) + 1 WHERE m.id = ?`)
  const parts = statements.of(`
    SELECT key, state, attempts, smsc_message_id, sent_at_ms, answered_at_ms, receipt_at_ms, last_status, receipt_error,
      may_be_duplicate, esm_class
    FROM parts WHERE key BETWEEN ? AND ? ORDER BY key`)
  const seqOf = statements.of('SELECT seq FROM messages WHERE id = ?')
  const uncertain = statements.of(`
    SELECT p.key, m.id
    FROM parts p CROSS JOIN messages m ON m.seq = p.key >> 8 CROSS JOIN streams t ON t.key = p.stream
    WHERE p.smsc = (SELECT key FROM smsc_names WHERE id = ?) AND p.state = 11
      AND (p.state = 11 OR p.state = 12) AND t.class = ? AND p.uncertain_since_ms < ?
    ORDER BY p.uncertain_since_ms, p.key LIMIT ?`)
  return {
    message(id) {
      const row = byId.get(id)
      return row && messageRecord(row, names)
    },
    messageStates: (ids) =>
      ids.map((id): MessageState | null => {
        const row = stateOf.get(id)
        return row === undefined ? null : row[0] === null ? 'received' : messageState(row[0] as number)
      }),
    parts(id) {
      const seq = seqOf.get(id)?.[0] as number | undefined
      if (seq === undefined) return []
      return parts.all(partKey(seq, 1), partKey(seq, 255)).map((row) => partRecord(id, row))
    },
    uncertain: (smscId, messageClass, beforeMs, limit) =>
      uncertain.all(smscId, classCode(messageClass), beforeMs, Math.max(0, limit)).map(([key, id]) => ({
        messageId: id as MessageId,
        number: partNumberOf(key as number),
      })),
    messages: (query) =>
      pageOf(
        findMessages(statements, query),
        query.limit,
        'm',
        (row) => row[0] as number,
        (row) => messageRecord(row, names),
      ),
  }
}

function partRecord(messageId: MessageId, row: Row): PartRecord {
  return {
    messageId,
    number: partNumberOf(row[0] as number),
    state: partState(row[1] as number),
    esmClass: row[10] as number,
    attempts: row[2] as number,
    smscMessageId: row[3] as string | null,
    sentAtMs: row[4] as number | null,
    answeredAtMs: row[5] as number | null,
    receiptAtMs: row[6] as number | null,
    lastStatus: row[7] as number | null,
    receiptError: row[8] as string | null,
    mayBeDuplicate: row[9] === 1,
  }
}
