import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { EdgeWorld } from './edge-world.ts'
import { ANSWERS_AFTER_MS, nothingInDoubt, TEXTS, through } from './fault-run.ts'

describe('manager and edge under load in both directions, when one of them', { timeout: 300_000 }, () => {
  it('is killed, the manager: what was in doubt is settled by the answers that the edge kept', () =>
    through(
      async (world) => {
        await world.manager.kill()
        await world.restartManager()
      },
      async ({ world, counts }) => {
        assert.deepEqual(world.notOnce, [])
        assert.equal(counts.mayBeDuplicate, 0)
        const uncertain = await world.everUncertain()
        console.log(`  manager killed: ${uncertain} parts were in doubt for a moment`)
      },
    ))

  it('is stopped, the manager: nothing is in doubt', () =>
    through(async (world) => {
      assert.equal(await world.manager.stop(), 0, world.manager.output)
      await world.restartManager()
    }, nothingInDoubt))

  it('is killed, the edge: what had left without an answer is sent again, and says so', async () => {
    await using world = await EdgeWorld.start()
    const london = await world.edge('london')
    world.simulator.setFaults({ delayAnswersMs: ANSWERS_AFTER_MS })
    // Without the reference no receipt tells which of them had arrived.
    const id = await world.define({ uncertainWaitSeconds: 1, userMessageReference: false })
    await world.whenBound(id, 'london transceiver')
    await world.send(TEXTS)
    await world.whenTaken(60)
    await london.kill()
    await world.edge('london')
    const counts = await world.allDelivered(60_000)
    const { windowSize } = await world.smsc(id)
    assert.ok(world.notOnce.length <= windowSize, `${world.notOnce}`)
    assert.ok(counts.mayBeDuplicate <= windowSize, `${counts.mayBeDuplicate} may be duplicates`)
    assert.ok(world.notOnce.length <= counts.mayBeDuplicate, 'all that came twice says that it may have')
    console.log(`  edge killed: ${counts.mayBeDuplicate} sent again, ${world.notOnce.length} of them had been taken`)
  })
})
