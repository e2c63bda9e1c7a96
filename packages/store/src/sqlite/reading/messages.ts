import type { SQLInputValue } from 'node:sqlite'
import type { MessageId } from '@smpp-connect/contracts'
import type { MessageState } from '@smpp-connect/contracts/states'
import { pageOf, readCursor } from '../../paging.ts'
import type { MessageFilter, Store } from '../../port.ts'
import type { PartRecord } from '../../records.ts'
import type { Row } from '../database.ts'
import { ATTENTION, classCode, findStateCode, messageState, partState } from '../state-codes.ts'
import type { Statements } from '../tables/context.ts'
import { MESSAGE_COLUMNS, MESSAGE_TABLES, MESSAGE_TABLES_BY_PART, messageRecord } from '../tables/message-rows.ts'
import { partKey, partNumberOf } from '../tables/part-rows.ts'
import type { ReadKeyNames } from './key-names.ts'
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
      AND (p.state = 2 OR p.state = 11 OR p.state = 12) AND t.class = ? AND p.uncertain_since_ms < ?
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
    messages(query) {
      const rows = query.number === undefined ? search(statements, query) : byNumber(statements, query)
      return pageOf(
        rows,
        query.limit,
        'm',
        (row) => row[0] as number,
        (row) => messageRecord(row, names),
      )
    },
  }
}

/**
 * Everything from or to a number, newest first: the messages of each conversation that the person has, and those of our
 * address. Each list is read in the order of its index, as far as the page goes, and they are merged here.
 */
function byNumber(statements: Statements, query: MessageFilter): readonly Row[] {
  const number = query.number as string
  const conversations = statements.of('SELECT seq FROM conversations WHERE person = ?').all(number)
  const lists = conversations.map(([seq]) =>
    search(statements, query, [
      condition(1, '@m.conversation = ?', seq as number),
      condition(9, '@m.person = ?', number),
    ]),
  )
  lists.push(search(statements, query, [condition(5, '@m.ours = ?', number), condition(9, '@m.person <> ?', number)]))
  const newestFirst = lists.flat().sort((a, b) => Number(b[0]) - Number(a[0]))
  return newestFirst.slice(0, query.limit + 1)
}

/**
 * A condition on a message. The one with the lowest rank is expected to leave fewest, and its index is used: SQLite has
 * no figures of its own to choose by. `@` stands before each column; for the others it becomes `+`, which keeps SQLite
 * from using an index there. `ofPart`: its index is one on the first parts, so the search begins there.
 */
interface Condition {
  readonly rank: number
  readonly sql: string
  readonly values: readonly SQLInputValue[]
  readonly ofPart: boolean
}

function condition(rank: number, sql: string, ...values: readonly SQLInputValue[]): Condition {
  return { rank, sql, values, ofPart: false }
}

function partCondition(rank: number, sql: string, ...values: readonly SQLInputValue[]): Condition {
  return { rank, sql, values, ofPart: true }
}

/** Conditions with a partial index are written as the index has them. */
function conditionsOf(query: MessageFilter): readonly Condition[] {
  const { state, direction, smscId, conversationId, mayBeDuplicate, reference, messageClass } = query
  const conditions: Condition[] = []
  if (conversationId !== undefined) {
    conditions.push(condition(1, '@m.conversation = (SELECT seq FROM conversations WHERE id = ?)', conversationId))
  }
  if (reference !== undefined) conditions.push(condition(2, '@m.reference = ?', reference))
  if (state !== undefined && state !== 'received') {
    const code = findStateCode(state) as number
    const isSought = code > ATTENTION
    const also = isSought ? ` AND @f.message_state > ${ATTENTION}` : ''
    conditions.push(partCondition(isSought ? 3 : 9, `@f.message_state = ${code}${also}`))
  }
  if (mayBeDuplicate !== undefined) {
    conditions.push(
      mayBeDuplicate
        ? partCondition(4, '@f.message_may_be_duplicate = 1')
        : condition(9, '@f.message_may_be_duplicate IS NOT 1'),
    )
  }
  if (direction !== undefined) conditions.push(directionCondition(direction === 'inbound'))
  if (state === 'received') conditions.push(directionCondition(true))
  if (smscId !== undefined) conditions.push(condition(7, '@m.smsc = (SELECT key FROM smsc_names WHERE id = ?)', smscId))
  if (messageClass !== undefined) {
    conditions.push(condition(9, '@m.stream IN (SELECT key FROM streams WHERE class = ?)', classCode(messageClass)))
  }
  return conditions
}

function directionCondition(isInbound: boolean): Condition {
  return condition(isInbound ? 6 : 9, isInbound ? '@m.stream IS NULL' : '@m.stream IS NOT NULL')
}

/** One more row than the page shows. */
function search(statements: Statements, query: MessageFilter, also: readonly Condition[] = []): readonly Row[] {
  if (query.state !== undefined && findStateCode(query.state) === undefined) return []
  const conditions = [...conditionsOf(query), ...also]
  const best = Math.min(...conditions.map(({ rank }) => rank))
  const where = conditions.map(({ rank, sql }) => ` AND ${sql.replaceAll('@', rank === best && rank < 9 ? '' : '+')}`)
  const isByPart = conditions.some(({ rank, ofPart }) => rank === best && rank < 9 && ofPart)
  const from = readCursor('m', query.cursor) ?? MOST_SEQ
  const [tables, order, before] = isByPart
    ? [MESSAGE_TABLES_BY_PART, 'f.key', partKey(from, 0)]
    : [MESSAGE_TABLES, 'm.seq', from]
  const sql = `SELECT ${MESSAGE_COLUMNS} FROM ${tables} WHERE ${order} < ?${where.join('')} ORDER BY ${order} DESC LIMIT ?`
  const values = conditions.flatMap((one) => one.values)
  return statements.of(sql).all(before, ...values, Math.max(0, query.limit) + 1)
}

/** Beyond every position: its part keys are safe integers still. */
const MOST_SEQ = 2 ** 44

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
