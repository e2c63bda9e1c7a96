import assert from 'node:assert/strict'
import type { NewMessage } from '../port.ts'
import type { LeasedPart } from '../records.ts'
import { type Check, ref, type Scene, SHARES } from './scene.ts'

/** What is accepted and leased in one step, as it is where nothing waits: in SQLite its row is written once. */
export function acceptAndLeaseChecks(check: Check): void {
  check('takes what is accepted in the same step', async (scene) => {
    const message = scene.message()
    const leased = await acceptAndLease(scene, [message])
    assert.deepEqual(scene.named(leased), ['1.1 attempt 1'])
    await scene.reopen()
    const { state, attempts } = await scene.part(message.id)
    assert.deepEqual([state, attempts, (await scene.get(message.id)).state], ['sending', 1, 'sending'])
    assert.deepEqual(await scene.story(message.id), [
      'message.accepted {"parts":1,"encoding":"gsm7"}',
      'message.sending 1 {"attempt":1}',
    ])
    assert.deepEqual(await scene.lease(), [])
    await scene.took(ref(message.id), 'A1')
    assert.equal((await scene.receive('A1')).kind, 'applied')
    assert.equal((await scene.get(message.id)).state, 'delivered')
  })

  check('takes no more than it may, and the rest with the next leases, in their order', async (scene) => {
    const messages = Array.from({ length: 5 }, () => scene.message())
    assert.deepEqual(scene.named(await acceptAndLease(scene, messages, 2)), ['1.1 attempt 1', '2.1 attempt 1'])
    const more = [scene.message(), scene.message()]
    assert.deepEqual(
      scene.named(await acceptAndLease(scene, more, 4)),
      [3, 4, 5, 6].map((n) => `${n}.1 attempt 1`),
    )
    assert.deepEqual(scene.named(await scene.lease()), ['7.1 attempt 1'])
  })

  check('takes first what waits before, also what has become due', async (scene) => {
    await scene.accept([scene.message({ sendAtMs: scene.at(50) }), scene.message()])
    const leased = await acceptAndLease(scene, [scene.message(), scene.message()], 3, 60)
    assert.deepEqual(scene.named(leased), ['1.1 attempt 1', '2.1 attempt 1', '3.1 attempt 1'])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(60))), ['4.1 attempt 1'])
  })

  check('takes first what has become due, where nothing else waits', async (scene) => {
    await scene.accept([scene.message({ sendAtMs: scene.at(50) })])
    assert.deepEqual(scene.named(await acceptAndLease(scene, [scene.message()], 1, 60)), ['1.1 attempt 1'])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(60))), ['2.1 attempt 1'])
  })

  check('takes what has become due since it was accepted, also among others of the same step', async (scene) => {
    const messages = [
      scene.message(),
      scene.message({ sendAtMs: scene.at(50) }),
      scene.message({ sendAtMs: scene.at(70) }),
    ]
    assert.deepEqual(scene.named(await acceptAndLease(scene, messages, 9, 60)), ['1.1 attempt 1', '2.1 attempt 1'])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(70))), ['3.1 attempt 1'])
  })

  check('finds all of many that wait and leave one by one', async (scene) => {
    const messages = Array.from({ length: 40 }, () => scene.message())
    // One of two parts before them: what follows has to queue.
    await scene.accept([scene.message({ references: [8, 9] }), ...messages])
    const leased = await scene.lease()
    assert.equal(leased.length, 42)
    assert.deepEqual(
      leased.slice(2).map(({ part }) => part.messageId),
      messages.map(({ id }) => id),
    )
  })

  check('keeps the order among messages of one part and of several', async (scene) => {
    const messages = [scene.message(), scene.message({ references: [8, 9] }), scene.message()]
    const leased = await acceptAndLease(scene, messages)
    assert.deepEqual(
      scene.named(leased),
      ['1.1', '2.1', '2.2', '3.1'].map((part) => `${part} attempt 1`),
    )
    assert.deepEqual(
      leased.map(({ shortMessage }) => [...shortMessage]),
      [
        [1, 1],
        [2, 1],
        [2, 2],
        [3, 1],
      ],
    )
  })

  check('leaves alone what is not to leave: scheduled, opted out, expired, behind one that is late', async (scene) => {
    const late = await scene.acceptOne()
    await scene.lease()
    await scene.submit(ref(late), { kind: 'retry', status: 0x58, dueAtMs: scene.at(90), counts: true })
    const gone = `${scene.person}7`
    const said = { source: 'api', keyword: null, messageId: null, by: null, atMs: scene.at(1), reply: null } as const
    await scene.store.changeConsent([{ ...said, person: gone, ours: scene.ours, to: 'opted-out' }])
    const [free, later, behind, blocked, expired] = [
      scene.message({ to: `${scene.person}1` }),
      scene.message({ to: `${scene.person}2`, sendAtMs: scene.at(500) }),
      scene.message(),
      scene.message({ to: gone }),
      scene.message({ to: `${scene.person}3`, expiresAtMs: scene.at(25) }),
    ] as const
    const leased = await acceptAndLease(scene, [behind, later, blocked, expired, free], 9, 30)
    assert.deepEqual(
      leased.map(({ part }) => part.messageId),
      [free.id],
    )
    const states = await scene.store.messageStates([free, later, behind, blocked, expired].map(({ id }) => id))
    assert.deepEqual(states, ['sending', 'accepted', 'accepted', 'blocked', 'expired'])
  })

  check('is what anything else of the same step finds', async (scene) => {
    const [first, second] = [scene.message(), scene.message()]
    const { store } = scene
    const all = await Promise.all([
      store.accept({ messages: [first], atMs: scene.at(0) }),
      scene.lease(),
      store.accept({ messages: [second], atMs: scene.at(0) }),
      store.markUncertain({ smscIds: [scene.smscId], reason: 'gone', atMs: scene.at(2) }),
      scene.lease(),
      scene.took(ref(second.id), 'B1'),
      scene.receive('B1'),
    ])
    assert.deepEqual([scene.named(all[1]), all[3], scene.named(all[4])], [['1.1 attempt 1'], 1, ['2.1 attempt 1']])
    assert.deepEqual(await store.messageStates([first.id, second.id]), ['uncertain', 'delivered'])
    assert.equal((await scene.part(first.id)).attempts, 1)
  })

  check('is kept when another operation of the step is refused, and counts once', async (scene) => {
    const message = scene.message()
    const [accepted, refused, leased] = await Promise.allSettled([
      scene.store.accept({ messages: [message], atMs: scene.at(0) }),
      scene.store.accept({ messages: [scene.message({ parts: [] })], atMs: scene.at(0) }),
      scene.lease(),
    ])
    assert.deepEqual([accepted.status, refused.status], ['fulfilled', 'rejected'])
    assert.equal(leased.status === 'fulfilled' && leased.value.length, 1)
    const [queue] = (await scene.store.queues()).filter(({ smscId }) => smscId === scene.smscId)
    assert.deepEqual([queue?.queued, queue?.sending], [0, 1])
  })
}

async function acceptAndLease(
  scene: Scene,
  messages: readonly NewMessage[],
  limit = 100,
  afterMs = 1,
): Promise<readonly LeasedPart[]> {
  const { store, smscId } = scene
  const [, { parts }] = await Promise.all([
    store.accept({ messages, atMs: scene.at(0) }),
    store.lease({ smscId, limit, nowMs: scene.at(afterMs), shares: SHARES }),
  ])
  return parts
}
