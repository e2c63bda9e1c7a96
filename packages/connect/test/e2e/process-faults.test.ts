import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { FaultRun } from './fault-run.ts'

describe('manager and edge under load in both directions', { timeout: 300_000 }, () => {
  it('are stopped and killed: a stop leaves nothing in doubt, and a killed manager finds its answers at the edge', async () => {
    await using run = await FaultRun.start()
    const { world } = run
    await run.under(async () => {
      assert.equal(await world.manager.stop(), 0, world.manager.output)
      await world.restartManager()
    })
    await run.settled()
    assert.equal(await world.everUncertain(), 0)
    await world.restartManager()

    await run.under(async () => {
      await world.manager.kill()
      await world.restartManager()
    })
    const counts = await run.settled()
    assert.deepEqual(world.notOnce, [])
    assert.equal(counts.mayBeDuplicate, 0)

    // Without the reference no receipt tells which of them had arrived.
    await world.change(run.smscId, { uncertainWaitSeconds: 1, userMessageReference: false })
    await world.whenBound(run.smscId, 'london transceiver')
    await run.under(async () => {
      await world.killEdge('london')
      await world.edge('london')
    })
    const { mayBeDuplicate } = await run.settled()
    const { windowSize } = await world.smsc(run.smscId)
    assert.ok(mayBeDuplicate <= Math.floor(windowSize * 1.25), `${mayBeDuplicate} may be duplicates`)
    assert.ok(world.notOnce.length <= mayBeDuplicate, 'all that came twice says that it may have')
    console.log(`  edge killed: ${mayBeDuplicate} sent again, ${world.notOnce.length} of them had been taken`)
  })
})
