import assert from 'node:assert/strict'
import type { MessageId } from '@smpp-connect/contracts'
import { RECEIPT_GRACE_MS, type ResolveRequest } from '../port.ts'
import { type Check, ref, type Scene, SHARES, VALIDITY_MS } from './scene.ts'

export function uncertainChecks(check: Check): void {
  check(
    'makes all that is sending uncertain, at all SMSCs or at those that are named',
    async (scene) => {
      const there = scene.message({ smscId: `${scene.smscId}b` })
      const [id, other] = (await scene.accept([scene.message({ references: [1, 2] }), there])) as [MessageId, MessageId]
      await scene.lease(1)
      await scene.store.lease({ smscId: there.smscId, limit: 1, nowMs: scene.at(1), shares: SHARES })
      const request = { reason: 'edge lost', atMs: scene.at(5) }
      assert.equal(await scene.store.markUncertain({ ...request, smscIds: [] }), 0)
      assert.equal(await scene.store.markUncertain({ ...request, smscIds: [there.smscId, 'smsc_none'] }), 1)
      assert.deepEqual(await scene.store.messageStates([id, other]), ['sending', 'uncertain'])
      assert.equal(await scene.store.markUncertain(request), 1)
      assert.equal(await scene.store.markUncertain(request), 0)
      assert.equal((await scene.part(id, 2)).state, 'queued')
      assert.deepEqual((await scene.story(id)).slice(2), ['message.uncertain 1 {"reason":"edge lost","attempt":1}'])
    },
    { fresh: true },
  )

  check('what was sending when the process died is found after opening, and can be marked', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    await scene.reopen()
    assert.equal((await scene.part(id)).state, 'sending')
    assert.equal(await scene.store.markUncertain({ reason: 'restart', atMs: scene.at(9), smscIds: [scene.smscId] }), 1)
    assert.deepEqual(await scene.store.uncertain(scene.smscId, 'transactional', scene.at(10), 5), [ref(id)])
  })

  check('lists uncertain parts from before a time, the oldest first', async (scene) => {
    const ids = [await scene.acceptOne(), await scene.acceptOne(), await scene.acceptOne(1, 2)]
    await scene.lease()
    const lose = (index: number, atMs: number, number = 1) =>
      scene.submit(
        ref(ids[index] as MessageId, number),
        { kind: 'uncertain', reason: 'lost' },
        { atMs: scene.at(atMs) },
      )
    await lose(1, 10)
    await lose(0, 30)
    await lose(2, 20, 2)
    await lose(2, 20, 1)
    const list = async (beforeMs: number, limit: number) =>
      (await scene.store.uncertain(scene.smscId, 'transactional', scene.at(beforeMs), limit)).map(
        ({ messageId, number }) => `${ids.indexOf(messageId)}.${number}`,
      )
    assert.deepEqual(await list(31, 9), ['1.1', '2.1', '2.2', '0.1'])
    assert.deepEqual(await list(30, 9), ['1.1', '2.1', '2.2'])
    assert.deepEqual(await list(31, 2), ['1.1', '2.1'])
    assert.deepEqual(await scene.store.uncertain('smsc_none', 'transactional', scene.at(99), 5), [])
  })

  check('a late answer ends uncertainty', async (scene) => {
    const id = await uncertainPart(scene)
    assert.deepEqual(await scene.took(ref(id), 'L1'), { changed: true, state: 'submitted', messageState: 'submitted' })
    assert.equal((await scene.part(id)).mayBeDuplicate, false)
    assert.deepEqual(await scene.store.uncertain(scene.smscId, 'transactional', scene.at(9999), 5), [])
  })

  check('a late refusal ends it too, without the suspicion of a second copy', async (scene) => {
    const id = await uncertainPart(scene)
    await scene.submit(ref(id), { kind: 'retry', status: 0x58, dueAtMs: 0, counts: true })
    assert.deepEqual(scene.named(await scene.lease()), ['1.1 attempt 2'])
    assert.equal((await scene.get(id)).mayBeDuplicate, false)
  })

  check('queued again: marked as perhaps sent twice, in its old place, with its attempts', async (scene) => {
    const id = await uncertainPart(scene)
    await scene.acceptOne()
    assert.deepEqual(await resolve(scene, id, 'queued'), { changed: true, state: 'queued', messageState: 'accepted' })
    assert.equal((await scene.part(id)).mayBeDuplicate, true)
    assert.equal((await scene.get(id)).mayBeDuplicate, true)
    assert.equal((await scene.story(id)).at(-1), 'message.resent 1 {"reason":"policy"}')
    assert.deepEqual(scene.named(await scene.lease()), ['1.1 attempt 2', '2.1 attempt 1'])
    const late = await scene.took(ref(id), 'OLD')
    assert.deepEqual(late, { changed: false, state: 'sending', messageState: 'sending' })
  })

  check('counts a message that may be a duplicate once, also where a second part of it may be', async (scene) => {
    const id = await scene.acceptOne(1, 2)
    const before = (await scene.store.counts()).mayBeDuplicate
    const sendTwice = async (number: number): Promise<void> => {
      const leased = await scene.lease(1)
      assert.deepEqual(scene.named(leased), [`1.${number} attempt 1`])
      await scene.submit(ref(id, number), { kind: 'uncertain', reason: 'no answer' })
      await scene.store.resolve([{ part: ref(id, number), to: 'queued', reason: 'resend', atMs: scene.at(30) }])
      await scene.lease(1)
      await scene.took(ref(id, number), `A${number}`, { attempt: 2 })
    }
    await sendTwice(1)
    // What a store remembers of what was just accepted is forgotten.
    await scene.reopen()
    await sendTwice(2)
    assert.equal((await scene.get(id)).mayBeDuplicate, true)
    assert.equal((await scene.store.counts()).mayBeDuplicate, before + 1)
  })

  check('held: waits for a person, and is released with the suspicion of a second copy', async (scene) => {
    const id = await uncertainPart(scene)
    assert.deepEqual(await resolve(scene, id, 'held'), { changed: true, state: 'held', messageState: 'held' })
    assert.deepEqual(await scene.lease(), [])
    assert.deepEqual(await scene.store.uncertain(scene.smscId, 'transactional', scene.at(9999), 5), [])
    await resolve(scene, id, 'queued')
    assert.deepEqual((await scene.story(id)).slice(-2), [
      'message.held 1 {"reason":"policy"}',
      'message.released 1 {"reason":"policy"}',
    ])
    assert.equal((await scene.get(id)).mayBeDuplicate, true)
    assert.deepEqual(scene.named(await scene.lease()), ['1.1 attempt 2'])
  })

  check('held after uncertainty: a late answer or a receipt still tells', async (scene) => {
    const answered = await uncertainPart(scene)
    await resolve(scene, answered, 'held')
    assert.equal((await scene.took(ref(answered), 'H1')).state, 'submitted')
    const received = await uncertainPart(scene, 77)
    await resolve(scene, received, 'held')
    const receipt = await scene.receive('H2', { userMessageReference: 77, destination: scene.person })
    assert.deepEqual(receipt, { kind: 'applied', part: ref(received), by: 'reference' })
    assert.equal((await scene.get(received)).state, 'delivered')
  })

  check('held before it was ever sent: released without suspicion, and no receipt names it', async (scene) => {
    const id = await scene.acceptOne(5)
    await resolve(scene, id, 'held')
    assert.equal((await scene.receive('N', { userMessageReference: 5, destination: scene.person })).kind, 'parked')
    assert.equal((await scene.took(ref(id), 'N', { attempt: 0 })).changed, false)
    await resolve(scene, id, 'queued')
    assert.equal((await scene.get(id)).mayBeDuplicate, false)
    assert.deepEqual(scene.named(await scene.lease()), ['1.1 attempt 1'])
  })

  check('closed or cancelled: final, with the reason', async (scene) => {
    const closed = await uncertainPart(scene)
    await resolve(scene, closed, 'uncertain-closed', scene.at(44))
    const { state, errorCode, finalAtMs } = await scene.get(closed)
    assert.deepEqual(
      { state, errorCode, finalAtMs },
      {
        state: 'uncertain-closed',
        errorCode: 'uncertain-closed',
        finalAtMs: scene.at(44),
      },
    )
    const cancelled = await scene.acceptOne()
    await resolve(scene, cancelled, 'cancelled')
    assert.deepEqual([(await scene.get(cancelled)).state, (await scene.get(cancelled)).errorCode], ['cancelled', null])
    assert.equal((await scene.story(cancelled)).at(-1), 'message.final {"state":"cancelled","errorCode":null}')
    assert.deepEqual(await scene.lease(), [])
  })

  check('what is with the Sender or at the SMSC is not resolved, and nothing to where it may not go', async (scene) => {
    const id = await scene.acceptOne()
    const attempt = async (to: ResolveRequest['to']) => (await resolve(scene, id, to)).changed
    assert.equal(await attempt('queued'), false)
    assert.equal(await attempt('uncertain-closed'), false)
    await scene.lease()
    for (const to of ['queued', 'held', 'uncertain-closed', 'cancelled'] as const)
      assert.equal(await attempt(to), false)
    await scene.took(ref(id), 'S1')
    for (const to of ['queued', 'held', 'uncertain-closed', 'cancelled'] as const)
      assert.equal(await attempt(to), false)
    assert.equal((await scene.get(id)).state, 'submitted')
  })

  check(
    'expires what is queued, held or uncertain when its time has passed, up to the limit',
    async (scene) => {
      const held = await scene.acceptOne()
      await resolve(scene, held, 'held')
      const uncertain = await uncertainPart(scene)
      const sending = await scene.acceptOne()
      await scene.lease()
      const queued = await scene.acceptOne()
      const later = scene.message({ expiresAtMs: scene.at(VALIDITY_MS + 1) })
      await scene.accept([later])
      const ids = [held, uncertain, sending, queued, later.id]
      assert.equal(await scene.store.expire(scene.at(VALIDITY_MS - 1), 10), 0)
      assert.equal(await scene.store.expire(scene.at(VALIDITY_MS), 2), 2)
      assert.deepEqual(await scene.store.messageStates(ids), ['expired', 'expired', 'sending', 'accepted', 'accepted'])
      assert.equal(await scene.store.expire(scene.at(VALIDITY_MS), 2), 1)
      assert.deepEqual(await scene.store.messageStates(ids), ['expired', 'expired', 'sending', 'expired', 'accepted'])
      assert.equal((await scene.get(held)).errorCode, 'expired')
      assert.deepEqual(await scene.lease(9, scene.at(2)).then((leased) => scene.named(leased)), ['5.1 attempt 1'])
    },
    { fresh: true },
  )

  check(
    'gives up waiting for a receipt a day after the end of validity',
    async (scene) => {
      const id = await scene.acceptOne()
      await scene.lease()
      await scene.took(ref(id), 'R1')
      assert.equal(await scene.store.expire(scene.at(VALIDITY_MS + RECEIPT_GRACE_MS - 1), 5), 0)
      assert.equal(await scene.store.expire(scene.at(VALIDITY_MS + RECEIPT_GRACE_MS), 5), 1)
      assert.deepEqual([(await scene.get(id)).state, (await scene.get(id)).errorCode], ['expired', 'no-receipt'])
      assert.equal((await scene.receive('R1')).kind, 'ignored')
    },
    { fresh: true },
  )

  check(
    'expires what is sending once its answer has come',
    async (scene) => {
      const id = await scene.acceptOne()
      await scene.lease()
      await scene.submit(ref(id), { kind: 'retry', status: 0x58, dueAtMs: scene.at(VALIDITY_MS * 2), counts: true })
      assert.equal(await scene.store.expire(scene.at(VALIDITY_MS), 5), 1)
      assert.equal((await scene.get(id)).state, 'expired')
    },
    { fresh: true },
  )
}

async function uncertainPart(scene: Scene, reference = 1): Promise<MessageId> {
  const id = await scene.acceptOne(reference)
  await scene.lease()
  await scene.submit(ref(id), { kind: 'uncertain', reason: 'link lost' })
  return id
}

async function resolve(scene: Scene, id: MessageId, to: ResolveRequest['to'], atMs = scene.at(40)) {
  const [result, ...more] = await scene.store.resolve([{ part: ref(id), to, atMs, reason: 'policy' }])
  assert.equal(more.length, 0)
  assert.ok(result)
  return result
}
