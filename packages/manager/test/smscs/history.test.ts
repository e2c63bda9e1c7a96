import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SmscVersion } from '@smpp-connect/contracts'
import { CALLER, SMSC, World } from '../world.ts'

const ANNA = { kind: 'user', id: 'usr_1', name: 'Anna' } as const

async function history(world: World, limit = 50, cursor?: string): Promise<readonly SmscVersion[]> {
  const page = await world.manager.useCases.smscHistory(SMSC, { limit, cursor })
  assert.ok(page.ok)
  return page.value.items
}

describe('the history of a definition', () => {
  it('says who changed what and when, and no secret', async () => {
    const world = await World.start()
    const { useCases } = world.manager
    await world.clock.advance(5_000)
    await useCases.changeSmsc(ANNA, SMSC, {
      windowSize: 7,
      password: 'hush',
      classes: { bulk: { share: 3 } },
      defaults: { registeredDelivery: 'failure' },
    })
    const [changed, made] = await history(world)
    assert.deepEqual([made?.version, made?.kind, made?.by, made?.changes], [1, 'created', null, []])
    assert.equal(changed?.by, 'user Anna')
    assert.equal(changed.at, new Date(world.clock.nowMs()).toISOString())
    assert.deepEqual(
      changed.changes.map(({ pointer, after, isSecret }) => [pointer, after, isSecret]),
      [
        ['/password', null, true],
        ['/windowSize', 7, false],
        ['/classes/bulk/share', 3, false],
        ['/defaults/registeredDelivery', 'failure', false],
      ],
    )
    assert.ok(!JSON.stringify(await history(world)).includes('hush'))
    await world.manager.stop()
  })

  it('is there in pages, and after the definition is gone', async () => {
    const world = await World.start()
    const { useCases } = world.manager
    for (const windowSize of [1, 2, 3]) await useCases.changeSmsc(CALLER, SMSC, { windowSize })
    assert.ok((await useCases.deleteSmsc(CALLER, SMSC)).ok)
    const first = await useCases.smscHistory(SMSC, { limit: 2 })
    assert.ok(first.ok && first.value.next)
    const second = await useCases.smscHistory(SMSC, { limit: 9, cursor: first.value.next })
    assert.ok(second.ok)
    const all = [...first.value.items, ...second.value.items]
    assert.deepEqual(
      all.map(({ version, kind, by }) => [version, kind, by]),
      [
        [5, 'deleted', 'key test'],
        [4, 'changed', 'key test'],
        [3, 'changed', 'key test'],
        [2, 'changed', 'key test'],
        [1, 'created', null],
      ],
    )
    assert.deepEqual(all[1]?.changes, [{ pointer: '/windowSize', before: 2, after: 3, isSecret: false }])
    await assert.rejects(useCases.smscHistory(SMSC, { limit: 2, cursor: 'wild' }), /no cursor of versions/)
    const none = await useCases.smscHistory('smsc_none', { limit: 9 })
    assert.equal(!none.ok && none.refusal.code, 'not-found')
    await world.manager.stop()
  })
})

describe('going back to a version', () => {
  it('makes all its settings hold again, as a new version that the edges have', async () => {
    const world = await World.start({ password: 'first', windowSize: 9 })
    const { useCases } = world.manager
    await useCases.changeSmsc(ANNA, SMSC, { password: 'second', windowSize: 1, name: 'Other' })
    const restored = await useCases.restoreSmsc(ANNA, SMSC, { toVersion: 1, version: 2 })
    assert.ok(restored.ok)
    assert.deepEqual([restored.value.version, restored.value.windowSize, restored.value.name], [3, 9, 'Test SMSC'])
    const [edges] = world.edge.definitions
    assert.deepEqual([edges?.version, edges?.password, edges?.windowSize], [3, 'first', 9])
    const [newest] = await history(world)
    assert.deepEqual(
      newest?.changes.map(({ pointer }) => pointer),
      ['/name', '/password', '/windowSize'],
    )
    await world.manager.stop()
  })

  it('is refused when somebody changed it meanwhile, for a version that is not kept, and when the name is taken', async () => {
    const world = await World.start({}, { id: 'smsc_2', name: 'Second' })
    const { useCases } = world.manager
    await useCases.changeSmsc(CALLER, SMSC, { name: 'Mine' })
    await useCases.changeSmsc(CALLER, 'smsc_2', { name: 'Test SMSC' })
    const codes = await Promise.all(
      [{ toVersion: 1, version: 1 }, { toVersion: 7 }, { toVersion: 1 }].map((restore) =>
        useCases.restoreSmsc(CALLER, SMSC, restore),
      ),
    )
    assert.deepEqual(
      codes.map((one) => !one.ok && one.refusal.code),
      ['version-conflict', 'version-unknown', 'name-taken'],
    )
    const gone = await useCases.restoreSmsc(CALLER, 'smsc_none', { toVersion: 1 })
    assert.equal(!gone.ok && gone.refusal.code, 'not-found')
    await world.manager.stop()
  })
})
