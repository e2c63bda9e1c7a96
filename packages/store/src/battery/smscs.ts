import assert from 'node:assert/strict'
import { type SmscDefinition, type SmscId, smppDefaultsSchema, USUAL_TREATMENTS } from '@smpp-connect/contracts'
import { SMSC_HISTORY_KEPT } from '../port.ts'
import { type Check, ref, type Scene, told } from './scene.ts'

const SMPP_DEFAULTS = smppDefaultsSchema.parse({})

export function smscChecks(check: Check): void {
  check(
    'keeps definitions in the order in which they were made',
    async (scene) => {
      const first = definition(scene, { name: 'one', perSecond: 0.5, windowSize: 7, password: 'pä$$' })
      const second = definition(scene, { id: `${scene.smscId}b`, name: 'two' })
      assert.deepEqual(await scene.store.smscs(), [])
      assert.equal(await scene.store.putSmsc(first, null), 'stored')
      assert.equal(await scene.store.putSmsc(second, null), 'stored')
      await scene.store.putSmsc({ ...first, name: 'uno', version: 2 }, 1)
      const expected = [{ ...first, name: 'uno', version: 2 }, second]
      assert.deepEqual(await scene.store.smscs(), expected)
      await scene.reopen()
      assert.deepEqual(await scene.store.smscs(), expected)
      assert.deepEqual((await scene.store.events(0, 9)).map(told), [
        'smsc.created {"name":"one","version":1}',
        'smsc.created {"name":"two","version":1}',
        'smsc.changed {"name":"uno","version":2}',
      ])
    },
    { fresh: true },
  )

  check('counts versions itself, and replaces only the version that was expected', async (scene) => {
    const { store } = scene
    const first = definition(scene, { version: 9 })
    assert.equal(await store.putSmsc(first, 1), 'conflict')
    assert.equal(await store.putSmsc(first, null), 'stored')
    assert.equal((await find(scene))?.version, 1)
    assert.equal(await store.putSmsc({ ...first, name: 'b' }, 1), 'stored')
    assert.equal(await store.putSmsc({ ...first, name: 'c' }, 1), 'conflict')
    assert.deepEqual([(await find(scene))?.name, (await find(scene))?.version], ['b', 2])
    assert.equal(await store.putSmsc({ ...first, name: 'd' }, null), 'stored')
    assert.equal((await find(scene))?.version, 3)
    const racers = await Promise.all(['e', 'f'].map((name) => store.putSmsc({ ...first, name }, 3)))
    assert.deepEqual(racers, ['stored', 'conflict'])
  })

  check('keeps what a definition was, who made it so and when, also when it is deleted', async (scene) => {
    const { store, smscId } = scene
    const first = definition(scene, {})
    await store.putSmsc(first, null)
    await store.putSmsc({ ...first, name: 'b', updatedAtMs: scene.at(1) }, 1, 'anna')
    assert.equal(await store.putSmsc({ ...first, name: 'c' }, 1, 'eve'), 'conflict')
    await store.deleteSmsc(smscId, scene.at(2), 'bert')
    await scene.reopen()
    const history = await store.smscHistory(smscId, null, 9)
    assert.deepEqual(
      history.map(({ version, atMs, by, definition }) => [version, atMs, by, definition?.name ?? null]),
      [
        [3, scene.at(2), 'bert', null],
        [2, scene.at(1), 'anna', 'b'],
        [1, scene.at(0), '', 'test'],
      ],
    )
    assert.deepEqual(history[2]?.definition, first)
    const newest = history[0]?.seq ?? 0
    assert.deepEqual(await store.smscHistory(smscId, newest, 1), history.slice(1, 2))
    assert.deepEqual(await store.smscHistory('smsc_none' as SmscId, null, 9), [])
  })

  check('keeps the last versions only', async (scene) => {
    const { store, smscId } = scene
    const first = definition(scene, {})
    for (let n = 0; n < SMSC_HISTORY_KEPT + 3; n++) await store.putSmsc(first, null)
    const history = await store.smscHistory(smscId, null, 2 * SMSC_HISTORY_KEPT)
    assert.deepEqual(
      [history.length, history[0]?.version, history.at(-1)?.version],
      [SMSC_HISTORY_KEPT, SMSC_HISTORY_KEPT + 3, 4],
    )
  })

  check('deletes one that has no open parts, and keeps the history', async (scene) => {
    const { store, smscId } = scene
    assert.equal(await store.deleteSmsc(smscId, scene.at(1)), 'unknown')
    await store.putSmsc(definition(scene, { name: 'gone' }), null)
    const id = await scene.acceptOne()
    assert.equal(await store.deleteSmsc(smscId, scene.at(1)), 'in-use')
    await scene.lease()
    assert.equal(await store.deleteSmsc(smscId, scene.at(1)), 'in-use')
    await scene.took(ref(id), 'D')
    assert.equal(await store.deleteSmsc(smscId, scene.at(1)), 'in-use')
    await scene.receive('D')
    const before = await store.lastEventSeq()
    assert.equal(await store.deleteSmsc(smscId, scene.at(60)), 'deleted')
    assert.equal(await store.deleteSmsc(smscId, scene.at(61)), 'unknown')
    assert.equal(await find(scene), undefined)
    assert.equal((await scene.get(id)).smscId, smscId)
    const events = await store.events(before, 9)
    assert.deepEqual(events.map(told), ['smsc.deleted {"name":"gone"}'])
    assert.deepEqual([events[0]?.smscId, events[0]?.atMs], [smscId, scene.at(60)])
    await store.putSmsc(definition(scene, {}), null)
    assert.equal((await find(scene))?.version, 3, 'and one that comes again goes on counting')
  })
}

async function find(scene: Scene): Promise<SmscDefinition | undefined> {
  return (await scene.store.smscs()).find((one) => one.id === scene.smscId)
}

export function definition(scene: Scene, fields: Partial<SmscDefinition>): SmscDefinition {
  return {
    edges: [],
    id: scene.smscId,
    version: 1,
    createdAtMs: scene.at(0),
    updatedAtMs: scene.at(0),
    name: 'test',
    enabled: true,
    host: '127.0.0.1',
    port: 2775,
    tls: false,
    systemId: 'connect',
    password: 'secret',
    systemType: '',
    bindMode: 'transceiver',
    interfaceVersion: '3.4',
    addressRange: '',
    defaultSender: '12345',
    defaultAlphabet: 'gsm7',
    windowSize: 10,
    windowMode: 'fixed',
    bindCount: 1,
    perSecond: null,
    burst: 1,
    maxAttempts: 12,
    statusRules: [],
    classes: USUAL_TREATMENTS,
    defaults: SMPP_DEFAULTS,
    tlvs: [],
    idForm: 'learn',
    receiptErrors: [],
    responseTimeoutSeconds: 60,
    enquireLinkSeconds: 30,
    uncertainWaitSeconds: 30,
    userMessageReference: true,
    ...fields,
  }
}
