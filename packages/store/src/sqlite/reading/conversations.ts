import type { SQLInputValue } from 'node:sqlite'
import { pageOf, readCursor } from '../../paging.ts'
import type { ConversationFilter, Store } from '../../port.ts'
import type { ConversationRecord } from '../../records.ts'
import type { Row } from '../database.ts'
import type { Statements } from '../tables/context.ts'
import {
  CONVERSATION_COLUMNS,
  CONVERSATION_TABLES,
  CONVERSATION_TABLES_BY_MESSAGE,
  conversationRow,
} from '../tables/conversation-rows.ts'
import type { Sync } from './sync.ts'

export function conversationQueries(statements: Statements): Sync<Pick<Store, 'conversation' | 'conversations'>> {
  const byId = statements.of(`SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE c.id = ?`)
  const newest = statements.of('SELECT max(seq) FROM messages')
  return {
    conversation(id) {
      const row = byId.get(id)
      return row && conversationRecord(row)
    },
    conversations(query) {
      const before = readCursor('c', query.cursor) ?? Number.MAX_SAFE_INTEGER
      const rows = find(statements, query, Math.min(before, ((newest.get()?.[0] ?? 0) as number) + 1))
      return pageOf(rows, query.limit, 'c', (row) => row[0] as number, conversationRecord)
    },
  }
}

/** How many messages are gone through, newest first, for those that are the newest of a conversation. */
const MOST_WALKED = 20_000

/**
 * Conversations are in no order of their own: what is newest changes with every message, and an index of it would cost at
 * each. The newest messages lead to the first of them, which is nearly always enough. Where they do not fill the page
 * (many to the same person, or a search that few fit), all conversations are gone through and sorted.
 */
function find(statements: Statements, query: ConversationFilter, beforeSeq: number): readonly Row[] {
  const most = Math.max(0, query.limit) + 1
  if (query.unread === true) return unread(statements, query, beforeSeq, most)
  const { where, values } = conditions(query)
  const fromSeq = Math.max(0, beforeSeq - MOST_WALKED)
  const found = statements
    .of(`
      SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES_BY_MESSAGE}
      WHERE m.seq < ? AND m.seq >= ?${where} ORDER BY m.seq DESC LIMIT ?`)
    .all(beforeSeq, fromSeq, ...values, most)
  if (found.length === most || fromSeq === 0) return found
  const rest = statements
    .of(`
      SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES}
      WHERE c.seq IN (SELECT c.seq FROM conversations c WHERE c.last_seq < ?${where} ORDER BY c.last_seq DESC LIMIT ?)
      ORDER BY c.last_seq DESC`)
    .all(fromSeq, ...values, most - found.length)
  return [...found, ...rest]
}

/** There are few with something unread: they have an index. */
function unread(statements: Statements, query: ConversationFilter, beforeSeq: number, most: number): readonly Row[] {
  const { where, values } = conditions(query)
  return statements
    .of(`
      SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES}
      WHERE c.unread > 0 AND c.last_seq < ?${where} ORDER BY c.last_seq DESC LIMIT ?`)
    .all(beforeSeq, ...values, most)
}

function conditions({ search, unread }: ConversationFilter): {
  readonly where: string
  readonly values: readonly SQLInputValue[]
} {
  const isRead = unread === false ? ' AND c.unread = 0' : ''
  if (search === undefined) return { where: isRead, values: [] }
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const where = `${isRead} AND (c.person LIKE ? ESCAPE '\\' OR c.ours LIKE ? ESCAPE '\\')`
  return { where, values: [pattern, pattern] }
}

function conversationRecord(row: Row): ConversationRecord {
  const { lastSeq: _lastSeq, ...record } = conversationRow(row)
  return record
}
