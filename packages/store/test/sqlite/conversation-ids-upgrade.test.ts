import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { claimFile, migrate } from '../../src/sqlite/migrate.ts'
import { initial } from '../../src/sqlite/migrations/0001-initial.ts'
import { streams } from '../../src/sqlite/migrations/0002-streams.ts'
import { conversationIds } from '../../src/sqlite/migrations/0003-conversation-ids.ts'
import { migrations } from '../../src/sqlite/migrations/index.ts'
import { openQueries } from '../../src/sqlite/reading/queries.ts'

const BEFORE = [initial, streams]
const STEPS = [...BEFORE, conversationIds]
const CONVERSATIONS = 3000

/** Data of version 2: conversations in no order, of which some have gone; every third has something unread, every ninth waits. */
function version2(): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  claimFile(db)
  migrate(db, BEFORE)
  db.exec(`
    INSERT INTO smsc_names VALUES (1, 'smsc_1');
    WITH n (seq) AS (SELECT 5 UNION ALL SELECT seq + 2 FROM n LIMIT ${CONVERSATIONS})
    INSERT INTO conversations SELECT seq, 'cnv_' || printf('%08x', seq * 40503 % 65536) || seq,
      printf('+44%06d', seq * 7919 % 1000003), CASE seq % 4 WHEN 1 THEN 'Shop' ELSE 'SHOP' END, seq % 3 = 0 FROM n;
    INSERT INTO hold_backs SELECT seq, 1, 2, 3 FROM conversations WHERE seq % 9 = 0;
    INSERT INTO messages (seq, id, conversation, smsc, person, ours, parts, encoding, flags, created_at_ms, text, history)
      SELECT seq, 'msg_' || seq, seq, 1, person, ours, 1, 1, 0, 5, 'text', x'' FROM conversations`)
  return db
}

function rows(db: DatabaseSync, table: string): readonly unknown[] {
  return db.prepare(`SELECT * FROM ${table}`).all()
}

describe('an upgrade of conversations', () => {
  it('keeps every one, and what refers to it, and all are found by their ids', () => {
    const db = version2()
    const before = ['conversations', 'hold_backs', 'messages'].map((table) => rows(db, table))
    migrate(db, STEPS)
    assert.deepEqual(
      ['conversations', 'hold_backs', 'messages'].map((table) => rows(db, table)),
      before,
    )
    assert.equal(before[0]?.length, CONVERSATIONS)
    assert.deepEqual(rows(db, 'conversation_ids').length, CONVERSATIONS)
    assert.deepEqual(db.prepare('PRAGMA foreign_key_check').all(), [])
    assert.deepEqual(Object.values(db.prepare('PRAGMA integrity_check').get() ?? {}), ['ok'])
    migrate(db, migrations)
    const queries = openQueries(db)
    for (const { id, person } of db.prepare('SELECT id, person FROM conversations').iterate()) {
      assert.equal(queries.conversation(String(id) as `cnv_${string}`)?.person, person)
    }
    assert.equal(queries.conversations({ unread: true, limit: 5000 }).items.length, CONVERSATIONS / 3)
  })

  it('leaves foreign keys enforced, and a pair of addresses the only one', () => {
    const db = version2()
    migrate(db, STEPS)
    assert.throws(() => db.exec('INSERT INTO hold_backs VALUES (99999, 1, 2, 3)'), /FOREIGN KEY/)
    assert.throws(() => db.exec('DELETE FROM conversations WHERE seq = 9'), /FOREIGN KEY/)
    assert.throws(
      () => db.exec(`INSERT INTO conversations SELECT 99999, 'cnv_x', person, ours, 0 FROM conversations LIMIT 1`),
      /UNIQUE/,
    )
  })

  it('that fails leaves everything as it was', () => {
    const db = version2()
    const schema = rows(db, 'sqlite_schema')
    const failing = {
      ...conversationIds,
      convert(own: DatabaseSync): void {
        own.exec('DELETE FROM new_conversations WHERE seq = 9')
        conversationIds.convert?.(own)
      },
    }
    assert.throws(() => migrate(db, [...BEFORE, failing]), /of 3000 conversations 2999 were brought over/)
    assert.deepEqual(rows(db, 'sqlite_schema'), schema)
    assert.throws(() => db.exec('DELETE FROM conversations WHERE seq = 9'), /FOREIGN KEY/)
    migrate(db, STEPS)
    assert.equal(rows(db, 'conversation_ids').length, CONVERSATIONS)
  })

  it('sorts nothing, and copies rows as they stand: memory does not grow with what there is', () => {
    const db = version2()
    const explained: string[] = []
    // Each statement of the step, run as it comes, and explained before.
    for (const sql of conversationIds.sql
      .replaceAll(/^--.*$/gm, '')
      .split(';')
      .slice(0, -1)) {
      explained.push(
        ...db
          .prepare(`EXPLAIN ${sql}`)
          .all()
          .map(({ opcode }) => String(opcode)),
      )
      db.exec(sql)
    }
    assert.deepEqual(
      explained.filter((opcode) => opcode.startsWith('Sorter')),
      [],
    )
    // Twice: the table's rows, and the entries of its index.
    assert.equal(explained.filter((opcode) => opcode === 'RowData').length, 2)
  })
})
