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
      AND p.state IN ('sending', 'uncertain', 'held')
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
      const rows = query.number === undefined ? search(statements, query, '', []) : byNumber(statements, query)
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
    search(statements, query, ' AND m.conversation = ? AND m.person = ?', [seq as number, number]),
  )
  lists.push(search(statements, query, ' AND m.ours = ? AND m.person <> ?', [number, number]))
  const newestFirst = lists.flat().sort((a, b) => Number(b[0]) - Number(a[0]))
  return newestFirst.slice(0, query.limit + 1)
}

/** One more row than the page shows. Conditions with a partial index are written as the index has them. */
function search(
  statements: Statements,
  query: MessageFilter,
  also: string,
  alsoValues: readonly SQLInputValue[],
): readonly Row[] {
  const { limit, cursor, state, direction, smscId, conversationId, mayBeDuplicate, reference } = query
  let where = 'm.seq < ?'
  const values: SQLInputValue[] = [readCursor('m', cursor) ?? Number.MAX_SAFE_INTEGER]
  const add = (condition: string, ...more: readonly SQLInputValue[]): void => {
    where += ` AND ${condition}`
    values.push(...more)
  }
  if (state !== undefined) {
    if (!(MESSAGE_STATES as readonly string[]).includes(state)) return []
    add(`m.state = '${state}'`)
    if (state === 'received') add(`m.direction = 'inbound'`)
    else if (state !== 'delivered') add(`m.state NOT IN ('delivered', 'received')`)
  }
  if (direction !== undefined) add(`m.direction = '${direction === 'inbound' ? 'inbound' : 'outbound'}'`)
  if (smscId !== undefined) add('m.smsc = (SELECT key FROM smsc_names WHERE id = ?)', smscId)
  if (conversationId !== undefined) add('m.conversation = (SELECT seq FROM conversations WHERE id = ?)', conversationId)
  if (mayBeDuplicate !== undefined) add(`m.may_be_duplicate = ${mayBeDuplicate ? 1 : 0}`)
  if (reference !== undefined) add('m.reference = ?', reference)
  const sql = `${MESSAGES} WHERE ${where}${also} ORDER BY m.seq DESC LIMIT ?`
  return statements.of(sql).all(...values, ...alsoValues, Math.max(0, limit) + 1)
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
