import type { SQLInputValue } from 'node:sqlite'
import type { MessageId, SmscId } from '@smpp-connect/contracts'
import { MESSAGE_STATES, type MessageState, type PartState } from '@smpp-connect/contracts/states'
import { pageOf, readCursor } from '../../paging.ts'
import type { MessageFilter, Store } from '../../port.ts'
import type { MessageRecord, PartRecord } from '../../records.ts'
import type { Row } from '../database.ts'
import type { Statements } from '../tables/context.ts'
import { messageSeqOf, partKey } from '../tables/part-rows.ts'
import type { Sync } from './sync.ts'

const MESSAGES = `
  SELECT m.seq, m.id, m.direction, m.state, m.person, m.ours, m.text, m.parts, m.encoding, s.id, c.id, m.reference,
    m.may_be_duplicate, m.error_code, m.created_at_ms, m.updated_at_ms, m.final_at_ms, m.expires_at_ms
  FROM messages m CROSS JOIN smsc_names s ON s.key = m.smsc CROSS JOIN conversations c ON c.seq = m.conversation`

export function messageQueries(
  statements: Statements,
): Sync<Pick<Store, 'message' | 'messageStates' | 'parts' | 'uncertain' | 'messages'>> {
  const byId = statements.of(`${MESSAGES} WHERE m.id = ?`)
  const stateOf = statements.of('SELECT state FROM messages WHERE id = ?')
  const parts = statements.of(`
    SELECT key, state, attempts, smsc_message_id, sent_at_ms, answered_at_ms, receipt_at_ms, last_status, receipt_error,
      may_be_duplicate
    FROM parts WHERE key BETWEEN ? AND ? ORDER BY key`)
  const seqOf = statements.of('SELECT seq FROM messages WHERE id = ?')
  const uncertain = statements.of(`
    SELECT p.key, m.id FROM parts p CROSS JOIN messages m ON m.seq = p.message
    WHERE p.smsc = (SELECT key FROM smsc_names WHERE id = ?) AND p.state = 'uncertain' AND p.uncertain_since_ms < ?
    ORDER BY p.uncertain_since_ms, p.key LIMIT ?`)
  return {
    message(id) {
      const row = byId.get(id)
      return row && messageRecord(row)
    },
    messageStates: (ids) => ids.map((id) => (stateOf.get(id)?.[0] ?? null) as MessageState | null),
    parts(id) {
      const seq = seqOf.get(id)?.[0]
      if (seq === undefined) return []
      return parts.all(partKey(Number(seq), 1), partKey(Number(seq), 255)).map((row) => partRecord(id, row))
    },
    uncertain: (smscId, beforeMs, limit) =>
      uncertain.all(smscId, beforeMs, Math.max(0, limit)).map(([key, id]) => {
        const number = Number(key) - partKey(messageSeqOf(Number(key)), 0)
        return { messageId: id as MessageId, number }
      }),
    messages(query) {
      const rows = query.number === undefined ? search(statements, query) : byNumber(statements, query)
      return pageOf(rows, query.limit, 'm', (row) => Number(row[0]), messageRecord)
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
 * from using an index there.
 */
interface Condition {
  readonly rank: number
  readonly sql: string
  readonly values: readonly SQLInputValue[]
}

function condition(rank: number, sql: string, ...values: readonly SQLInputValue[]): Condition {
  return { rank, sql, values }
}

/** Conditions with a partial index are written as the index has them. */
function conditionsOf(query: MessageFilter): readonly Condition[] {
  const { state, direction, smscId, conversationId, mayBeDuplicate, reference } = query
  const conditions: Condition[] = []
  if (conversationId !== undefined) {
    conditions.push(condition(1, '@m.conversation = (SELECT seq FROM conversations WHERE id = ?)', conversationId))
  }
  if (reference !== undefined) conditions.push(condition(2, '@m.reference = ?', reference))
  if (state !== undefined) {
    const isRare = state !== 'delivered' && state !== 'received'
    const also = isRare ? ` AND @m.state <> 'delivered' AND @m.state <> 'received'` : ''
    conditions.push(condition(isRare ? 3 : 9, `@m.state = '${state}'${also}`))
  }
  if (mayBeDuplicate !== undefined) {
    conditions.push(condition(mayBeDuplicate ? 4 : 9, `@m.may_be_duplicate = ${mayBeDuplicate ? 1 : 0}`))
  }
  if (direction !== undefined || state === 'received') {
    const isInbound = (direction ?? 'inbound') === 'inbound'
    conditions.push(condition(isInbound ? 6 : 9, `@m.direction = '${isInbound ? 'inbound' : 'outbound'}'`))
  }
  if (smscId !== undefined) conditions.push(condition(7, '@m.smsc = (SELECT key FROM smsc_names WHERE id = ?)', smscId))
  return conditions
}

/** One more row than the page shows. */
function search(statements: Statements, query: MessageFilter, also: readonly Condition[] = []): readonly Row[] {
  if (query.state !== undefined && !(MESSAGE_STATES as readonly string[]).includes(query.state)) return []
  const conditions = [...conditionsOf(query), ...also]
  const best = Math.min(...conditions.map(({ rank }) => rank))
  const where = conditions.map(({ rank, sql }) => ` AND ${sql.replaceAll('@', rank === best && rank < 9 ? '' : '+')}`)
  const sql = `${MESSAGES} WHERE m.seq < ?${where.join('')} ORDER BY m.seq DESC LIMIT ?`
  const from = readCursor('m', query.cursor) ?? Number.MAX_SAFE_INTEGER
  const values = conditions.flatMap((one) => one.values)
  return statements.of(sql).all(from, ...values, Math.max(0, query.limit) + 1)
}

function messageRecord(row: Row): MessageRecord {
  const isOutbound = row[2] === 'outbound'
  const person = row[4] as string
  const ours = row[5] as string
  return {
    id: row[1] as MessageId,
    direction: row[2] as 'outbound' | 'inbound',
    state: row[3] as MessageState,
    from: isOutbound ? ours : person,
    to: isOutbound ? person : ours,
    text: row[6] as string,
    parts: row[7] as number,
    encoding: row[8] as MessageRecord['encoding'],
    smscId: row[9] as SmscId,
    conversationId: row[10] as MessageRecord['conversationId'],
    reference: row[11] as string | null,
    mayBeDuplicate: row[12] === 1,
    errorCode: row[13] as string | null,
    createdAtMs: row[14] as number,
    updatedAtMs: row[15] as number,
    finalAtMs: row[16] as number | null,
    expiresAtMs: row[17] as number | null,
  }
}

function partRecord(messageId: MessageId, row: Row): PartRecord {
  const key = row[0] as number
  return {
    messageId,
    number: key - partKey(messageSeqOf(key), 0),
    state: row[1] as PartState,
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
