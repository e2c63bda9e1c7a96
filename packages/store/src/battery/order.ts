import assert from 'node:assert/strict'
import type { MessageId } from '@smpp-connect/contracts'
import { type Check, ref, type Scene } from './scene.ts'

export function orderChecks(check: Check): void {
  check('what is to be tried again later holds back what is queued behind it', async (scene) => {
    const [first] = await acceptAll(scene, 3)
    await scene.lease(1)
    await retry(scene, first, 100)
    assert.deepEqual(await scene.lease(9, scene.at(99)), [])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(100))), [
      '1.1 attempt 2',
      '2.1 attempt 1',
      '3.1 attempt 1',
    ])
  })

  check('and what is accepted meanwhile', async (scene) => {
    const [first] = await acceptAll(scene, 1)
    await scene.lease()
    await retry(scene, first, 100)
    await acceptAll(scene, 1)
    assert.deepEqual(await scene.lease(9, scene.at(99)), [])
    assert.equal((await queue(scene))?.delayed, 2)
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(100))), ['1.1 attempt 2', '2.1 attempt 1'])
  })

  check('over a restart', async (scene) => {
    const [first] = await acceptAll(scene, 2)
    await scene.lease(1)
    await retry(scene, first, 100)
    await scene.reopen()
    assert.deepEqual(await scene.lease(9, scene.at(99)), [])
    assert.equal((await scene.lease(9, scene.at(100))).length, 2)
  })

  check('nothing else: not another person, not another class, not what is before it', async (scene) => {
    const [before, late] = await scene.accept([
      scene.message(),
      scene.message(),
      scene.message({ messageClass: 'code' }),
      scene.message({ to: `${scene.person}7` }),
      scene.message(),
    ])
    assert.ok(before && late)
    await scene.lease(9, scene.at(1))
    for (const part of [before, late]) {
      await scene.submit(ref(part), { kind: 'returned', reason: 'test' }, { sentAtMs: null })
    }
    await scene.lease(2)
    await retry(scene, late, 100, 2)
    await scene.submit(ref(before), { kind: 'returned', reason: 'test' }, { sentAtMs: null, attempt: 2 })
    await acceptAll(scene, 1)
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(50))), ['1.1 attempt 3'])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(100))), ['2.1 attempt 3', '6.1 attempt 1'])
  })

  check('further parts of the same message wait as well', async (scene) => {
    const id = await scene.acceptOne(1, 2, 3)
    await scene.lease(1)
    await retry(scene, id, 100)
    assert.deepEqual(await scene.lease(9, scene.at(99)), [])
    assert.equal((await scene.lease(9, scene.at(100))).length, 3)
  })

  check('several that are tried again keep their order among themselves', async (scene) => {
    const [one, two, three] = await acceptAll(scene, 4)
    await scene.lease(3)
    await retry(scene, one, 100)
    await retry(scene, two, 300)
    await retry(scene, three, 200)
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(100))), ['1.1 attempt 2'])
    assert.deepEqual(await scene.lease(9, scene.at(299)), [])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(300))), [
      '2.1 attempt 2',
      '3.1 attempt 2',
      '4.1 attempt 1',
    ])
    const due = (await scene.store.timeline(three)).find(({ kind }) => kind === 'message.retrying')
    assert.equal(due?.detail.dueAtMs, scene.at(300))
  })

  check('returned behind: waits for the one before it; returned: is due at once', async (scene) => {
    const [one, two] = await acceptAll(scene, 2)
    const elsewhere = scene.message({ to: `${scene.person}7` })
    await scene.accept([elsewhere])
    await scene.lease()
    const returned = (behind: boolean) => ({ kind: 'returned', reason: 'test', behind }) as const
    await scene.store.recordSubmits([
      scene.submitRecord(ref(one), { kind: 'retry', status: 0x58, dueAtMs: scene.at(100), counts: true }),
      scene.submitRecord(ref(two), returned(true), { sentAtMs: null }),
      scene.submitRecord(ref(elsewhere.id), returned(true), { sentAtMs: null }),
    ])
    assert.equal((await queue(scene))?.delayed, 2)
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(99))), ['3.1 attempt 2'])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(100))), ['1.1 attempt 2', '2.1 attempt 2'])
  })

  check('a retry that is due at once holds nothing back', async (scene) => {
    const [first] = await acceptAll(scene, 2)
    await scene.lease(1)
    await retry(scene, first, 0)
    assert.deepEqual(scene.named(await scene.lease()), ['1.1 attempt 2', '2.1 attempt 1'])
  })

  check('many that wait behind one are put aside in steps, and none is lost', async (scene) => {
    const [first] = await acceptAll(scene, 1)
    await scene.lease()
    await retry(scene, first, 100)
    await acceptAll(scene, 2300)
    for (let count = 0; count < 4; count++) assert.deepEqual(await scene.lease(50, scene.at(50)), [])
    assert.equal((await queue(scene))?.delayed, 2301)
    let left = 2301
    for (let size = 1; size > 0; left -= size) size = (await scene.lease(500, scene.at(100))).length
    assert.equal(left, 0)
  })
}

async function acceptAll(scene: Scene, count: number): Promise<[MessageId, MessageId, MessageId]> {
  const messages = Array.from({ length: count }, () => scene.message())
  return (await scene.accept(messages)) as [MessageId, MessageId, MessageId]
}

async function retry(scene: Scene, id: MessageId, dueAtMs: number, attempt = 1): Promise<void> {
  const refused = { kind: 'retry', status: 0x58, dueAtMs: scene.at(dueAtMs), counts: true } as const
  const result = await scene.submit(ref(id), refused, { attempt })
  assert.equal(result.state, 'queued')
}

async function queue(scene: Scene) {
  return (await scene.store.queues()).find(({ smscId }) => smscId === scene.smscId)
}
