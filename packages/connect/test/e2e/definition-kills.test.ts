import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { SmscView } from '@smpp-connect/contracts'
import { eventually } from '@smpp-connect/testkit'
import { EDGE_DIES, MANAGER_DIES } from './dying-points.ts'
import { FaultRun } from './fault-run.ts'
import { MAIN } from './running-connect.ts'

const DYING_ROLE = join(import.meta.dirname, 'dying-role.ts')

describe('kill -9 while a definition is changed, with an edge elsewhere and load in both directions', {
  timeout: 300_000,
}, () => {
  it('leaves the edge with what is stored, at the latest a moment after the link is back, and says until then that it is stale', async () => {
    await using run = await FaultRun.start()
    const { world, proxy, smscId } = run
    const place = `127.0.0.1:${proxy.port}`
    const armed = join(world.insideFolder, 'armed')
    const isUp = async (): Promise<boolean> => (await world.edges())[0]?.up === true

    /** The link comes back, and the edge gets what is stored. Says how long that took, in milliseconds. */
    const carriedOut = async (expected: Partial<SmscView>, isConfirmed = false): Promise<number> => {
      const { staleAt, ...stored } = await world.smsc(smscId)
      assert.deepEqual(staleAt, isConfirmed ? [] : ['london'], 'it is shown whether the edge has confirmed it')
      for (const [name, value] of Object.entries(expected))
        assert.equal(stored[name as keyof typeof stored], value, name)
      proxy.accepting = true
      await eventually('linked', isUp)
      const sinceMs = performance.now()
      await eventually('confirmed', async () => (await world.smsc(smscId)).staleAt.length === 0)
      const tookMs = performance.now() - sinceMs
      await eventually('carried out', async () => {
        const { binds, version } = await world.smsc(smscId)
        return binds[0]?.status === 'bound' && binds[0].definitionVersion === version
      })
      return tookMs
    }
    const tell = (point: string, tookMs: number): void =>
      console.log(`  killed ${point}: the edge has it ${Math.round(tookMs)} ms after the link is back`)

    /** What runs from one kill to the next, and after the last. */
    const program = (role: string, point: string | undefined): readonly string[] =>
      point === undefined ? [MAIN, role] : [DYING_ROLE, role, point, armed]

    await world.manager.stop()
    await world.restartManager(program('manager', MANAGER_DIES[0]))
    await eventually('linked', isUp)
    let windowSize = 10
    for (const [at, point] of MANAGER_DIES.entries()) {
      await eventually('confirmed', async () => (await world.smsc(smscId)).staleAt.length === 0)
      await run.under(async () => {
        writeFileSync(armed, '')
        // It may be answered or not: whoever asked and heard nothing looks.
        await Promise.allSettled([world.change(smscId, { windowSize: windowSize + 1 })])
        await world.manager.ended
        rmSync(armed)
        proxy.accepting = false
        proxy.cut()
        await world.restartManager(program('manager', MANAGER_DIES[at + 1]))
        if (point !== 'before it is stored') windowSize += 1
        tell(point, await carriedOut({ windowSize }))
      })
    }
    // All answers that the edge kept are home: what is in doubt now never left the manager that was killed.
    await world.change(smscId, { uncertainWaitSeconds: 1 })
    const counts = await run.settled()
    assert.ok(world.notOnce.length <= counts.mayBeDuplicate, 'all that came twice says that it may have')
    assert.ok(counts.mayBeDuplicate <= MANAGER_DIES.length * windowSize, `${counts.mayBeDuplicate} may be duplicates`)

    // Without the reference no receipt tells which of them had arrived.
    await world.change(smscId, { userMessageReference: false })
    const env = { CONNECT_MANAGER: place }
    await world.killEdge('london')
    let edge = await world.startEdge('london', 'edge', env, program('edge', EDGE_DIES[0]))
    for (const [at, point] of EDGE_DIES.entries()) {
      await world.whenBound(smscId, 'london transceiver')
      await run.under(async () => {
        writeFileSync(armed, '')
        // Needs another bind.
        await world.change(smscId, { systemType: `round${at}` })
        await edge.ended
        rmSync(armed)
        proxy.accepting = false
        await eventually('the manager knows', async () => !(await isUp()))
        edge = await world.startEdge('london', 'edge', env, program('edge', EDGE_DIES[at + 1]))
        tell(point, await carriedOut({ systemType: `round${at}` }, point === 'between the old bind and the new'))
      })
    }
    const { mayBeDuplicate } = await run.settled()
    console.log(
      `  may have come twice: ${counts.mayBeDuplicate} after kills of the manager, ${mayBeDuplicate} after all; did: ${world.notOnce.length}`,
    )
    assert.ok(world.notOnce.length <= mayBeDuplicate, 'all that came twice says that it may have')
    const kills = MANAGER_DIES.length + EDGE_DIES.length + 1
    assert.ok(mayBeDuplicate <= kills * windowSize, `${mayBeDuplicate} may be duplicates`)
    const { mostBound } = world.simulator.ledger
    assert.equal(mostBound.get('connect'), 1, 'there was never more than the one bind')
    assert.equal(await world.manager.stop(), 0, world.manager.output)
  })
})
