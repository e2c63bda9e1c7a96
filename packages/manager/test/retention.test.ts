import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { VirtualClock } from '@smpp-connect/testkit'
import { removeOld } from '../src/retention.ts'
import { World } from './world.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR

describe('retention', () => {
  it('removes what ended longer ago than is kept, and nothing that is open', async () => {
    const world = await World.retaining(HOUR)
    const old = await world.send('Hello')
    await world.bound(1)
    await world.answered(world.edge.orders.slice())
    await world.receipt(`${old}.1`.toUpperCase())
    assert.equal(await world.state(old), 'delivered')
    const open = await world.send('Later', {
      validitySeconds: 20 * 86_400,
      sendAt: new Date(world.clock.nowMs() + 10 * DAY).toISOString(),
    })
    await world.clock.advance(HOUR - 10_000)
    assert.equal(await world.state(old), 'delivered')
    await world.clock.advance(20_000)
    assert.ok(!(await world.manager.useCases.message(old)).ok)
    assert.equal(await world.state(open), 'accepted')
    assert.equal((await world.manager.useCases.counts()).accepted, 1)
    await world.manager.stop()
  })

  it('goes on in small steps until nothing is left, and rests twice as long as each took', async () => {
    const clock = new VirtualClock()
    const slices = [100, 100, 30]
    const askedAtMs: number[] = []
    const beganMs = clock.nowMs()
    const store = {
      async removeOld(beforeMs: number, limit: number): Promise<number> {
        askedAtMs.push(clock.nowMs() - beganMs)
        assert.equal(beforeMs, clock.nowMs() - 1_000)
        assert.equal(limit, 100)
        await new Promise<void>((resolve) => clock.after(10, resolve))
        return slices.shift() ?? 0
      },
    }
    const removing = removeOld({ store, clock, keepMs: 1_000, stopping: () => false })
    await clock.advance(100)
    assert.equal(await removing, 230)
    assert.deepEqual(askedAtMs, [0, 30, 60])
  })

  it('ends between two steps when Connect stops', async () => {
    const clock = new VirtualClock()
    let steps = 0
    const store = {
      async removeOld(): Promise<number> {
        steps += 1
        await new Promise<void>((resolve) => clock.after(10, resolve))
        return 100
      },
    }
    const removing = removeOld({ store, clock, keepMs: 1_000, stopping: () => steps === 2 })
    await clock.advance(100)
    assert.equal(await removing, 200)
  })

  it('keeps everything where nothing is said, and begins nothing while stopping', async () => {
    const store = { removeOld: () => Promise.reject(new Error('asked')) }
    const clock = new VirtualClock()
    assert.equal(await removeOld({ store, clock, keepMs: null, stopping: () => false }), 0)
    assert.equal(await removeOld({ store, clock, keepMs: 1, stopping: () => true }), 0)
  })
})
