import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import type { MessageId } from '@smpp-connect/contracts'
import { seededRandom } from '@smpp-connect/kernel'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { temporaryFolder } from '@smpp-connect/testkit'
import { StoreProcess } from './processes.ts'

const ROUNDS = 5

describe('kill -9 while accepting and leasing', () => {
  it('loses nothing that was acknowledged, and leaves a sound database', async (t) => {
    using folder = temporaryFolder()
    const random = seededRandom(20_261_123)
    const accepted: MessageId[] = []
    const leased: MessageId[] = []
    const note = (line: string): void => {
      const [what, id] = line.split(' ')
      if (what === 'accepted') accepted.push(id as MessageId)
      if (what === 'leased') leased.push(id as MessageId)
    }
    for (let round = 0; round < ROUNDS; round++) {
      const child = new StoreProcess('work', folder.path, String(round))
      assert.equal(await child.line(), 'open')
      const enough = Math.floor(random.fraction() * 600)
      for (let heard = 0; heard < enough; heard++) note((await child.line()) ?? '')
      for (const line of await child.kill()) note(line)
      assertSound(folder.path)
    }

    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    const states = await store.messageStates(accepted)
    const { byState, outbound } = await store.counts()
    const waiting = (byState.accepted ?? 0) + (byState.sending ?? 0)
    t.diagnostic(`${accepted.length} acknowledged, ${outbound} kept, ${leased.length} leases`)
    assert.deepEqual(
      accepted.filter((_, index) => states[index] === null),
      [],
      'acknowledged and lost',
    )
    assert.ok((await store.messageStates(leased)).every((state) => state === 'sending'))
    assert.ok(accepted.length > 0 && leased.length > 0)
    assert.equal(waiting, outbound)
    assert.ok(outbound >= accepted.length)
    assert.equal(await store.markUncertain({ reason: 'killed', atMs: 1 }), byState.sending)
    await store.close()
  })
})

/** What SQLite itself can tell of the file, and that the figures are those of the rows. */
function assertSound(directory: string): void {
  const db = new DatabaseSync(join(directory, 'connect.db'))
  const all = (sql: string): unknown[] => db.prepare(sql).all()
  assert.deepEqual(
    all('PRAGMA integrity_check').map((row) => Object.values(row as object)[0]),
    ['ok'],
  )
  assert.deepEqual(all('PRAGMA foreign_key_check'), [])
  // 1 is accepted and queued, 2 sending.
  assert.deepEqual(
    all(`SELECT iif(name = 'accepted', 1, 2) AS state, value FROM counters
      WHERE name IN ('accepted', 'sending') AND value <> 0 ORDER BY state`),
    all('SELECT message_state AS state, count(*) AS value FROM parts GROUP BY message_state ORDER BY state'),
  )
  assert.deepEqual(
    all(`SELECT iif(figure = 'queued', 1, 2) AS state, value FROM stream_figures
      WHERE figure IN ('queued', 'sending') AND value <> 0 ORDER BY state`),
    all('SELECT state, count(*) AS value FROM parts GROUP BY state ORDER BY state'),
  )
  db.close()
}
