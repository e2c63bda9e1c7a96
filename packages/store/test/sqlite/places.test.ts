import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import type { ConversationId, MessageId, MessageState } from '@smpp-connect/contracts'
import type { MessageFilter } from '@smpp-connect/store'
import { acceptAll } from '../../src/engine/accept.ts'
import { claimFile, migrate } from '../../src/sqlite/migrate.ts'
import { migrations } from '../../src/sqlite/migrations/index.ts'
import { openQueries } from '../../src/sqlite/reading/queries.ts'
import { openTables } from '../../src/sqlite/tables/index.ts'
import { messageNamed, SMSC_ID } from './message.ts'

const ERA = 65_536

/** A message of the made-up history: which of three people, of two of our addresses, of two streams or from the person. */
interface Made {
  readonly seq: number
  readonly person: string
  readonly ours: string
  readonly stream: number | null
}

/** 3,000 messages in five eras, the third of which is empty; some blocks have one message, some 256. */
function made(): readonly Made[] {
  return Array.from({ length: 3000 }, (_, index) => {
    const seq = 65_000 + index + (index > 1000 ? 2 * ERA : 0) + (index > 2000 ? (index - 2000) * 100 : 0)
    return {
      seq,
      person: `+44${index % 7 === 0 ? 1 : index % 3}`,
      ours: index % 11 === 0 ? 'Rare' : 'Shop',
      stream: index % 5 === 0 ? null : index % 13 === 0 ? 2 : 1,
    }
  })
}

/** Data of version 3, brought to the newest. */
function brought(): { readonly db: DatabaseSync; readonly all: readonly Made[] } {
  const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
  claimFile(db)
  migrate(db, migrations.slice(0, 3))
  db.exec(`
    INSERT INTO smsc_names VALUES (1, '${SMSC_ID}'), (2, 'smsc_2');
    INSERT INTO streams VALUES (1, 1, 2, 'key_1'), (2, 2, 2, 'key_1');
    INSERT INTO counters VALUES ('received', 1)`)
  const all = made()
  const pairs = [...new Set(all.map(({ person, ours }) => `${person} ${ours}`))]
  const conversation = db.prepare(`INSERT INTO conversations VALUES (?, ?, ?, ?, 0)`)
  pairs.forEach((pair, index) => {
    conversation.run(index + 1, `cnv_${index + 1}`, ...(pair.split(' ') as [string, string]))
  })
  const message = db.prepare(`
    INSERT INTO messages (seq, id, conversation, smsc, stream, person, ours, parts, encoding, flags, created_at_ms, text, history)
    VALUES (?, ?, ?, 1, ?, ?, ?, 1, 1, 0, ?, 'text', x'')`)
  for (const { seq, person, ours, stream } of all) {
    message.run(seq, `msg_${seq}`, pairs.indexOf(`${person} ${ours}`) + 1, stream, person, ours, seq)
    if (stream !== null) {
      db.exec(`
        INSERT INTO parts (key, stream, smsc, state, attempts, answered_attempt, due_at_ms, may_be_duplicate,
          user_message_reference, esm_class, message_state, updated_at_ms, final_at_ms, history)
        VALUES (${seq * 256 + 1}, ${stream}, 1, 4, 1, 1, 0, 0, 0, 0, 4, 1, 1, x'')`)
    }
  }
  db.exec(`INSERT OR REPLACE INTO counters VALUES ('lastMessageSeq', ${all.at(-1)?.seq})`)
  migrate(db, migrations)
  return { db, all }
}

describe('where messages lie', () => {
  const { db, all } = brought()
  const queries = openQueries(db)
  const conversationOf = (person: string, ours: string): ConversationId =>
    db.prepare('SELECT id FROM conversations WHERE person = ? AND ours = ?').get(person, ours)?.id as ConversationId

  const filters: readonly (readonly [Omit<MessageFilter, 'limit'>, (one: Made) => boolean])[] = [
    [{}, () => true],
    [{ conversationId: conversationOf('+441', 'Shop') }, ({ person, ours }) => person === '+441' && ours === 'Shop'],
    [
      { conversationId: conversationOf('+441', 'Rare'), direction: 'inbound' },
      ({ person, ours, stream }) => person === '+441' && ours === 'Rare' && stream === null,
    ],
    [{ number: '+442' }, ({ person }) => person === '+442'],
    [{ number: 'Rare' }, ({ ours }) => ours === 'Rare'],
    [{ number: 'Rare', direction: 'outbound' }, ({ ours, stream }) => ours === 'Rare' && stream !== null],
    [{ direction: 'inbound' }, ({ stream }) => stream === null],
    [
      { state: 'received' as MessageState, number: '+440' },
      ({ person, stream }) => person === '+440' && stream === null,
    ],
    [{ messageClass: 'transactional' }, ({ stream }) => stream !== null],
  ]
  for (const [filter, isMeant] of filters) {
    it(`leads to all that are searched for, newest first, page by page: ${JSON.stringify(filter)}`, () => {
      const expected = all.filter(isMeant).map(({ seq }) => `msg_${seq}`)
      const found: string[] = []
      for (let cursor: string | undefined; ; ) {
        const page = queries.messages({ ...filter, limit: 70, ...(cursor !== undefined && { cursor }) })
        found.push(...page.items.map(({ id }) => id))
        if (page.next === null) break
        cursor = page.next
      }
      assert.ok(expected.length > 10)
      assert.deepEqual(found, expected.toReversed())
    })
  }

  it('tells how many messages a conversation has, and which is the newest', () => {
    const { items } = queries.conversations({ limit: 50 })
    assert.deepEqual(
      items.map(({ person, ours, messageCount, lastAtMs }) => ({ person, ours, messageCount, lastAtMs })),
      [...new Set(all.toReversed().map(({ person, ours }) => `${person} ${ours}`))].map((pair) => {
        const mine = all.filter(({ person, ours }) => `${person} ${ours}` === pair)
        const [person, ours] = pair.split(' ')
        return { person, ours, messageCount: mine.length, lastAtMs: mine.at(-1)?.seq }
      }),
    )
  })
})

describe('places of messages that go', () => {
  const rows = (db: DatabaseSync, table: string): readonly unknown[] => db.prepare(`SELECT * FROM ${table}`).all()

  it('go with the last of their block and era, and not before', () => {
    const { db, all } = brought()
    const { tables } = openTables(db)
    const blocks = new Set(all.map(({ seq }) => seq >> 8))
    const ofEra = all.filter(({ seq }) => seq < ERA)
    for (const { seq } of ofEra.slice(0, -1)) tables.removeMessage(seq)
    assert.equal(rows(db, 'eras').length, new Set(all.map(({ seq }) => seq >> 16)).size)
    tables.removeMessage(ofEra.at(-1)?.seq as number)
    assert.deepEqual(
      rows(db, 'eras').map((row) => Number(Object.values(row as object)[0])),
      [...new Set(all.slice(ofEra.length).map(({ seq }) => seq >> 16))],
    )
    const left = db.prepare('SELECT DISTINCT block FROM blocks_of_ours ORDER BY block').all()
    assert.deepEqual(
      left.map(({ block }) => block),
      [...blocks].filter((block) => block > 255),
    )
    for (const { seq } of all.slice(ofEra.length)) tables.removeMessage(seq)
    for (const table of ['eras', 'blocks_of_ours', 'blocks_of_streams']) assert.deepEqual(rows(db, table), [])
  })

  it('come again with the next message, though the block is the one that was emptied a moment ago', () => {
    const db = new DatabaseSync(':memory:', { enableForeignKeyConstraints: false })
    claimFile(db)
    migrate(db, migrations)
    const open = openTables(db)
    const accept = (name: string): void => {
      acceptAll(open.tables, [messageNamed(name)], 1)
    }
    accept('1')
    open.tables.removeMessage(1)
    assert.deepEqual(rows(db, 'eras'), [])
    accept('2')
    open.settle()
    const found = openQueries(db).messages({ number: 'Shop', limit: 5 }).items
    assert.deepEqual(
      found.map(({ id }) => id),
      ['msg_2' satisfies MessageId],
    )
    assert.equal(openQueries(db).messages({ smscId: SMSC_ID, limit: 5 }).items.length, 1)
  })
})
