import type { SQLInputValue } from 'node:sqlite'
import { readCursor } from '@smpp-connect/contracts'
import type { MessageFilter } from '../../port.ts'
import type { Row } from '../database.ts'
import { ATTENTION, classCode, findStateCode } from '../state-codes.ts'
import type { Statements } from '../tables/context.ts'
import { conversationFinder } from '../tables/conversation-ids.ts'
import { MESSAGE_COLUMNS, MESSAGE_TABLES, MESSAGE_TABLES_BY_PART } from '../tables/message-rows.ts'
import { partKey } from '../tables/part-rows.ts'
import { INBOUND } from '../tables/places.ts'

/**
 * Where a search reads messages from, newest first: `tables` in the order of `order`, with conditions for which there is an
 * index there. The other conditions are then held against each row.
 */
interface Source {
  readonly tables: string
  readonly order: 'm.seq' | 'f.key' | 'o.seq'
  /** What they are in the order of first, where that order follows from it: eras and blocks. */
  readonly within?: 'e.era' | 'b.block'
  readonly where: string
  readonly values: readonly SQLInputValue[]
}

/** Beyond every position: its part keys are safe integers still. */
const MOST_SEQ = 2 ** 44

/** One row more than the page shows. */
export function findMessages(statements: Statements, query: MessageFilter): readonly Row[] {
  const from = readCursor('m', query.cursor) ?? MOST_SEQ
  if (query.state !== undefined && mayBeNone(statements, query.state)) return []
  const rows = sourcesOf(statements, query).map((source) => read(statements, query, source, from))
  const [only] = rows
  if (rows.length <= 1) return only ?? []
  const newestFirst = rows.flat().sort((a, b) => (b[0] as number) - (a[0] as number))
  return newestFirst.slice(0, Math.max(0, query.limit) + 1)
}

/** Whether no message is in that state, or it is no state: nothing needs to be gone through then. */
function mayBeNone(statements: Statements, state: string): boolean {
  if (findStateCode(state) === undefined) return true
  return !statements.of('SELECT 1 FROM counters WHERE name = ? AND value > 0').get(state)
}

/**
 * The sources that leave fewest messages to be gone through. SQLite has no figures of its own to choose by: each is one
 * index, chosen here. Where there are several, each is read as far as the page goes, and they are merged.
 */
function sourcesOf(statements: Statements, query: MessageFilter): readonly Source[] {
  const { conversationId, reference, state, number, direction, smscId, messageClass } = query
  if (conversationId !== undefined) {
    const conversation = conversationFinder(statements)(conversationId)
    return conversation === undefined ? [] : [ofConversation(conversation)]
  }
  if (reference !== undefined) return [fromMessages('m.reference = ?', reference)]
  const code = state === undefined ? 0 : (findStateCode(state) as number)
  if (code > ATTENTION) return [fromParts(`f.message_state = ${code} AND f.message_state > ${ATTENTION}`)]
  if (query.mayBeDuplicate) return [fromParts('f.message_may_be_duplicate = 1')]
  if (number !== undefined) return ofNumber(statements, number)
  if (isOpen(state) && hasFewOpen(statements)) return [OPEN]
  if (smscId !== undefined || messageClass !== undefined) return ofStreams(statements, query)
  if (direction === 'inbound' || state === 'received') return [ofStream(INBOUND)]
  return [fromMessages('true')]
}

function fromMessages(where: string, ...values: readonly SQLInputValue[]): Source {
  return { tables: MESSAGE_TABLES, order: 'm.seq', where, values }
}

/** Those of a conversation, era by era: what else `where` says is held against each. */
function ofConversation(conversation: number, where = 'true', ...values: readonly SQLInputValue[]): Source {
  return {
    tables: MESSAGE_TABLES.replace('messages m', 'eras e CROSS JOIN messages m'),
    order: 'm.seq',
    within: 'e.era',
    where: `e.era <= ? >> 16 AND m.seq >> 16 = +e.era AND m.conversation = ? AND ${where}`,
    values: [conversation, ...values],
  }
}

/** Those in some blocks, block by block: what `where` says is held against each. */
function inBlocks(blocks: string, where: string, ...values: readonly SQLInputValue[]): Source {
  return {
    tables: MESSAGE_TABLES.replace('messages m', `${blocks} b CROSS JOIN messages m`),
    order: 'm.seq',
    within: 'b.block',
    where: `b.block <= ? >> 8 AND m.seq BETWEEN b.block << 8 AND (b.block << 8) + 255 AND ${where}`,
    values,
  }
}

function ofStream(stream: number): Source {
  return stream === INBOUND
    ? inBlocks('blocks_of_streams', `b.stream = ${INBOUND} AND +m.stream IS NULL`)
    : inBlocks('blocks_of_streams', 'b.stream = ? AND +m.stream = b.stream', stream)
}

/** An index on the rows of first parts: its condition is written as the index has it. */
function fromParts(where: string): Source {
  return { tables: MESSAGE_TABLES_BY_PART, order: 'f.key', where, values: [] }
}

/** All from or to a number: the conversations that the person has, and, where the number is ours, those of our address. */
function ofNumber(statements: Statements, number: string): readonly Source[] {
  const conversations = statements.of('SELECT seq FROM conversations WHERE person = ?').all(number)
  return [
    ...conversations.map(([seq]) => ofConversation(seq as number, '+m.person = ?', number)),
    inBlocks('blocks_of_ours', 'b.ours = ? AND +m.ours = b.ours AND +m.person <> b.ours', number),
  ]
}

/** Messages of an SMSC or a class: of each of its streams, and, of the SMSC, those that came. */
function ofStreams(statements: Statements, { smscId, messageClass, direction }: MessageFilter): readonly Source[] {
  const streams = statements
    .of('SELECT t.key, t.class, s.id FROM streams t CROSS JOIN smsc_names s ON s.key = t.smsc')
    .all()
    .filter(([, _code, id]) => smscId === undefined || id === smscId)
    .filter(([, code]) => messageClass === undefined || code === classCode(messageClass))
  const outbound = direction === 'inbound' ? [] : streams.map(([key]) => ofStream(key as number))
  const withInbound = messageClass === undefined && direction !== 'outbound'
  return withInbound ? [...outbound, ofStream(INBOUND)] : outbound
}

function isOpen(state: MessageFilter['state']): boolean {
  return state === 'accepted' || state === 'sending' || state === 'submitted'
}

/** More than so many open parts are not gathered and sorted: then there are some among the newest messages, too. */
const MOST_GATHERED = 20_000

function hasFewOpen(statements: Statements): boolean {
  const open = statements.of(`SELECT sum(value) FROM stream_figures WHERE figure NOT IN ('delayed', 'movable')`).get()
  return ((open?.[0] ?? 0) as number) <= MOST_GATHERED
}

/** Messages with an open part: each of those has a deadline. */
const OPEN: Source = {
  tables: `
    (SELECT DISTINCT key >> 8 AS seq FROM parts INDEXED BY parts_by_deadline WHERE deadline_ms IS NOT NULL) o
      CROSS JOIN ${MESSAGE_TABLES.trim().replace('messages m', 'messages m ON m.seq = o.seq')}`,
  order: 'o.seq',
  where: 'true',
  values: [],
}

function read(statements: Statements, query: MessageFilter, source: Source, from: number): readonly Row[] {
  const { tables, order, within, where, values } = source
  const others = othersOf(query)
  const sql = `
    SELECT ${MESSAGE_COLUMNS} FROM ${tables}
    WHERE ${order} < ? AND ${where}${others.map(([condition]) => ` AND ${condition}`).join('')}
    ORDER BY ${within === undefined ? '' : `${within} DESC, `}${order} DESC LIMIT ?`
  const before = order === 'f.key' ? partKey(from, 0) : from
  const most = Math.max(0, query.limit) + 1
  const upTo = within === undefined ? [] : [from]
  return statements.of(sql).all(before, ...upTo, ...values, ...others.flatMap(([, value]) => value ?? []), most)
}

/**
 * Every condition of the query once more, but for the conversation, which is always what is read by; the `+` keeps SQLite from
 * choosing another index for it.
 */
function othersOf(query: MessageFilter): readonly (readonly [condition: string, value?: SQLInputValue])[] {
  const { state, direction, smscId, mayBeDuplicate, reference, messageClass, number } = query
  const all: (readonly [string, SQLInputValue?] | undefined)[] = [
    reference === undefined ? undefined : ['+m.reference = ?', reference],
    number === undefined ? undefined : ['? IN (m.person, m.ours)', number],
    stateCondition(state),
    mayBeDuplicate === undefined ? undefined : [`+f.message_may_be_duplicate IS ${mayBeDuplicate ? '' : 'NOT '}1`],
    direction === undefined ? undefined : [`+m.stream IS ${direction === 'inbound' ? '' : 'NOT '}NULL`],
    smscId === undefined ? undefined : ['+m.smsc = (SELECT key FROM smsc_names WHERE id = ?)', smscId],
    messageClass === undefined
      ? undefined
      : ['+m.stream IN (SELECT key FROM streams WHERE class = ?)', classCode(messageClass)],
  ]
  return all.filter((condition) => condition !== undefined)
}

function stateCondition(state: MessageFilter['state']): readonly [string] | undefined {
  if (state === undefined) return undefined
  return state === 'received' ? ['+m.stream IS NULL'] : [`+f.message_state = ${findStateCode(state)}`]
}
