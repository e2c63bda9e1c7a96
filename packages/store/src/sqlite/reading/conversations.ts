import type { SQLInputValue } from 'node:sqlite'
import { readCursor } from '@smpp-connect/contracts'
import { pageOf } from '../../paging.ts'
import type { ConversationFilter, Store } from '../../port.ts'
import type { ConversationRecord } from '../../records.ts'
import type { Row } from '../database.ts'
import type { Statements } from '../tables/context.ts'
import { conversationFinder } from '../tables/conversation-ids.ts'
import {
  CONVERSATION_COLUMNS,
  CONVERSATION_TABLES,
  CONVERSATION_TABLES_BY_MESSAGE,
  conversationRow,
  IS_NEWEST,
} from '../tables/conversation-rows.ts'
import { newestOf } from '../tables/places.ts'
import type { Sync } from './sync.ts'

export function conversationQueries(statements: Statements): Sync<Pick<Store, 'conversation' | 'conversations'>> {
  const find = conversationFinder(statements)
  const bySeq = statements.of(`SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE c.seq = ?`)
  const newest = statements.of('SELECT max(seq) FROM messages')
  return {
    conversation(id) {
      const seq = find(id)
      const row = seq === undefined ? undefined : bySeq.get(seq)
      return row && conversationRecord(row)
    },
    conversations(query) {
      const before = readCursor('c', query.cursor) ?? Number.MAX_SAFE_INTEGER
      const rows = findMany(statements, query, Math.min(before, ((newest.get()?.[0] ?? 0) as number) + 1))
      return pageOf(rows, query.limit, 'c', (row) => row[0] as number, conversationRecord)
    },
  }
}

/** How many messages are gone through, newest first, before conversations are counted. */
const MOST_WALKED = 2_000
/** More conversations than these are not gathered and sorted. */
const MOST_GATHERED = 10_000

interface Condition {
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

/**
 * Conversations are in no order of their own: what is newest changes with every message, and to note it would cost at
 * each. The newest messages lead to the first of them, which is nearly always enough. Where something else is asked for,
 * all that match are gathered and sorted; and where those are too many, some are not far among the messages.
 */
function findMany(statements: Statements, query: ConversationFilter, beforeSeq: number): readonly Row[] {
  const most = Math.max(0, query.limit) + 1
  const fits = fitting(query)
  if (query.search === undefined && query.unread !== true) {
    const found = walked(statements, fits, beforeSeq - MOST_WALKED, beforeSeq, most)
    if (found.length === most || beforeSeq <= MOST_WALKED) return found
  }
  const { sql, values } = matching(statements, query, fits)
  const matches = statements.of(`${sql} LIMIT ${MOST_GATHERED}`).all(...values)
  return matches.length < MOST_GATHERED
    ? gathered(statements, matches, beforeSeq, most)
    : walked(statements, fits, 0, beforeSeq, most)
}

/** Goes through messages for those that are the newest of a conversation. */
function walked(
  statements: Statements,
  fits: Condition,
  fromSeq: number,
  beforeSeq: number,
  most: number,
): readonly Row[] {
  return statements
    .of(`
      SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES_BY_MESSAGE}
      WHERE m.seq >= ? AND m.seq < ? AND ${fits.sql} AND ${IS_NEWEST} ORDER BY m.seq DESC LIMIT ?`)
    .all(fromSeq, beforeSeq, ...fits.values, most)
}

/** Sorts conversations by their newest messages, and reads those of the page. */
function gathered(statements: Statements, matches: readonly Row[], beforeSeq: number, most: number): readonly Row[] {
  return statements
    .of(`
      SELECT ${CONVERSATION_COLUMNS}
      FROM (SELECT newest FROM (
          SELECT ${newestOf('g.value')} AS newest FROM json_each(?) g LIMIT -1)
        WHERE newest < ? ORDER BY newest DESC LIMIT ?) o
        CROSS JOIN messages m ON m.seq = o.newest CROSS JOIN conversations c ON c.seq = m.conversation
        CROSS JOIN smsc_names s ON s.key = m.smsc
      ORDER BY m.seq DESC`)
    .all(JSON.stringify(matches.flat()), beforeSeq, most)
}

/** What is searched for is a part of the number or of our address. Digits need no regard to upper and lower case. */
function fitting({ search, unread }: ConversationFilter): Condition {
  const isUnread = unread === undefined ? 'true' : unread ? 'c.unread > 0' : '+c.unread = 0'
  if (search === undefined) return { sql: isUnread, values: [] }
  if (/^[+\d]*$/.test(search)) {
    return { sql: `${isUnread} AND (instr(c.person, ?) > 0 OR instr(c.ours, ?) > 0)`, values: [search, search] }
  }
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  const sql = `${isUnread} AND (c.person LIKE ? ESCAPE '\\' OR c.ours LIKE ? ESCAPE '\\')`
  return { sql, values: [pattern, pattern] }
}

/**
 * The rows of all that match. A number from its beginning is found by the index of the pairs, unless one of our addresses
 * begins so, too. For anything else that index is read from end to end, which holds less than the rows; those with
 * something unread have an index that is short.
 */
function matching(statements: Statements, { search, unread }: ConversationFilter, fits: Condition): Condition {
  if (unread === true) return { ...fits, sql: `SELECT c.seq FROM conversations c WHERE ${fits.sql}` }
  const index = 'INDEXED BY sqlite_autoindex_conversations_1'
  const range = [search ?? '', `${search}\u{10ffff}`]
  const isNumber = search !== undefined && /^\+\d+$/.test(search)
  if (isNumber && !statements.of('SELECT 1 FROM blocks_of_ours WHERE ours >= ? AND ours < ? LIMIT 1').get(...range)) {
    const sql = `SELECT c.seq FROM conversations c ${index} WHERE c.person >= ? AND c.person < ? AND ${fits.sql}`
    return { sql, values: [...range, ...fits.values] }
  }
  return { ...fits, sql: `SELECT c.seq FROM conversations c ${index} WHERE ${fits.sql}` }
}

function conversationRecord(row: Row): ConversationRecord {
  const { lastSeq: _lastSeq, ...record } = conversationRow(row)
  return record
}
