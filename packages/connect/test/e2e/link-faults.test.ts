import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually } from '@smpp-connect/testkit'
import { acknowledgedBy, FaultRun } from './fault-run.ts'

describe('the link between manager and edge, under load in both directions', { timeout: 300_000 }, () => {
  it('is cut, cut again and again, and lost in one direction: nothing is lost, doubled, or in doubt', async () => {
    await using run = await FaultRun.start()
    const { world, proxy } = run
    const isUp = async (): Promise<boolean> => (await world.edges())[0]?.up === true

    await run.under(async () => {
      proxy.accepting = false
      proxy.cut()
      await eventually('both know', async () => !(await isUp()) && /No link/.test(world.logs))
      const { counters } = world.simulator.ledger
      const [offered, acknowledged, taken] = [counters.offered, acknowledgedBy(world), world.taken]
      await eventually('the SMSC offers what comes in', () => counters.offered >= offered + 3)
      assert.ok(acknowledgedBy(world) - acknowledged <= 2, 'and is asked to try later')
      assert.ok(world.taken - taken <= 10, 'what the Sender had has left or was given back; no more leaves')
      proxy.accepting = true
      await eventually('linked again', isUp)
    })
    await run.under(async () => {
      for (let round = 0; round < 2; round++) {
        const { connections } = proxy
        proxy.cut()
        await eventually('linked again', async () => proxy.connections > connections && (await isUp()))
      }
    })
    await run.under(async () => {
      proxy.set('open', 'lost')
      await eventually('the manager knows', async () => !(await isUp()))
      proxy.set('open', 'open')
    })

    const counts = await run.settled()
    assert.deepEqual(world.notOnce, [])
    assert.equal(counts.mayBeDuplicate, 0)
    assert.equal(await world.everUncertain(), 0)
  })
})
