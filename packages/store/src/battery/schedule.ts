import assert from 'node:assert/strict'
import { type Check, ref } from './scene.ts'

export function scheduleChecks(check: Check): void {
  check('leaves what is scheduled until its time, and tells it', async (scene) => {
    const later = scene.message({ sendAtMs: scene.at(100) })
    await scene.accept([later, scene.message()])
    assert.equal((await scene.get(later.id)).sendAtMs, scene.at(100))
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(99))), ['2.1 attempt 1'])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(100))), ['1.1 attempt 1'])
  })

  check('a time that has passed is at once', async (scene) => {
    await scene.accept([scene.message({ sendAtMs: scene.at(0) })])
    assert.equal((await scene.store.queues()).find(({ smscId }) => smscId === scene.smscId)?.delayed, 0)
    assert.equal((await scene.lease(9, scene.at(0))).length, 1)
  })

  check('keeps its time over a restart', async (scene) => {
    await scene.accept([scene.message({ sendAtMs: scene.at(100) })])
    await scene.reopen()
    assert.equal((await scene.lease(9, scene.at(99))).length, 0)
    assert.equal((await scene.lease(9, scene.at(100))).length, 1)
  })

  check('takes what comes due in the order in which it was queued', async (scene) => {
    const at = (ms: number) => scene.message({ sendAtMs: scene.at(ms) })
    await scene.accept([at(30), at(20), at(30), at(10)])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(15))), ['4.1 attempt 1'])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(40))), [
      '1.1 attempt 1',
      '2.1 attempt 1',
      '3.1 attempt 1',
    ])
  })

  check('a million that come due together do not keep a code waiting', async (scene) => {
    const many = Array.from({ length: 2500 }, () => scene.message({ messageClass: 'bulk', sendAtMs: scene.at(50) }))
    await scene.accept(many)
    const code = scene.message({ messageClass: 'code', sendAtMs: scene.at(60) })
    await scene.accept([code])
    const leased = await scene.lease(10, scene.at(60))
    assert.equal(leased[0]?.part.messageId, code.id)
    // They are made due in pieces, and still leave in their order.
    const order: string[] = leased.slice(1).map(({ part }) => part.messageId)
    for (let size = leased.length; size > 0; ) {
      const more = await scene.lease(400, scene.at(61))
      order.push(...more.map(({ part }) => part.messageId))
      size = more.length
    }
    assert.deepEqual(
      order,
      many.map(({ id }) => id),
    )
  })

  check('may expire, be cancelled, held and released while it waits for its time', async (scene) => {
    const [held, cancelled, expired] = await scene.accept([
      scene.message({ sendAtMs: scene.at(100) }),
      scene.message({ sendAtMs: scene.at(100) }),
      scene.message({ sendAtMs: scene.at(100), expiresAtMs: scene.at(50) }),
    ])
    assert.ok(held && cancelled && expired)
    const resolve = (id: typeof held, to: 'held' | 'queued' | 'cancelled', atMs: number) =>
      scene.store.resolve([{ part: ref(id), to, atMs: scene.at(atMs), reason: 'test' }])
    await resolve(cancelled, 'cancelled', 5)
    await resolve(held, 'held', 5)
    await resolve(held, 'queued', 10)
    // A release is none before its time.
    assert.deepEqual(await scene.lease(9, scene.at(99)), [])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(100))), ['1.1 attempt 1'])
    assert.equal((await scene.get(expired)).state, 'expired')
  })

  check('does not hold up later ones between the same addresses', async (scene) => {
    await scene.accept([scene.message({ sendAtMs: scene.at(500) })])
    await scene.accept([scene.message()])
    assert.deepEqual(scene.named(await scene.lease()), ['2.1 attempt 1'])
  })
}
