import assert from 'node:assert/strict'
import { DatabaseSync, type StatementSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { MESSAGE_STATES } from '@smpp-connect/contracts/states'
import type { MessageFilter } from '@smpp-connect/store'
import { claimFile, migrate } from '../../src/sqlite/migrate.ts'
import { migrations } from '../../src/sqlite/migrations/index.ts'
import { openQueries } from '../../src/sqlite/reading/queries.ts'
import { openTables } from '../../src/sqlite/tables/index.ts'
import { SMSC_ID } from './message.ts'

/** These hold a few rows however much is sent. */
const SMALL = [
  ...[
    'counters',
    'streams',
    'stream_figures',
    'g',
    't',
    'smsc_names',
    'smsc_definitions',
    'users',
    'api_keys',
    's',
    'u',
    // Eras: one for each 65,536 messages.
    'e',
  ],
  'migrations',
]
/** Few rows at a time are sorted here: the uncertain parts of an SMSC, and those with one reference. */
const MAY_SORT = [
  /ORDER BY p.uncertain_since_ms/,
  /user_message_reference = \?/,
  /FROM stream_figures/,
  /FROM json_each/,
  /parts_by_deadline WHERE deadline_ms IS NOT NULL\) o/,
]

/** Remembers every statement that is prepared. */
class Watched extends DatabaseSync {
  readonly statements = new Set<string>()

  override prepare(sql: string): StatementSync {
    if (/^\s*(SELECT|UPDATE|DELETE)/.test(sql)) this.statements.add(sql)
    return super.prepare(sql)
  }
}

const NEWEST = 'INTEGER PRIMARY KEY'
const STREAM_BLOCKS = 'SEARCH b USING PRIMARY KEY (stream=? AND block<?)'
/** Searches for messages, and the indexes that they are to go by. */
const SEARCHES: readonly (readonly [Omit<MessageFilter, 'limit'>, ...string[]])[] = [
  [{}, NEWEST],
  [{ state: 'delivered' }, NEWEST],
  [{ direction: 'outbound', mayBeDuplicate: false }, NEWEST],
  [{ state: 'failed' }, 'parts_for_attention'],
  [{ state: 'uncertain', smscId: SMSC_ID }, 'parts_for_attention'],
  [{ state: 'accepted' }, 'parts_by_deadline'],
  [{ state: 'submitted', smscId: SMSC_ID, messageClass: 'code' }, 'parts_by_deadline'],
  [{ state: 'received' }, STREAM_BLOCKS],
  [{ direction: 'inbound', smscId: SMSC_ID }, STREAM_BLOCKS],
  [{ smscId: SMSC_ID }, STREAM_BLOCKS, STREAM_BLOCKS],
  [{ messageClass: 'bulk' }],
  [{ mayBeDuplicate: true, smscId: SMSC_ID }, 'parts_may_be_duplicate'],
  [{ reference: 'r', state: 'failed', smscId: SMSC_ID }, 'messages_by_reference'],
  [{ conversationId: 'cnv_1', state: 'held', reference: 'r', direction: 'inbound' }, 'messages_by_conversation'],
  [
    { number: '+44', direction: 'outbound' },
    'messages_by_conversation',
    'SEARCH b USING PRIMARY KEY (ours=? AND block<?)',
  ],
  [{ number: '+44', state: 'uncertain', mayBeDuplicate: true }, 'parts_for_attention'],
]

describe('statements of the store', () => {
  it('find what they want by an index, however much there is', () => {
    const db = used()
    db.statements.clear()
    const writing = openTables(db)
    const reading = openQueries(db)
    for (const [filter] of SEARCHES) reading.messages({ limit: 5, ...filter })
    for (const filter of [{}, { unread: true }, { search: 'x' }]) reading.conversations({ limit: 5, ...filter })
    writing.tables.hasUsers()
    const found = [...db.statements].flatMap((sql) => {
      const plan = db
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map(({ detail }) => String(detail))
      return plan.filter((step) => isSlow(step, sql)).map((step) => `${step}\n${sql}`)
    })
    assert.ok(db.statements.size > 60, `only ${db.statements.size} statements were seen`)
    assert.deepEqual(found, [])
    db.close()
  })

  it('search for messages by the index that leaves fewest', () => {
    const db = used()
    for (const [filter, ...indexes] of SEARCHES) {
      db.statements.clear()
      // A statement that is known by its text is not prepared again: each filter gets statements of its own.
      openQueries(db).messages({ limit: 5, ...filter })
      const searches = [...db.statements].filter((sql) =>
        /ORDER BY ((e\.era|b\.block) DESC, )?(m\.seq|f\.key|o\.seq) DESC LIMIT \?$/.test(sql),
      )
      const plans = searches.map((sql) =>
        String(
          db
            .prepare(`EXPLAIN QUERY PLAN ${sql}`)
            .all()
            .map(({ detail }) => detail),
        ),
      )
      assert.equal(plans.length, indexes.length, JSON.stringify(filter))
      for (const [at, index] of indexes.entries()) {
        assert.ok(plans[at]?.includes(`${/^[a-z_]+$/.test(index) ? 'INDEX ' : ''}${index}`), `${index}: ${plans[at]}`)
      }
    }
    db.close()
  })

  it('that read a whole table are seen', () => {
    assert.ok(isSlow('SCAN messages', ''))
    assert.ok(isSlow('SCAN m USING COVERING INDEX x', ''))
    assert.ok(isSlow('USE TEMP B-TREE FOR ORDER BY', 'SELECT 1'))
    assert.ok(!isSlow('SEARCH m USING INDEX messages_by_ours (ours=?)', ''))
    assert.ok(!isSlow('SCAN counters', ''))
  })
})

/** An empty database with a stream, a conversation and something in every state: what is in none is not searched for. */
function used(): Watched {
  const db = new Watched(':memory:', { enableForeignKeyConstraints: false })
  claimFile(db)
  migrate(db, migrations)
  db.exec(`
    INSERT INTO smsc_names VALUES (1, '${SMSC_ID}');
    INSERT INTO streams VALUES (1, 1, 1, 'key_1');
    INSERT INTO conversations VALUES (1, 'cnv_1', '+44', 'Shop', 0)`)
  for (const state of MESSAGE_STATES) db.exec(`INSERT OR REPLACE INTO counters VALUES ('${state}', 1)`)
  return db
}

function isSlow(step: string, sql: string): boolean {
  if (/^SELECT 1 FROM \w+ LIMIT 1$/.test(sql)) return false
  if (step.startsWith('USE TEMP B-TREE')) return !MAY_SORT.some((allowed) => allowed.test(sql))
  const scanned = /^SCAN (\w+)/.exec(step)?.[1]
  // Few conversations have something unread; those that hold a part of a number are looked for in a thread of its own, and
  // gathered while they are few, as are open messages.
  if (step === 'SCAN c USING INDEX conversations_unread') return false
  if (step === 'SCAN c USING COVERING INDEX sqlite_autoindex_conversations_1') return false
  if (scanned === 'o' || step === 'SCAN parts USING INDEX parts_by_deadline') return false
  return scanned !== undefined && !SMALL.includes(scanned) && !/^SCAN \(?subquery/i.test(step) && step !== 'SCAN 1'
}
