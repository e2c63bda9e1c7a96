import type { DatabaseSync } from 'node:sqlite'
import type { EventDetail, EventKind } from '@smpp-connect/contracts'
import type { MessageState, PartState } from '@smpp-connect/contracts/states'
import { type Row, Statement } from '../database.ts'
import { writeEntry } from '../octets/history.ts'
import { writeLogEntry } from '../octets/log-entry.ts'
import { OctetWriter } from '../octets/octet-writer.ts'
import { encodingCode, stateCode } from '../state-codes.ts'
import { type WireProfile, writtenDestination } from '../wire-profiles.ts'

/** All that was sent before there were classes: `transactional`. */
const CLASS = 2
/** Of nobody that is known, and not to be given to another SMSC: whether the caller chose that one was not kept. */
const OWNER = ''
const SMSC_FIXED = 1

/** Rows of version 1 in the tables of version 2. One message after the other: there is no telling how many there are. */
export function convertTo0002(db: DatabaseSync): void {
  const one = new OctetWriter()
  db.exec(`
    INSERT INTO conversations (seq, id, person, ours, unread)
      SELECT seq, id, person, ours, unread FROM old_conversations`)
  convertStreams(db)
  convertMessages(db, one)
  convertParts(db, one)
  convertIds(db)
  convertLog(db, one)
  convertFigures(db)
  db.exec(`
    INSERT INTO parked_receipts (seq, smsc, at_ms, receipt)
      SELECT r.seq, coalesce((SELECT smsc FROM old_parked_forms WHERE parked = r.seq),
        (SELECT key FROM smsc_names WHERE id = r.receipt ->> 'smscId'), 0), r.at_ms,
        json_set(r.receipt, '$.otherRadix', json('{"hexadecimalAnswer":null,"decimalAnswer":null}'))
      FROM old_parked_receipts r;
    INSERT INTO parked_forms SELECT smsc, form, parked FROM old_parked_forms;
    DROP TABLE old_parked_forms;
    DROP TABLE old_parked_receipts;
    DROP TABLE smsc_message_ids;
    DROP TABLE old_parts;
    DROP TABLE old_messages;
    DROP TABLE old_conversations;
    DROP TABLE events;
    DROP TABLE part_counters;`)
}

/** One stream for each SMSC that was sent through, with the key of the SMSC. */
function convertStreams(db: DatabaseSync): void {
  db.exec(`
    INSERT INTO streams (key, smsc, class, owner)
    SELECT DISTINCT smsc, smsc, ${CLASS}, '${OWNER}' FROM old_parts WHERE true ORDER BY smsc`)
}

function convertMessages(db: DatabaseSync, to: OctetWriter): void {
  const old = new Statement(
    db,
    `SELECT m.seq, m.id, m.conversation, m.smsc, m.direction, m.person, m.ours, m.parts, m.encoding, m.created_at_ms,
      m.expires_at_ms, m.reference, m.text, m.source_ton, m.source_npi, m.source_address, m.destination_ton,
      m.destination_npi, m.destination_address, m.data_coding, p.short_message
    FROM old_messages m LEFT JOIN old_parts p ON p.key = m.seq * 256 + 1 ORDER BY m.seq`,
  )
  const insert = new Statement(
    db,
    `INSERT INTO messages (seq, id, conversation, smsc, stream, person, ours, parts, encoding, flags, created_at_ms,
      expires_at_ms, reference, wire, destination, content, text, history)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const insertWire = new Statement(db, 'INSERT OR IGNORE INTO wire_profiles (fields) VALUES (?)')
  const wireKey = new Statement(db, 'SELECT key FROM wire_profiles WHERE fields = ?')
  const history = historyOf(db, to)
  for (const row of old.iterate()) {
    const [seq, id, conversation, smsc, direction, person, ours, parts, encoding, createdAt, expiresAt] = row
    const [reference, text, ...wire] = row.slice(11)
    const isOutbound = direction === 'outbound'
    let wireOfIt: number | null = null
    if (isOutbound) {
      const [sourceTon, sourceNpi, source, ton, npi, , dataCoding] = wire as [
        number,
        number,
        string,
        number,
        number,
        string,
        number,
      ]
      const fields: WireProfile = [sourceTon, sourceNpi, source, ton, npi, '', 0, 0, 1, 0, dataCoding, 'relative']
      insertWire.run(JSON.stringify(fields))
      wireOfIt = wireKey.get(JSON.stringify(fields))?.[0] as number
    }
    insert.run(
      seq as number,
      id as string,
      conversation as number,
      smsc as number,
      isOutbound ? (smsc as number) : null,
      person as string,
      ours as string,
      parts as number,
      encodingCode(encoding as 'gsm7'),
      isOutbound ? SMSC_FIXED : 0,
      createdAt as number,
      expiresAt as number | null,
      reference as string | null,
      wireOfIt,
      isOutbound ? writtenDestination(wire[5] as string, person as string) : null,
      isOutbound ? content(wire[7] as Uint8Array) : null,
      text as string,
      history(seq as number, null),
    )
  }
}

function convertParts(db: DatabaseSync, to: OctetWriter): void {
  const old = new Statement(
    db,
    `SELECT p.key, p.smsc, p.state, p.attempts, p.answered_attempt, p.due_at_ms, p.uncertain_since_ms, p.deadline_ms,
      p.smsc_message_id, p.sent_at_ms, p.answered_at_ms, p.receipt_at_ms, p.last_status, p.receipt_error,
      p.last_receipt, p.error_code, p.may_be_duplicate, p.user_message_reference, p.esm_class, p.short_message,
      m.state, m.error_code, m.may_be_duplicate, m.updated_at_ms, m.final_at_ms
    FROM old_parts p JOIN old_messages m ON m.seq = p.message ORDER BY p.key`,
  )
  const insert = new Statement(
    db,
    `INSERT INTO parts (key, stream, smsc, state, attempts, answered_attempt, due_at_ms, uncertain_since_ms, deadline_ms,
      smsc_message_id, sent_at_ms, answered_at_ms, receipt_at_ms, last_status, receipt_error, last_receipt, error_code,
      may_be_duplicate, user_message_reference, esm_class, message_state, message_error, message_may_be_duplicate,
      updated_at_ms, final_at_ms, content, history)
    VALUES (${Array(27).fill('?').join(', ')})`,
  )
  const history = historyOf(db, to)
  for (const row of old.iterate()) {
    const key = row[0] as number
    const number = key % 256
    const ofMessage = row.slice(20)
    const [state, ...rest] = ofMessage
    insert.run(
      key,
      row[1] as number,
      row[1] as number,
      stateCode(row[2] as PartState),
      ...row.slice(3, 19),
      ...(number === 1 ? [stateCode(state as MessageState), ...rest] : Array(5).fill(null)),
      number === 1 ? null : content(row[19] as Uint8Array),
      history(Math.floor(key / 256), number),
    )
  }
}

/** No TLVs, then the octets. */
function content(shortMessage: Uint8Array): Uint8Array {
  return Uint8Array.from([0, ...shortMessage])
}

/** What happened to a message: what concerns the whole (number null), or one of its parts. */
function historyOf(db: DatabaseSync, to: OctetWriter): (message: number, number: number | null) => Uint8Array {
  const events = new Statement(
    db,
    'SELECT seq, at_ms, kind, part, detail FROM events WHERE message = ? AND message IS NOT NULL AND part IS ? ORDER BY seq',
  )
  return (message, number) => {
    to.backTo(0)
    for (const row of events.all(message, number)) writeEntry(to, { seq: row[0] as number, ...happening(row) })
    return to.slice()
  }
}

function happening(row: Row) {
  const [, atMs, kind, part, detail] = row as unknown as [number, number, EventKind, number | null, string]
  return { atMs, kind, part, detail: JSON.parse(detail) as EventDetail }
}

/** The first form of an SMSC's message id is with the part, and further ones apart. */
function convertIds(db: DatabaseSync): void {
  db.exec(`
    UPDATE parts SET id_form = f.form FROM (SELECT part, min(form) AS form FROM smsc_message_ids GROUP BY part) f
      WHERE f.part = parts.key;
    INSERT INTO more_id_forms SELECT i.smsc, i.form, i.part FROM smsc_message_ids i JOIN parts p ON p.key = i.part
      WHERE i.form <> p.id_form;`)
}

const EVENTS_PER_ROW = 1000

function convertLog(db: DatabaseSync, to: OctetWriter): void {
  const old = new Statement(
    db,
    `SELECT e.seq, e.at_ms, e.kind, e.part, e.detail, e.message, coalesce(m.smsc, e.smsc), e.conversation
    FROM events e LEFT JOIN old_messages m ON m.seq = e.message ORDER BY e.seq`,
  )
  const insert = new Statement(db, 'INSERT INTO log (last_seq, first_seq, at_ms, events) VALUES (?, ?, ?, ?)')
  let [first, last, beforeMs, latestMs] = [0, 0, 0, 0]
  const flush = (): void => {
    if (first > 0) insert.run(last, first, latestMs, to.slice())
    to.backTo(0)
    first = 0
    beforeMs = 0
    latestMs = 0
  }
  for (const row of old.iterate()) {
    const seq = row[0] as number
    if (first > 0 && (seq !== last + 1 || seq - first >= EVENTS_PER_ROW)) flush()
    if (first === 0) first = seq
    const one = happening(row)
    const [messageSeq, smsc, conversationId] = row.slice(5) as [number | null, number | null, `cnv_${string}` | null]
    writeLogEntry(to, { ...one, messageSeq, smsc, conversationId }, beforeMs)
    beforeMs = one.atMs
    latestMs = Math.max(latestMs, one.atMs)
    last = seq
  }
  flush()
}

function convertFigures(db: DatabaseSync): void {
  db.exec(`
    INSERT INTO stream_figures SELECT smsc, state, value FROM part_counters
      WHERE value <> 0 AND smsc IN (SELECT key FROM streams);
    INSERT INTO stream_figures SELECT stream, 'delayed', count(*) FROM parts
      WHERE state = 1 AND due_at_ms > 0 GROUP BY stream;
    INSERT INTO counters SELECT 'lastMessageSeq', coalesce(max(seq), 0) FROM messages`)
}
