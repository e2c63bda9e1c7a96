import assert from 'node:assert/strict'
import type { MessageClass } from '@smpp-connect/contracts'
import type { LeasedPart } from '../records.ts'
import { type Check, ref, SHARES } from './scene.ts'

export function streamChecks(check: Check): void {
  check('a one-time code is in the next lease, however much else waits', async (scene) => {
    const bulk = Array.from({ length: 300 }, (_, index) =>
      scene.message({ messageClass: 'bulk', owner: `key_${index % 7}` }),
    )
    await scene.accept(bulk)
    assert.equal(classes(await scene.lease(20)), 'b'.repeat(20))
    await scene.accept([scene.message({ messageClass: 'code' })])
    assert.equal(classes(await scene.lease(1)), 'c')
    assert.equal(classes(await scene.lease(2)), 'bb')
  })

  check('classes that wait get their shares, over leases of any size', async (scene) => {
    for (const messageClass of ['bulk', 'transactional', 'code'] as const) {
      await scene.accept(Array.from({ length: 120 }, () => scene.message({ messageClass })))
    }
    const taken: string[] = []
    for (const limit of [1, 1, 1, 7, 10, 40, 40]) taken.push(classes(await scene.lease(limit)))
    const all = taken.join('')
    const count = (letter: string): number => [...all].filter((one) => one === letter).length
    const [code, transactional, bulk] = [count('c'), count('t'), count('b')]
    assert.ok(Math.abs(code - 60) <= 3 && Math.abs(transactional - 30) <= 2 && Math.abs(bulk - 10) <= 1, all)
  })

  check('what a class does not need goes to the more urgent ones first', async (scene) => {
    for (const messageClass of ['bulk', 'transactional'] as const) {
      await scene.accept(Array.from({ length: 120 }, () => scene.message({ messageClass })))
    }
    const taken = classes(await scene.lease(100))
    const bulk = [...taken].filter((one) => one === 'b').length
    // Its own ten of a hundred, and the sixty of the codes go to the other.
    assert.ok(bulk >= 9 && bulk <= 11, taken)
    const rest = classes(await scene.lease(100))
    assert.equal([...rest].filter((one) => one === 't').length, 120 - (100 - bulk))
  })

  check('shares are those that the lease is told', async (scene) => {
    for (const messageClass of ['bulk', 'transactional', 'code'] as const) {
      await scene.accept(Array.from({ length: 60 }, () => scene.message({ messageClass })))
    }
    const shares = { code: 1, transactional: 1, bulk: 2 }
    const taken = classes(await scene.lease(80, scene.at(1), { shares }))
    const bulk = [...taken].filter((one) => one === 'b').length
    assert.ok(Math.abs(bulk - 40) <= 3, taken)
  })

  check('owners of a class take turns, part by part, and each keeps its order', async (scene) => {
    const of = (owner: string, count: number) => Array.from({ length: count }, () => scene.message({ owner }))
    await scene.accept([...of('key_a', 5), ...of('key_b', 2), ...of('key_c', 1)])
    const first = scene.named(await scene.lease(4)).map(short)
    assert.deepEqual(first, ['1.1', '6.1', '8.1', '2.1'])
    // It goes on with the one whose turn it is.
    assert.deepEqual(scene.named(await scene.lease(4)).map(short), ['7.1', '3.1', '4.1', '5.1'])
  })

  check('a new owner does not wait behind what others have queued', async (scene) => {
    await scene.accept(Array.from({ length: 200 }, () => scene.message({ owner: 'key_a' })))
    await scene.lease(10)
    const late = scene.message({ owner: 'key_b' })
    await scene.accept([late])
    const leased = await scene.lease(2)
    assert.ok(leased.some(({ part }) => part.messageId === late.id))
  })

  check('parts of a message leave one after the other, the owner taking a turn for each', async (scene) => {
    await scene.accept([
      scene.message({ owner: 'key_a', references: [1, 2, 3] }),
      scene.message({ owner: 'key_b', references: [4, 5] }),
    ])
    assert.deepEqual(scene.named(await scene.lease()).map(short), ['1.1', '2.1', '1.2', '2.2', '1.3'])
  })

  check('keeps classes and owners of different SMSCs apart', async (scene) => {
    const elsewhere = { smscId: `${scene.smscId}b` } as const
    await scene.accept([scene.message({ ...elsewhere, messageClass: 'code' }), scene.message()])
    assert.equal(classes(await scene.lease()), 't')
    const { parts: other } = await scene.store.lease({ ...elsewhere, limit: 9, nowMs: scene.at(1), shares: SHARES })
    assert.equal(classes(other), 'c')
  })

  check('serves every stream over a restart', async (scene) => {
    await scene.accept(['key_a', 'key_b', 'key_c'].map((owner) => scene.message({ owner })))
    await scene.lease(1)
    await scene.reopen()
    assert.equal((await scene.lease()).length, 2)
  })

  check('finds messages by their class', async (scene) => {
    for (const messageClass of ['code', 'bulk', 'code'] as const) {
      await scene.accept([scene.message({ messageClass, text: messageClass })])
    }
    await scene.hear('heard')
    const { smscId } = scene
    assert.deepEqual(await scene.texts({ smscId, messageClass: 'code' }), ['code', 'code'])
    assert.deepEqual(await scene.texts({ smscId, messageClass: 'transactional' }), [])
    const [found] = (await scene.store.messages({ smscId, messageClass: 'bulk', limit: 5 })).items
    assert.deepEqual([found?.messageClass, found?.owner], ['bulk', 'key_1'])
  })

  check('tells uncertain parts of one class from those of another', async (scene) => {
    const ids = await scene.accept([scene.message({ messageClass: 'code' }), scene.message({ messageClass: 'bulk' })])
    await scene.lease()
    await scene.store.markUncertain({ reason: 'lost', atMs: scene.at(5), smscIds: [scene.smscId] })
    const uncertain = (messageClass: MessageClass) => scene.store.uncertain(scene.smscId, messageClass, scene.at(9), 9)
    assert.deepEqual(await uncertain('code'), [ref(ids[0] as `msg_${string}`)])
    assert.deepEqual(await uncertain('bulk'), [ref(ids[1] as `msg_${string}`)])
    assert.deepEqual(await uncertain('transactional'), [])
  })
}

/** One letter for each part's class. */
function classes(leased: readonly LeasedPart[]): string {
  return leased.map(({ messageClass }) => messageClass[0]).join('')
}

function short(named: string): string {
  return named.split(' ')[0] as string
}
