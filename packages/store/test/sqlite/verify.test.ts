import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { after, before, describe, it } from 'node:test'
import { VERIFY_RULES, type VerifyResult } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { temporaryFolder } from '@smpp-connect/testkit'
import { openQueries } from '../../src/sqlite/reading/queries.ts'
import { messageNamed, SHARES, SMSC_ID } from './message.ts'

/** Rows edited behind the store's back, and the rule that is to see it. Message 1 is delivered, 2 submitted … (see `fill`). */
const DEFECTS: readonly (readonly [rule: string, what: string, sql: string])[] = [
  ['readable', 'a history breaks off', `UPDATE parts SET history = x'81' WHERE key = 1 * 256 + 1`],
  ['readable', 'a message has a wire profile that is not there', `UPDATE messages SET wire = 77 WHERE seq = 3`],
  ['parts-complete', 'a part is gone', `DELETE FROM parts WHERE key = 7 * 256 + 2`],
  ['parts-complete', 'an inbound message has a part', `UPDATE parts SET key = 8 * 256 + 1 WHERE key = 7 * 256 + 2`],
  ['states-known', 'a part is in no state that there is', `UPDATE parts SET state = 99 WHERE key = 2 * 256 + 1`],
  [
    'state-rolls-up',
    'a message is not what its parts make',
    `UPDATE parts SET message_state = 12 WHERE key = 2 * 256 + 1`,
  ],
  ['final-has-time', 'an end without a time', `UPDATE parts SET final_at_ms = NULL WHERE key = 1 * 256 + 1`],
  ['final-has-time', 'a time without an end', `UPDATE parts SET final_at_ms = 5 WHERE key = 3 * 256 + 1`],
  [
    'nothing-open-in-ended',
    'a part waits of a message that ended',
    `UPDATE parts SET state = 1 WHERE key = 1 * 256 + 1`,
  ],
  ['end-told-once', 'an end that was not told', `UPDATE parts SET history = x'' WHERE key = 1 * 256 + 1`],
  ['end-told-once', 'an end told twice', `UPDATE parts SET history = CAST(history || history AS BLOB) WHERE key = 257`],
  [
    'timeline-tells-state',
    'a part is in a state nobody told of',
    `UPDATE parts SET state = 12 WHERE key = 2 * 256 + 1`,
  ],
  ['timeline-in-order', 'the beginning is missing', `UPDATE messages SET history = x'' WHERE seq = 3`],
  [
    'timeline-in-order',
    'an event is told twice',
    `UPDATE messages SET history = CAST(history || history AS BLOB) WHERE seq = 8`,
  ],
  [
    'submitted-has-proof',
    'submitted without an answer',
    `UPDATE parts SET answered_attempt = 0 WHERE key = 2 * 256 + 1`,
  ],
  ['answers-have-attempts', 'an answer to no attempt', `UPDATE parts SET attempts = 0 WHERE key = 2 * 256 + 1`],
  ['ids-at-own-smsc', "an id at somebody else's SMSC", `INSERT INTO more_id_forms VALUES (2, 'x', 2 * 256 + 1)`],
  [
    'ids-at-own-smsc',
    'an id of what was never tried',
    `UPDATE parts SET id_form = 'x', attempts = 0 WHERE key = 3 * 256 + 1`,
  ],
  ['message-found', 'an era is missing', `DELETE FROM eras`],
  ['message-found', 'a block of our address is missing', `DELETE FROM blocks_of_ours`],
  ['message-found', 'a block of what came is missing', `DELETE FROM blocks_of_streams WHERE stream = 0`],
  ['stream-fits', "a part in another SMSC's queue", `UPDATE parts SET stream = 2 WHERE key = 3 * 256 + 1`],
  ['stream-fits', 'a message in no queue that there is', `UPDATE messages SET stream = 77 WHERE seq = 3`],
  ['stream-fits', 'a part of another SMSC', `UPDATE parts SET smsc = 2 WHERE key = 3 * 256 + 1`],
  [
    'uncertain-has-time',
    'uncertain since nobody knows when',
    `UPDATE parts SET uncertain_since_ms = NULL WHERE key = 4 * 256 + 1`,
  ],
  [
    'uncertain-has-time',
    'sure, and yet uncertain since',
    `UPDATE parts SET uncertain_since_ms = 5 WHERE key = 2 * 256 + 1`,
  ],
  ['open-has-deadline', 'it would wait for ever', `UPDATE parts SET deadline_ms = NULL WHERE key = 3 * 256 + 1`],
  ['open-has-deadline', 'it ended, and would expire', `UPDATE parts SET deadline_ms = 5 WHERE key = 1 * 256 + 1`],
  ['only-queued-waits', 'held until a time', `UPDATE parts SET due_at_ms = 5 WHERE key = 5 * 256 + 1`],
  ['duplicate-told', 'a doubt that was not told', `UPDATE parts SET may_be_duplicate = 1 WHERE key = 2 * 256 + 1`],
  [
    'end-has-reason',
    'it did not arrive, for no reason',
    `UPDATE parts SET message_error = NULL WHERE key = 6 * 256 + 1`,
  ],
  ['conversation-there', 'a message of no conversation', `UPDATE messages SET conversation = 99 WHERE seq = 3`],
  [
    'conversation-there',
    "a message in somebody else's conversation",
    `UPDATE messages SET conversation = 1 WHERE seq = 3`,
  ],
  ['unread-are-there', 'more is unread than there is', `UPDATE conversations SET unread = 2 WHERE id = 'cnv_8'`],
  [
    'conversation-found',
    'a conversation that the index lacks',
    `UPDATE counters SET value = 8 WHERE name = 'conversationsIndexed'`,
  ],
  [
    'conversation-found',
    'a conversation with the id of one before',
    `UPDATE counters SET value = 1 WHERE name = 'conversationsIndexed';
    INSERT INTO conversation_ids VALUES ('1', 1);
    UPDATE conversations SET id = 'cnv_1' WHERE seq = 3`,
  ],
  ['conversation-ids-fit', 'an entry of no conversation', `INSERT INTO conversation_ids VALUES ('99', 99)`],
  ['conversation-ids-fit', 'two new conversations with one id', `UPDATE conversations SET id = 'cnv_1' WHERE seq = 3`],
  ['counts-fit', 'a delivered message too many', `UPDATE counters SET value = value + 1 WHERE name = 'delivered'`],
  ['counts-fit', 'an accepted message was lost', `DELETE FROM messages WHERE seq = 3`],
  ['counts-fit', 'a parked receipt was lost', `DELETE FROM parked_receipts`],
  ['stream-figures-fit', 'a queued part too many', `UPDATE stream_figures SET value = 9 WHERE figure = 'queued'`],
  ['stream-figures-fit', 'one that is not due', `INSERT INTO stream_figures VALUES (1, 'delayed', 1)`],
  ['stream-figures-fit', 'one that is not movable', `UPDATE stream_figures SET value = 0 WHERE figure = 'movable'`],
  ['database-sound', 'a row refers to nothing', `UPDATE messages SET conversation = 77 WHERE seq = 3`],
  [
    'database-sound',
    'an index that lacks an entry',
    `PRAGMA writable_schema = 1;
    UPDATE sqlite_schema SET sql = replace(sql, 'state = 11', 'state = 1') WHERE name = 'parts_in_doubt'`,
  ],
]

describe('verification of a database', () => {
  let folder: ReturnType<typeof temporaryFolder>
  before(async () => {
    folder = temporaryFolder()
    await fill(folder.path)
  })
  after(() => folder[Symbol.dispose]())

  it('finds nothing where nothing is wrong, slice by slice, while the store is open', async () => {
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    const messages: number[] = []
    for (let next: number | null = 0; next !== null; ) {
      const result: VerifyResult = await store.verify({ afterSeq: next, limit: 3, nowMs: 100 })
      assert.deepEqual(result.findings, [])
      messages.push(result.messages)
      next = result.next
    }
    assert.deepEqual(messages.slice(0, 4), [3, 3, 3, 0])
    await store.close()
    await assert.rejects(store.verify({ afterSeq: 0, limit: 3, nowMs: 100 }), { name: 'StoreUnavailable' })
  })

  for (const [rule, what, sql] of DEFECTS) {
    it(`${rule}: ${what}`, () => {
      using copy = temporaryFolder()
      const path = join(copy.path, 'connect.db')
      const db = new DatabaseSync(join(folder.path, 'connect.db'))
      db.exec(`VACUUM INTO '${path}'`)
      db.close()
      const damaged = new DatabaseSync(path, { enableForeignKeyConstraints: false, defensive: false })
      damaged.exec(sql)
      damaged.close()
      const found = broken(path)
      assert.ok(found.includes(rule), `found were ${found}`)
    })
  }

  it('plants a defect for every rule', () => {
    const planted = new Set(DEFECTS.map(([rule]) => rule))
    assert.deepEqual(
      VERIFY_RULES.map(({ rule }) => rule).filter((rule) => !planted.has(rule)),
      [],
    )
  })
})

/** The rules that are broken, each once. What is said of them names no text and no number of a person. */
function broken(path: string): readonly string[] {
  const db = new DatabaseSync(path, { readOnly: true })
  const queries = openQueries(db)
  const findings: VerifyResult['findings'][number][] = []
  for (let next: number | null = 0; next !== null; ) {
    const result: VerifyResult = queries.verify({ afterSeq: next, limit: 3, nowMs: 100 })
    findings.push(...result.findings)
    next = result.next
  }
  db.close()
  for (const { detail } of findings) assert.doesNotMatch(detail, /\+44|text of/)
  return [...new Set(findings.map(({ rule }) => rule))]
}

/**
 * Message 1 is delivered, 2 submitted, 3 queued, 4 uncertain, 5 held, 6 rejected, 7 has two parts that are queued, 8 came
 * from a person; SMSC 2 has a stream of its own.
 */
async function fill(directory: string): Promise<void> {
  const store = new SqliteStore({ directory })
  await store.open()
  const names = ['1', '2', '3', '4', '5', '6', '7']
  const messages = names.map((name) => messageNamed(name))
  const part = messages[0]?.parts[0]
  assert.ok(part)
  const [last] = messages.splice(6, 1)
  const [, , third] = messages
  assert.ok(last && third)
  await store.accept({ messages: messages.slice(0, 2), atMs: 1 })
  await store.accept({ messages: [{ ...third, sendAtMs: null }, ...messages.slice(3)], atMs: 1 })
  await store.accept({ messages: [{ ...last, parts: [part, part] }], atMs: 1 })
  await store.recordInbound([
    {
      id: 'msg_8',
      conversationId: 'cnv_8',
      smscId: SMSC_ID,
      atMs: 2,
      from: '+448',
      to: 'Shop',
      encoding: 'gsm7',
      text: 'hello',
      fingerprint: 'f',
      duplicateWithinMs: 0,
      tlvs: [],
      consent: null,
      segment: null,
    },
  ])
  const { parts: leased } = await store.lease({ smscId: SMSC_ID, limit: 6, nowMs: 2, shares: SHARES })
  const common = { attempt: 1, smscId: SMSC_ID, atMs: 3, sentAtMs: 3 }
  const ends = [
    { kind: 'submitted', smscMessageId: 'A', idForms: ['a'] },
    { kind: 'submitted', smscMessageId: 'B', idForms: ['b', 'bb'] },
    { kind: 'returned', reason: 'x' },
    { kind: 'uncertain', reason: 'x' },
    { kind: 'hold', status: 8, reason: 'x' },
    { kind: 'final', state: 'rejected', status: 11, errorCode: 'ESME_RINVDSTADR' },
  ] as const
  await store.recordSubmits(ends.map((result, index) => ({ ...common, part: leased[index]?.part ?? never(), result })))
  const receipt = {
    smscId: SMSC_ID,
    atMs: 4,
    otherRadix: { hexadecimalAnswer: null, decimalAnswer: null },
    userMessageReference: null,
    destination: '',
    state: 'delivered',
    stat: 'DELIVRD',
    error: null,
  } as const
  await store.recordReceipts(['A', 'Z'].map((id) => ({ ...receipt, smscMessageId: id, idForms: [id.toLowerCase()] })))
  await store.accept({ messages: [messageNamed('9', { smscId: 'smsc_2' })], atMs: 5 })
  await store.close()
}

function never(): never {
  throw new Error('too few parts were leased')
}
