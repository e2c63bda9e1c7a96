import type { MessageId, SmscId } from '@smpp-connect/contracts'
import { STREAM_FIGURES } from '../../engine/tables.ts'
import type { Store, VerifyRequest, VerifyResult } from '../../port.ts'
import type { PartRow, Stream } from '../../rules/rows.ts'
import {
  checkedOf,
  type Examined,
  type ExaminedPart,
  unreadable,
  verifyMessage,
  type WHOLE_RULES,
} from '../../rules/verify.ts'
import type { Row } from '../database.ts'
import { failureOf } from '../failure.ts'
import { PLACES_REMEMBERED } from '../figures.ts'
import { messageState, partState } from '../state-codes.ts'
import type { Statements } from '../tables/context.ts'
import { INDEX_FIGURES, indexChecker } from '../tables/conversation-ids.ts'
import { MESSAGE_COLUMN_COUNT, MESSAGE_COLUMNS, messageRecord } from '../tables/message-rows.ts'
import { partKey, partNumberOf } from '../tables/part-rows.ts'
import { messagesOf, newestOf, placeChecker } from '../tables/places.ts'
import type { ReadKeyNames } from './key-names.ts'
import type { Sync } from './sync.ts'

type Finding = VerifyResult['findings'][number]

/** After the last message come the figures, and then one table after the other: positions below 0. */
const FIGURES = -1
const FIRST_TABLE = -2

/** Most messages of a slice, so that none takes long. */
const MOST_MESSAGES = 1000

/** See `Store.verify`. What is not as it should be must not keep it from being read: every join may find nothing. */
export function verifyQueries(
  statements: Statements,
  names: ReadKeyNames,
  timeline: (id: MessageId) => Examined['timeline'],
): Sync<Pick<Store, 'verify'>> {
  return {
    verify(request) {
      if (request.afterSeq === FIGURES) return verifyFigures(statements)
      if (request.afterSeq <= FIRST_TABLE) return verifyTable(statements, FIRST_TABLE - request.afterSeq)
      return verifySlice(statements, names, timeline, request)
    },
  }
}

function verifySlice(
  statements: Statements,
  names: ReadKeyNames,
  timeline: (id: MessageId) => Examined['timeline'],
  { afterSeq, limit }: VerifyRequest,
): VerifyResult {
  const most = Math.min(Math.max(1, limit), MOST_MESSAGES)
  const rows = statements
    .of(`
      SELECT ${MESSAGE_COLUMNS}, m.conversation FROM messages m
        LEFT JOIN smsc_names s ON s.key = m.smsc LEFT JOIN conversations c ON c.seq = m.conversation
        LEFT JOIN parts f ON f.key = (m.seq << 8) + 1
      WHERE m.seq > ? ORDER BY m.seq LIMIT ?`)
    .all(afterSeq, most)
  const findings: Finding[] = []
  let parts = 0
  for (const row of rows) {
    try {
      const examined = examine(statements, names, timeline, row)
      parts += examined.parts.length
      findings.push(...verifyMessage(examined))
    } catch (failure) {
      // What the database says is for whoever asked; what it gave and nobody can read is a finding like any other.
      if (!(failure instanceof Error) || failureOf(failure).kind !== 'bug') throw failure
      findings.push(unreadable(row[1] as MessageId, failure.message))
    }
  }
  const last = rows.at(-1)
  const next = last && rows.length === most ? (last[0] as number) : FIGURES
  return { messages: rows.length, parts, checked: checkedOf(rows.length), findings, next }
}

function examine(
  statements: Statements,
  names: ReadKeyNames,
  timeline: (id: MessageId) => Examined['timeline'],
  row: Row,
): Examined {
  const seq = row[0] as number
  const unknown: Stream = { key: 0, smscId: 'smsc_unknown', messageClass: 'bulk', owner: '' }
  const tolerant = {
    stream: (key: number) => names.findStream(key) ?? unknown,
    profile: (key: number) => names.profile(key),
  }
  const record = messageRecord(row, tolerant)
  const parts = statements
    .of(`SELECT ${PART_FIELDS} FROM parts WHERE key BETWEEN ? AND ? ORDER BY key`)
    .all(partKey(seq, 0), partKey(seq, 255))
    .map((part) => examinePart(statements, names, record.id, seq, part))
  const key = row[MESSAGE_COLUMN_COUNT] as number
  const found = statements.of('SELECT person, unread FROM conversations WHERE seq = ?').get(key)
  const newest = statements.of(`SELECT ${newestOf('?')}`).get(key)?.[0]
  const count = statements.of(`SELECT count(*) FROM (SELECT 1 FROM ${messagesOf('?')} LIMIT ?)`)
  const conversation = found && { person: found[0] as string, unread: found[1] as number }
  const isNewest = conversation !== undefined && newest === seq
  return {
    seq,
    record,
    stream: row[2] === null ? null : names.findStream(row[2] as number),
    parts,
    timeline: timeline(record.id),
    conversation,
    inConversation: isNewest ? (count.get(key, conversation.unread)?.[0] as number) : undefined,
    isFound: placeChecker(statements)(seq, row[4] as string, row[2] as number | null),
    isFoundById: isNewest ? indexChecker(statements)(record.conversationId, key) : undefined,
  }
}

const PART_FIELDS = `
  key, stream, smsc, state, attempts, answered_attempt, due_at_ms, uncertain_since_ms, deadline_ms, smsc_message_id,
  sent_at_ms, answered_at_ms, receipt_at_ms, last_status, receipt_error, last_receipt, error_code, may_be_duplicate,
  user_message_reference, esm_class, id_form, excused`

function examinePart(
  statements: Statements,
  names: ReadKeyNames,
  messageId: MessageId,
  messageSeq: number,
  row: Row,
): ExaminedPart {
  const key = row[0] as number
  const smscId = names.smscId(row[2] as number)
  const part: PartRow = {
    messageId,
    messageSeq,
    number: partNumberOf(key),
    stream: row[1] as number,
    smscId,
    state: partState(row[3] as number),
    attempts: row[4] as number,
    answeredAttempt: row[5] as number,
    excused: row[21] as number,
    dueAtMs: row[6] as number,
    uncertainSinceMs: row[7] as number | null,
    deadlineMs: row[8] as number | null,
    idForm: row[20] as string | null,
    smscMessageId: row[9] as string | null,
    sentAtMs: row[10] as number | null,
    answeredAtMs: row[11] as number | null,
    receiptAtMs: row[12] as number | null,
    lastStatus: row[13] as number | null,
    receiptError: row[14] as string | null,
    lastReceipt: row[15] as string | null,
    errorCode: row[16] as string | null,
    mayBeDuplicate: row[17] === 1,
    userMessageReference: row[18] as number,
    esmClass: row[19] as number,
  }
  const more = statements.of('SELECT smsc FROM more_id_forms WHERE part = ?').all(key)
  const idsAt: SmscId[] = more.map(([smsc]) => names.smscId(smsc as number))
  return {
    row: part,
    stream: names.findStream(part.stream),
    idsAt: row[20] === null ? idsAt : [smscId, ...idsAt],
  }
}

/** The figures that are kept beside, against what there is: all in one view of the data. */
function verifyFigures(statements: Statements): VerifyResult {
  const numbers = (sql: string): ReadonlyMap<string, number> =>
    new Map(
      statements
        .of(sql)
        .all()
        .map(([name, value]) => [String(name), Number(value)]),
    )
  const rows = new Map<string, number>()
  for (const [code, count] of numbers(`
    SELECT message_state, count(*) FROM parts WHERE message_state IS NOT NULL GROUP BY message_state`)) {
    rows.set(messageState(Number(code)), count)
  }
  const inbound = numbers('SELECT 1, count(*) FROM messages WHERE stream IS NULL').get('1') ?? 0
  const all = numbers('SELECT 1, count(*) FROM messages').get('1') ?? 0
  const outbound = all - inbound
  if (inbound > 0) rows.set('received', inbound)
  rows.set('inbound', inbound)
  rows.set('outbound', outbound)
  const duplicates = 'SELECT 1, count(*) FROM parts WHERE message_may_be_duplicate = 1'
  rows.set('mayBeDuplicate', numbers(duplicates).get('1') ?? 0)
  rows.set('receiptsParked', numbers('SELECT 1, count(*) FROM parked_receipts').get('1') ?? 0)
  const kept = numbers(
    `SELECT name, value FROM counters WHERE name NOT IN (${PLACES_REMEMBERED.map((name) => `'${name}'`)}) AND value <> 0`,
  )

  const streams = numbers(`
    SELECT p.stream || ' ' || p.state, count(*) FROM parts p INDEXED BY parts_by_deadline
      WHERE p.deadline_ms IS NOT NULL GROUP BY 1
    UNION ALL SELECT p.stream || ' delayed', count(*) FROM parts p INDEXED BY parts_delayed
      WHERE p.state = 1 AND p.due_at_ms > 0 GROUP BY p.stream
    UNION ALL SELECT p.stream || ' movable', count(*)
      FROM parts p INDEXED BY parts_by_deadline CROSS JOIN messages m ON m.seq = p.key >> 8
      WHERE p.deadline_ms IS NOT NULL AND p.state = 1 AND m.flags & 1 = 0 GROUP BY p.stream`)
  const keptOfStreams = numbers(`SELECT stream || ' ' || figure, value FROM stream_figures WHERE value <> 0`)
  const findings = [
    ...differences('counts-fit', rows, kept),
    ...differences('stream-figures-fit', named(streams), keptOfStreams),
    ...verifyConversationIds(statements),
  ]
  return {
    messages: 0,
    parts: 0,
    checked: {
      'counts-fit': rows.size,
      'stream-figures-fit': Math.max(1, keptOfStreams.size),
      'conversation-ids-fit': 1,
    },
    findings,
    next: FIRST_TABLE,
  }
}

function verifyConversationIds(statements: Statements): readonly Finding[] {
  const [entries, indexed, twice] = statements.of(INDEX_FIGURES).get() as readonly number[]
  const fits = entries === indexed
  return [
    ...(fits ? [] : [`the index has ${entries} entries for ${indexed} conversations`]),
    ...(twice === 0 ? [] : [`of the conversations that are in no index ${twice} have the id of another`]),
  ].map((detail) => wholeFinding('conversation-ids-fit', detail))
}

/** Figures by state, with the state's name instead of its code. */
function named(streams: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const figures: readonly string[] = STREAM_FIGURES
  return new Map(
    [...streams].map(([name, value]) => {
      const [stream, figure = ''] = name.split(' ')
      return [`${stream} ${figures.includes(figure) ? figure : partState(Number(figure))}`, value]
    }),
  )
}

function differences(
  rule: keyof typeof WHOLE_RULES,
  rows: ReadonlyMap<string, number>,
  kept: ReadonlyMap<string, number>,
): readonly Finding[] {
  return [...new Set([...rows.keys(), ...kept.keys()])].flatMap((name) => {
    const [is, says] = [rows.get(name) ?? 0, kept.get(name) ?? 0]
    return is === says ? [] : [wholeFinding(rule, `${name}: there are ${is}, and the figure says ${says}`)]
  })
}

/** One table with its indexes, and what its rows refer to. */
function verifyTable(statements: Statements, index: number): VerifyResult {
  const tables = statements.of(`SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rootpage`).all()
  const name = tables[index]?.[0] as string | undefined
  const quoted = `"${name}"`
  const unsound = name === undefined ? [] : statements.of(`PRAGMA integrity_check(${quoted})`).all()
  const broken = name === undefined ? [] : statements.of(`PRAGMA foreign_key_check(${quoted})`).all()
  const findings = [
    ...unsound.filter(([said]) => said !== 'ok').map(([said]) => wholeFinding('database-sound', String(said))),
    ...broken.map(([table, row, parent]) =>
      wholeFinding('database-sound', `row ${row} of ${table} refers to one of ${parent} that is not there`),
    ),
  ]
  const next = index + 1 < tables.length ? FIRST_TABLE - index - 1 : null
  return { messages: 0, parts: 0, checked: { 'database-sound': 1 }, findings, next }
}

function wholeFinding(rule: keyof typeof WHOLE_RULES, detail: string): Finding {
  return { rule, messageId: null, part: null, detail }
}
