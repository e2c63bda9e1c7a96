// Fills a database with messages that had their lives, row by row, past the store: millions in minutes. What is written is
// what the store would have written; `verify` is asked afterwards.
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { writeEntry } from '../../packages/store/src/sqlite/octets/history.ts'
import { OctetWriter } from '../../packages/store/src/sqlite/octets/octet-writer.ts'
import { profileOf } from '../../packages/store/src/sqlite/wire-profiles.ts'
import { conversationId, messageId, OURS, OWNER, person, SMSC_ID, TEXT, wireTo } from './traffic.ts'

export interface Filling {
  readonly messages: number
  readonly people: number
  /** When the first message was accepted, and how far apart the others are. */
  readonly fromMs: number
  readonly everyMs: number
}

/** `directory` holds a database that a store has made and closed. */
export function fill(directory: string, { messages, people, fromMs, everyMs }: Filling): void {
  const db = new DatabaseSync(join(directory, 'connect.db'), { enableForeignKeyConstraints: false })
  db.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000')
  // Indexes are made anew from all rows at the end: sorted, which is faster than one by one, and packed as after VACUUM.
  const indexes = db
    .prepare(`SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL
    AND tbl_name IN ('messages', 'parts', 'conversations')`)
    .all()
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`)
  db.exec('BEGIN')
  db.prepare('INSERT INTO smsc_names VALUES (1, ?)').run(SMSC_ID)
  db.prepare('INSERT INTO streams VALUES (1, 1, 2, ?)').run(OWNER)
  db.prepare('INSERT INTO wire_profiles VALUES (1, ?)').run(JSON.stringify(profileOf(wireTo('+1'))))
  fillConversations(db, people)
  fillMessages(db, { messages, people, fromMs, everyMs })
  db.exec(`
    INSERT OR REPLACE INTO counters VALUES ('delivered', ${messages}), ('outbound', ${messages}), ('lastMessageSeq', ${messages}),
      ('conversationsIndexed', ${people});
    INSERT INTO eras SELECT DISTINCT seq >> 16 FROM messages;
    INSERT INTO blocks_of_ours SELECT DISTINCT ours, seq >> 8 FROM messages;
    INSERT INTO blocks_of_streams SELECT DISTINCT stream, seq >> 8 FROM messages;
    INSERT INTO conversation_ids SELECT substr(id, 5, 8), seq FROM conversations ORDER BY 1, 2;
    INSERT INTO log VALUES (${5 * messages}, ${5 * messages}, ${fromMs}, x'')`)
  db.exec('COMMIT')
  for (const { sql } of indexes) db.exec(String(sql))
  db.exec('PRAGMA journal_mode = WAL')
  db.close()
}

/** Person `index` has conversation `index + 1`, and of the messages each `people`th. */
function fillConversations(db: DatabaseSync, people: number): void {
  const insert = db.prepare('INSERT INTO conversations VALUES (?, ?, ?, ?, 0)')
  // In the order of the numbers: the index of the pairs is then written from one end to the other.
  const numbers = Array.from({ length: people }, (_, index) => ({ index, number: person(index) }))
  numbers.sort((a, b) => (a.number < b.number ? -1 : 1))
  for (const { index, number } of numbers) insert.run(index + 1, conversationId(number), number, OURS)
}

function fillMessages(db: DatabaseSync, { messages, people, fromMs, everyMs }: Filling): void {
  const insertMessage =
    db.prepare(`INSERT INTO messages (seq, id, conversation, smsc, stream, person, ours, parts, encoding,
    flags, created_at_ms, expires_at_ms, wire, content, text, history) VALUES (?, ?, ?, 1, 1, ?, '${OURS}', 1, 1, 0, ?, ?, 1, ?, ?, ?)`)
  const insertPart =
    db.prepare(`INSERT INTO parts (key, stream, smsc, state, attempts, answered_attempt, due_at_ms, id_form,
    smsc_message_id, sent_at_ms, answered_at_ms, receipt_at_ms, last_status, receipt_error, last_receipt, may_be_duplicate,
    user_message_reference, esm_class, message_state, message_may_be_duplicate, updated_at_ms, final_at_ms, history)
    VALUES (?, 1, 1, 4, 1, 1, 0, ?, ?, ?, ?, ?, 0, '000', 'delivered DELIVRD 000', 0, ?, 0, 4, 0, ?, ?, ?)`)
  const content = new Uint8Array(101).fill(0x41)
  content[0] = 0
  const history = new OctetWriter()
  for (let index = 0; index < messages; index++) {
    const seq = index + 1
    const atMs = fromMs + Math.floor(index * everyMs)
    // A step that shares no factor with a round number: who is written to next is nobody near.
    const who = (index * 7_368_787) % people
    const number = person(who)
    const id = messageId('0', index)
    const smscMessageId = `i${id.slice(-10)}`
    history.backTo(0)
    const detail = { parts: 1, encoding: 'gsm7' }
    writeEntry(history, { seq: 5 * index + 1, atMs, kind: 'message.accepted', part: null, detail })
    insertMessage.run(seq, id, who + 1, number, atMs, atMs + 86_400_000, content, TEXT, history.view())
    history.backTo(0)
    const doneAtMs = atMs + 3000
    writeEntry(history, {
      seq: 5 * index + 2,
      atMs: atMs + 5,
      kind: 'message.sending',
      part: 1,
      detail: { attempt: 1 },
    })
    const taken = { smscMessageId, attempt: 1 }
    writeEntry(history, { seq: 5 * index + 3, atMs: atMs + 60, kind: 'message.submitted', part: 1, detail: taken })
    const told = { stat: 'DELIVRD', error: '000', smscMessageId }
    writeEntry(history, { seq: 5 * index + 4, atMs: doneAtMs, kind: 'message.receipt', part: 1, detail: told })
    const end = { state: 'delivered', errorCode: null }
    writeEntry(history, { seq: 5 * index + 5, atMs: doneAtMs, kind: 'message.final', part: null, detail: end })
    const reference = index & 0xffff
    const times = [atMs + 50, atMs + 60, doneAtMs] as const
    insertPart.run(seq * 256 + 1, smscMessageId, smscMessageId, ...times, reference, doneAtMs, doneAtMs, history.view())
  }
}
