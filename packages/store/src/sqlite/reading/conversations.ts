import type { SQLInputValue } from 'node:sqlite'
import { pageOf, readCursor } from '../../paging.ts'
import type { Store } from '../../port.ts'
import type { ConversationRecord } from '../../records.ts'
import type { Row } from '../database.ts'
import type { Statements } from '../tables/context.ts'
import { CONVERSATION_COLUMNS, CONVERSATION_TABLES, conversationRow } from '../tables/conversation-rows.ts'
import type { Sync } from './sync.ts'

export function conversationQueries(statements: Statements): Sync<Pick<Store, 'conversation' | 'conversations'>> {
  const byId = statements.of(`SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE c.id = ?`)
  return {
    conversation(id) {
      const row = byId.get(id)
      return row && conversationRecord(row)
    },
    conversations({ limit, cursor, search, unread }) {
      let where = 'c.last_seq < ?'
      const values: SQLInputValue[] = [readCursor('c', cursor) ?? Number.MAX_SAFE_INTEGER]
      if (unread !== undefined) where += unread ? ' AND c.unread > 0' : ' AND c.unread = 0'
      if (search !== undefined) {
        where += ` AND (c.person LIKE ? ESCAPE '\\' OR c.ours LIKE ? ESCAPE '\\')`
        const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
        values.push(pattern, pattern)
      }
      const rows = statements
        .of(
          `SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE ${where} ORDER BY c.last_seq DESC LIMIT ?`,
        )
        .all(...values, Math.max(0, limit) + 1)
      return pageOf(rows, limit, 'c', (row) => Number(row[6]), conversationRecord)
    },
  }
}

function conversationRecord(row: Row): ConversationRecord {
  const { lastSeq: _lastSeq, ...record } = conversationRow(row)
  return record
}
