import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { definition } from '../definition.ts'
import { World } from '../world.ts'

/** Only what is not 0. */
function counted(counts: ReadonlyMap<string, number> | undefined): Readonly<Record<string, number>> {
  return Object.fromEntries([...(counts ?? [])].filter(([, count]) => count > 0))
}

describe('the figures of an edge', () => {
  it('count how orders end, coarsely: a vendor may have any number of statuses', async () => {
    const world = await World.start()
    const answers = ['ESME_ROK', 'ESME_RTHROTTLED', 'ESME_RSYSERR', 'ESME_RINVDSTADR', 0x4a1, 0x1234_5678]
    world.answer = () => {
      const status = answers[world.requests.length - 1]
      return status === 'ESME_ROK' ? { messageId: 'id-1' } : (status as never)
    }
    await world.edge.applyDefinitions([definition({ windowSize: 10 })])
    await world.clock.advance(10)
    const before = world.edge.figures[0]
    assert.deepEqual([before?.sender.windowSum, before?.sender.outstanding], [10, 0])
    assert.equal(before?.sender.credit, world.manager.credit.get('smsc_test'))
    world.submit(answers.map((_, at) => world.order(at + 1)))
    await world.clock.advance(2_000)
    const [smsc] = world.edge.figures
    assert.deepEqual(counted(smsc?.sender.ended), { ok: 1, throttled: 1, temporary: 1, refused: 3 })
    assert.equal(smsc?.sender.isSlowed, true)
    await world.stop()
  })

  it('count what is uncertain, and the answer that comes late', async () => {
    const world = await World.start()
    world.answer = () => new Promise((resolve) => world.clock.after(7_000, () => resolve({ messageId: 'late' })))
    await world.edge.applyDefinitions([definition({ responseTimeoutSeconds: 5 })])
    await world.clock.advance(10)
    world.submit([world.order(1)])
    await world.clock.advance(6_000)
    assert.deepEqual(counted(world.edge.figures[0]?.sender.ended), { uncertain: 1 })
    await world.clock.advance(2_000)
    assert.deepEqual(counted(world.edge.figures[0]?.sender.ended), { uncertain: 1, late: 1 })
    await world.stop()
  })

  it('count what comes in by what it says it is, and what became of it', async () => {
    const world = await World.start()
    await world.edge.applyDefinitions([definition()])
    await world.clock.advance(10)
    const [session] = world.server.sessions
    const deliver = async (esmClass: number): Promise<void> => {
      const delivered = session?.request({
        command: 'deliver_sm',
        sourceAddr: '447700900123',
        destinationAddr: '60777',
        esmClass,
      })
      await world.clock.advance(10)
      await delivered
    }
    await deliver(0)
    await deliver(4)
    world.manager.verdict = () => Promise.reject(new Error('the store is not there'))
    await deliver(0x40)
    assert.deepEqual(world.edge.figures[0]?.inbound, {
      receipt: { taken: 1, refused: 0 },
      text: { taken: 1, refused: 1 },
    })
    await world.stop()
  })

  it('say how each bind stands that is to be there, and what came of binding', async () => {
    const world = await World.start()
    world.judge = () => 'ESME_RINVPASWD'
    const one = definition({ bindMode: 'transmitter-receiver' })
    await world.edge.applyDefinitions([one])
    await world.clock.advance(10)
    const refused = world.edge.figures[0]
    assert.deepEqual(
      refused?.binds.map(({ name, status }) => [name, status]),
      [
        ['transmitter-1', 'waiting'],
        ['receiver-1', 'waiting'],
      ],
    )
    assert.match(refused?.binds[0]?.reason ?? '', /password/i)
    assert.deepEqual(counted(refused?.bindCounts.get('receiver-1')), { refused: 1 })

    world.judge = () => true
    await world.edge.applyDefinitions([{ ...one, password: 'other', version: 2 }])
    await world.clock.advance(100)
    const bound = world.edge.figures[0]
    assert.deepEqual(
      bound?.binds.map(({ name, status, reason }) => [name, status, reason]),
      [
        ['transmitter-1', 'bound', ''],
        ['receiver-1', 'bound', ''],
      ],
    )
    assert.deepEqual(counted(bound?.bindCounts.get('receiver-1')), { refused: 1, bound: 1 }, 'over both of them')
    for (const session of world.server.sessions) session.destroy()
    await world.clock.advance(10)
    assert.deepEqual(counted(world.edge.figures[0]?.bindCounts.get('transmitter-1')), { refused: 1, bound: 1, lost: 1 })

    await world.edge.applyDefinitions([{ ...one, enabled: false, version: 3 }])
    await world.clock.advance(10)
    assert.deepEqual(world.edge.figures, [], 'nothing is to be bound')
    await world.stop()
  })
})
