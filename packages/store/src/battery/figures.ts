import assert from 'node:assert/strict'
import { isFinal, type MessageState } from '@smpp-connect/contracts/states'
import type { QueueRecord } from '../records.ts'
import { type Check, ref, type Scene } from './scene.ts'

export function figureChecks(check: Check): void {
  check(
    'counts exactly at every step, and accepted is final + waiting + uncertain',
    async (scene) => {
      const { store } = scene
      const zero = { byState: {}, outbound: 0, inbound: 0, mayBeDuplicate: 0, receiptsParked: 0 }
      assert.deepEqual(await store.counts(), zero)
      const ids = await scene.accept([scene.message(), scene.message({ references: [1, 2] }), scene.message()])
      const [first, second, third] = ids as [
        (typeof ids)[0] & string,
        (typeof ids)[0] & string,
        (typeof ids)[0] & string,
      ]
      await holds(scene, { accepted: 3 })
      await scene.lease(3)
      await holds(scene, { accepted: 1, sending: 2 })
      await scene.took(ref(first), 'A')
      await scene.submit(ref(second, 1), { kind: 'uncertain', reason: 'x' })
      await holds(scene, { accepted: 1, submitted: 1, uncertain: 1 })
      await scene.store.resolve([{ part: ref(second, 1), to: 'queued', atMs: scene.at(30), reason: 'x' }])
      await holds(scene, { accepted: 1, submitted: 1, sending: 1 })
      assert.equal((await store.counts()).mayBeDuplicate, 1)
      await scene.receive('A')
      await scene.receive('Z')
      assert.equal((await store.counts()).receiptsParked, 1)
      await scene.store.resolve([{ part: ref(third), to: 'cancelled', atMs: scene.at(30), reason: 'x' }])
      await scene.hear('hello')
      await holds(scene, { delivered: 1, sending: 1, cancelled: 1, received: 1 })
      await scene.submit(ref(second, 2), { kind: 'final', state: 'rejected', status: 1, errorCode: 'x' })
      await holds(scene, { delivered: 1, sending: 1, cancelled: 1, received: 1 })
      await scene.store.resolve([{ part: ref(second, 1), to: 'cancelled', atMs: scene.at(30), reason: 'x' }])
      await holds(scene, { delivered: 1, rejected: 1, cancelled: 1, received: 1 })
      const before = await store.counts()
      await scene.reopen()
      assert.deepEqual(await scene.store.counts(), before)
    },
    { fresh: true },
  )

  check('are not changed by a probe, which is a write all the same', async (scene) => {
    await scene.accept([scene.message()])
    const read = () => Promise.all([scene.store.counts(), scene.store.queues(), scene.store.lastEventSeq()])
    const before = await read()
    await Promise.all([scene.store.probe(), scene.store.probe()])
    assert.deepEqual(await read(), before)
  })

  check('tells what waits at each SMSC, and since when', async (scene) => {
    const queue = async (smscId = scene.smscId) => (await scene.store.queues()).find((one) => one.smscId === smscId)
    const byClass = { code: 0, transactional: 0, bulk: 0 }
    const figures = { smscId: scene.smscId, queued: 0, sending: 0, uncertain: 0, held: 0, delayed: 0 }
    const waits = (queued: number, oldest: number | null, fields: Partial<QueueRecord> = {}) => ({
      ...figures,
      queued,
      queuedByClass: { ...byClass, transactional: queued },
      oldestQueuedAtMs: oldest === null ? null : scene.at(oldest),
      ...fields,
    })
    assert.equal(await queue(), undefined)
    await scene.accept([scene.message({ references: [1, 2] })], scene.at(5))
    await scene.accept([scene.message({ smscId: `${scene.smscId}b` }), scene.message()], scene.at(6))
    assert.deepEqual(await queue(), waits(3, 5))
    assert.equal((await queue(`${scene.smscId}b`))?.queued, 1)
    const [one, two] = await scene.lease(2)
    assert.ok(one && two)
    assert.deepEqual(await queue(), waits(1, 6, { sending: 2 }))
    await scene.submit(one.part, { kind: 'retry', status: 0x58, dueAtMs: scene.at(500), counts: true })
    assert.deepEqual(await queue(), waits(2, 5, { sending: 1, delayed: 1 }))
    await scene.submit(two.part, { kind: 'uncertain', reason: 'x' })
    await scene.store.resolve([{ part: one.part, to: 'held', atMs: scene.at(30), reason: 'x' }])
    assert.deepEqual(await queue(), waits(1, 6, { uncertain: 1, held: 1 }))
    await scene.reopen()
    assert.deepEqual(await queue(), waits(1, 6, { uncertain: 1, held: 1 }))
    const close = [one, two].map(({ part }) => ({ part, to: 'cancelled' as const, atMs: scene.at(40), reason: 'x' }))
    await scene.store.resolve(close)
    const [last] = await scene.lease(9, scene.at(500))
    assert.ok(last)
    assert.deepEqual(await queue(), waits(0, null, { sending: 1 }))
    await scene.took(last.part, 'Q')
    assert.equal(await queue(), undefined)
  })

  check('tells the classes of what waits apart, and what is not due yet', async (scene) => {
    const later = { sendAtMs: scene.at(50) }
    await scene.accept([
      scene.message({ messageClass: 'bulk', references: [1, 2], ...later }),
      scene.message({ messageClass: 'code', owner: 'key_2' }),
      scene.message({ messageClass: 'code', owner: 'key_1' }),
    ])
    const queue = (await scene.store.queues()).find((one) => one.smscId === scene.smscId)
    assert.deepEqual(queue?.queuedByClass, { code: 2, transactional: 0, bulk: 2 })
    assert.deepEqual([queue?.queued, queue?.delayed, queue?.oldestQueuedAtMs], [4, 2, scene.at(0)])
  })

  check(
    'sweeps what is older than its time, and nothing else',
    async (scene) => {
      const { store } = scene
      const answer = (key: string, atMs: number) => ({
        scope: 's',
        key,
        fingerprint: 'f',
        status: 202,
        body: '',
        atMs: scene.at(atMs),
      })
      await scene.accept([], scene.at(10), answer('old', 10))
      await scene.accept([], scene.at(20), answer('young', 20))
      for (const [name, atMs] of [
        ['old', 10],
        ['young', 20],
      ] as const) {
        await scene.receive(name, { atMs: scene.at(atMs) })
        await scene.hear(name, { atMs: scene.at(atMs) })
      }
      await store.addUser({ id: 'usr_1', name: 'ada', passwordHash: 'h', createdAtMs: 0 }, 'first')
      for (const [name, expiresAtMs] of [
        ['old', 10],
        ['young', 20],
      ] as const) {
        const session = { id: `ses_${name}`, userId: 'usr_1', tokenHash: name, createdAtMs: 0 } as const
        await store.addSession({ ...session, expiresAtMs: scene.at(expiresAtMs) })
      }
      const limit = scene.at(20)
      await store.sweep({
        answersBeforeMs: limit,
        sessionsBeforeMs: limit,
        parkedReceiptsBeforeMs: limit,
        fingerprintsBeforeMs: limit,
      })
      assert.equal(await store.storedAnswer('s', 'old'), undefined)
      assert.equal((await store.storedAnswer('s', 'young'))?.status, 202)
      assert.equal(await store.session('old', 0), undefined)
      assert.equal((await store.session('young', 0))?.userName, 'ada')
      assert.equal((await store.counts()).receiptsParked, 1)
      const again = { atMs: scene.at(21), duplicateWithinMs: 1000 }
      assert.equal((await scene.hear('old', again)).kind, 'stored')
      assert.equal((await scene.hear('young', again)).kind, 'duplicate')
      const [oldId, youngId] = await scene.accept([scene.message(), scene.message()])
      await scene.lease()
      assert.equal((await scene.took(ref(oldId as typeof youngId & string), 'old')).state, 'submitted')
      assert.equal((await scene.took(ref(youngId as typeof youngId & string), 'young')).state, 'delivered')
      assert.equal((await store.counts()).receiptsParked, 0)
    },
    { fresh: true },
  )
}

/** The counts by state, and the law of conservation: accepted = final + waiting + uncertain. */
async function holds(scene: Scene, byState: Partial<Record<MessageState, number>>): Promise<void> {
  const counts = await scene.store.counts()
  assert.deepEqual(counts.byState, byState)
  const sum = (which: (state: MessageState) => boolean): number =>
    Object.entries(counts.byState).reduce((total, [state, n]) => total + (which(state as MessageState) ? n : 0), 0)
  const waiting = sum((state) => state !== 'received' && state !== 'uncertain' && !isFinal(state))
  assert.equal(counts.outbound, sum(isFinal) + waiting + sum((state) => state === 'uncertain'))
  assert.equal(
    counts.inbound,
    sum((state) => state === 'received'),
  )
}
