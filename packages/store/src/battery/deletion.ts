import assert from 'node:assert/strict'
import type { PartRef } from '@smpp-connect/contracts'
import type { WaitingMessage } from '../port.ts'
import { type Check, ref, type Scene, told } from './scene.ts'
import { definition } from './smscs.ts'

/** `1: queued, 2: held, may have left`. */
function shown({ id, smscFixed, parts }: WaitingMessage): string {
  const each = parts.map(({ number, state, mayHaveLeft }) => `${number} ${state}${mayHaveLeft ? ' may have left' : ''}`)
  return `${id.split('_')[2]}${smscFixed ? ' fixed' : ''}: ${each.join(', ')}`
}

async function waiting(scene: Scene, afterSeq = 0, limit = 99): Promise<readonly string[]> {
  return (await scene.store.waitingAt(scene.smscId, afterSeq, limit)).map(shown)
}

const held = (part: PartRef) => ({ part, to: 'held', reason: 'test' }) as const

export function deletionChecks(check: Check): void {
  check(
    'says what is open at an SMSC, of which class, whose, and how much of it is scheduled or was sent there',
    async (scene) => {
      const { store, smscId } = scene
      const later = scene.at(60_000)
      await scene.accept([
        scene.message({ messageClass: 'code' }),
        scene.message({ owner: 'key_2', smscFixed: true, references: [1, 2] }),
        scene.message({ messageClass: 'bulk', sendAtMs: later, smscFixed: true }),
        scene.message({ messageClass: 'bulk', sendAtMs: scene.at(1) }),
        scene.message({ messageClass: 'bulk', owner: 'key_2' }),
      ])
      const all = { queued: 6, queuedByClass: { code: 1, transactional: 2, bulk: 3 }, scheduled: 2, fixed: 3 }
      const owners = [
        { owner: 'key_1', parts: 3 },
        { owner: 'key_2', parts: 3 },
      ]
      const none = { sending: 0, uncertain: 0, held: 0, submitted: 0 }
      const load = await store.smscLoad(smscId, scene.at(0))
      assert.deepEqual(
        { ...load, owners: load.owners.toSorted((a, b) => (a.owner < b.owner ? -1 : 1)) },
        { ...all, ...none, owners },
      )
      assert.equal((await store.smscLoad(smscId, scene.at(1))).scheduled, 1)

      const [code, first, second, bulk, other] = await scene.lease()
      assert.ok(code && first && second && bulk && other)
      await scene.took(code.part, 'C')
      await scene.submit(first.part, { kind: 'uncertain', reason: 'test' })
      await scene.submit(second.part, { kind: 'hold', status: 8, reason: 'test' })
      const after = await store.smscLoad(smscId, scene.at(2))
      const { queued, sending, uncertain, submitted } = after
      assert.deepEqual([queued, sending, uncertain, after.held, submitted], [1, 2, 1, 1, 1])
      await scene.receive('C')
      assert.equal((await store.smscLoad(smscId, scene.at(2))).submitted, 0)
      const nowhere = await store.smscLoad(`${smscId}_none`, scene.at(0))
      assert.deepEqual([nowhere.queued, nowhere.owners], [0, []])
    },
  )

  check('lists what waits in the order of the queue, page by page, with what an SMSC may have of it', async (scene) => {
    const { store } = scene
    await scene.accept([
      scene.message({ references: [1, 2, 3] }),
      scene.message({ smscFixed: true, messageClass: 'bulk', sendAtMs: scene.at(60_000) }),
      scene.message({ owner: 'key_2' }),
      scene.message({ messageClass: 'code' }),
    ])
    assert.deepEqual(await waiting(scene), [
      '1: 1 queued, 2 queued, 3 queued',
      '2 fixed: 1 queued',
      '3: 1 queued',
      '4: 1 queued',
    ])
    const [one] = await store.waitingAt(scene.smscId, 0, 1)
    assert.ok(one)
    assert.deepEqual(await waiting(scene, one.seq, 2), ['2 fixed: 1 queued', '3: 1 queued'])
    assert.deepEqual(
      [one.text, one.owner, one.to, one.messageClass],
      ['text 1', 'key_1', scene.person, 'transactional'],
    )

    await scene.lease()
    const first = scene.id(1)
    await scene.took(ref(first, 1), 'A')
    await scene.submit(ref(first, 2), { kind: 'uncertain', reason: 'test' })
    await scene.submit(ref(first, 3), { kind: 'returned', reason: 'test' })
    await store.resolve([{ ...held(ref(first, 2)), atMs: scene.at(30) }])
    await scene.submit(ref(scene.id(3)), { kind: 'hold', status: 8, reason: 'test' })
    await scene.submit(ref(scene.id(4)), { kind: 'uncertain', reason: 'test' })
    assert.deepEqual(await waiting(scene), [
      '1: 1 submitted may have left, 2 held may have left, 3 queued',
      '2 fixed: 1 queued',
      '3: 1 held',
    ])
    await store.resolve([{ part: ref(scene.id(4)), to: 'queued', atMs: scene.at(31), reason: 'test' }])
    assert.equal((await waiting(scene)).at(-1), '4: 1 queued may have left')
  })

  check('puts a definition and the routing rules in one step, or neither', async (scene) => {
    const { store, smscId } = scene
    await store.putSmsc(definition(scene, { name: 'leaving' }), null)
    const { version: rules } = await store.document('routing')
    const deletion = { waiting: 'drain', named: 'keep', uncertain: 'wait', receipts: 'wait' } as const
    const leaving = definition(scene, {
      name: 'leaving',
      updatedAtMs: scene.at(5),
      deletion: { ...deletion, sinceMs: 5, by: 'anna' },
    })
    const request = {
      definition: leaving,
      expectedVersion: 1,
      by: 'anna',
      routing: { rules: [] },
      expectedRoutingVersion: rules,
      atMs: scene.at(5),
    }
    const before = await store.lastEventSeq()
    assert.equal(await store.putSmscWithRouting({ ...request, expectedVersion: 2 }), 'conflict')
    assert.equal(await store.putSmscWithRouting({ ...request, expectedRoutingVersion: rules + 1 }), 'conflict')
    assert.deepEqual([(await store.document('routing')).version, await store.lastEventSeq()], [rules, before])
    assert.equal(await store.putSmscWithRouting(request), 'stored')
    await scene.reopen()
    const stored = (await scene.store.smscs()).find(({ id }) => id === smscId)
    assert.deepEqual(stored, { ...leaving, version: 2 })
    assert.equal((await scene.store.document('routing')).version, rules + 1)
    const [changed, settings] = (await scene.store.events(before, 9)).map(told)
    assert.equal(changed, 'smsc.changed {"name":"leaving","version":2,"deleting":"drain"}')
    assert.equal(settings, `settings.changed {"name":"routing","version":${rules + 1}}`)
    const [last] = await scene.store.smscHistory(smscId, null, 1)
    assert.deepEqual([last?.by, last?.version, last?.definition?.deletion?.waiting], ['anna', 2, 'drain'])
  })

  check(
    'may end while receipts are out; what was taken then ends without one',
    async (scene) => {
      const { store, smscId } = scene
      await store.putSmsc(definition(scene, {}), null)
      const id = await scene.acceptOne()
      assert.equal(await store.deleteSmsc(smscId, scene.at(1), '', 'waiting'), 'in-use')
      await scene.lease()
      assert.equal(await store.deleteSmsc(smscId, scene.at(1), '', 'waiting'), 'in-use')
      await scene.submit(ref(id), { kind: 'uncertain', reason: 'test' })
      assert.equal(await store.deleteSmsc(smscId, scene.at(1), '', 'waiting'), 'in-use')
      await store.resolve([{ ...held(ref(id)), atMs: scene.at(30) }])
      assert.equal(await store.deleteSmsc(smscId, scene.at(1), '', 'waiting'), 'in-use')
      await scene.took(ref(id), 'A')
      assert.equal(await store.deleteSmsc(smscId, scene.at(1), '', 'open'), 'in-use')
      assert.equal(await store.deleteSmsc(smscId, scene.at(1), '', 'waiting'), 'deleted')
      assert.deepEqual([(await scene.get(id)).state, (await scene.get(id)).smscId], ['submitted', smscId])
      await store.expire(scene.at(3_600_000), 99)
      assert.equal((await scene.get(id)).state, 'submitted', 'a day more, as for any')
      await store.expire(scene.at(3_600_000 + 86_400_000), 99)
      const { state, errorCode } = await scene.get(id)
      assert.deepEqual([state, errorCode], ['expired', 'no-receipt'])
    },
    { fresh: true },
  )

  check(
    'says why a text was cancelled with its SMSC, and takes the name off one that goes elsewhere',
    async (scene) => {
      const { store } = scene
      const message = scene.message({ smscFixed: true })
      const [id, gone] = await scene.accept([message, scene.message()])
      assert.ok(id && gone)
      const errorCode = 'smsc-deleted'
      await store.resolve([{ part: ref(gone), to: 'cancelled', atMs: scene.at(5), reason: 'test', errorCode }])
      assert.deepEqual([(await scene.get(gone)).state, (await scene.get(gone)).errorCode], ['cancelled', errorCode])
      assert.equal((await scene.story(gone)).at(-1), `message.final {"state":"cancelled","errorCode":"${errorCode}"}`)
      const elsewhere = { ...message, smscId: `${scene.smscId}_other` as const }
      assert.deepEqual(await store.rewrite([{ message: elsewhere, atMs: scene.at(6), reason: 'test' }]), [true])
      assert.equal((await store.reroutable(elsewhere.smscId, 0, 9)).length, 1)
    },
  )
}
