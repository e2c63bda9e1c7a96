import assert from 'node:assert/strict'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import type { MessageId, MessageState } from '@smpp-connect/contracts'
import { seededRandom } from '@smpp-connect/kernel'
import type { VerifyResult } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { temporaryFolder } from '@smpp-connect/testkit'
import { openQueries } from '../../src/sqlite/reading/queries.ts'
import { StoreProcess } from './processes.ts'

const ROUNDS = 5
/** What each thing that was acknowledged may have become since; removed ones (`null`) were delivered before. */
const SINCE: Readonly<Record<string, readonly (MessageState | null)[]>> = {
  leased: ['accepted', 'sending', 'submitted', 'delivered', 'uncertain', 'held', 'rejected', 'blocked', null],
  submitted: ['submitted', 'delivered', null],
  delivered: ['delivered', null],
}

describe('kill -9 while everything is done at once', () => {
  it('loses nothing that was acknowledged, and leaves a sound store', async (t) => {
    using folder = temporaryFolder()
    const random = seededRandom(20_261_123)
    const said = new Map<string, MessageId[]>()
    const note = (line: string): void => {
      const [what = '', id] = line.split(' ')
      if (id) said.set(what, [...(said.get(what) ?? []), id as MessageId])
    }
    for (let round = 0; round < ROUNDS; round++) {
      const child = new StoreProcess('work', folder.path, String(round))
      assert.equal(await child.line(), 'open')
      const enough = Math.floor(random.fraction() * 1200)
      for (let heard = 0; heard < enough; heard++) note((await child.line()) ?? '')
      for (const line of await child.kill()) note(line)
      assert.deepEqual(findings(folder.path), [])
    }

    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    const counts = [...said].map(([what, ids]) => `${ids.length} ${what}`)
    t.diagnostic(counts.join(', '))
    for (const what of ['accepted', 'leased', 'submitted', 'delivered'])
      assert.ok((said.get(what)?.length ?? 0) > 0, what)
    // Only what was delivered is removed, long after: nothing else that was accepted may be missing.
    const accepted = said.get('accepted') ?? []
    const delivered = new Set(said.get('leased'))
    const states = await store.messageStates(accepted)
    assert.deepEqual(
      accepted.filter((id, index) => states[index] === null && !delivered.has(id)),
      [],
      'acknowledged and lost',
    )
    for (const [what, allowed] of Object.entries(SINCE)) {
      const became = await store.messageStates(said.get(what) ?? [])
      assert.deepEqual(
        became.filter((state) => !allowed.includes(state)),
        [],
        what,
      )
    }
    const { byState } = await store.counts()
    assert.equal(await store.markUncertain({ reason: 'killed', atMs: 1 }), byState.sending ?? 0)
    await store.close()
  })
})

/** What verification finds, which asks SQLite about the file, too. */
function findings(directory: string): readonly VerifyResult['findings'][number][] {
  const db = new DatabaseSync(join(directory, 'connect.db'))
  const queries = openQueries(db)
  const found: VerifyResult['findings'][number][] = []
  for (let next: number | null = 0; next !== null; ) {
    const result: VerifyResult = queries.verify({ afterSeq: next, limit: 1000, nowMs: 0 })
    found.push(...result.findings)
    next = result.next
  }
  db.close()
  return found
}
