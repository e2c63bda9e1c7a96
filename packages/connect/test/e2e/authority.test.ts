import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually } from '@smpp-connect/testkit'
import { FaultRun } from './fault-run.ts'
import { authorityIn } from './role-process.ts'
import { runCli } from './running-connect.ts'

interface Listed {
  readonly edge: string
  readonly revoked: boolean
  readonly ofOlderAuthority: boolean
}

describe('the authority of the link, replaced under load in both directions', { timeout: 300_000 }, () => {
  it('pauses nothing, waits for an edge that was away, leaves the revoked outside, and survives kills', async () => {
    await using run = await FaultRun.start()
    const { world } = run
    const certs = (...words: string[]) => runCli(['certs', ...words, '--data-dir', world.insideFolder])
    const edgeOf = async (edgeId: string) => (await world.edges()).find(({ id }) => id === edgeId)
    /** As its folder says it, which `connect certs` reads too. */
    const isNew = (edgeId: string): boolean =>
      authorityIn(world.insideFolder)
        .standings()
        .some((one) => one.edgeId === edgeId && !one.isOlder)
    const paris = await world.edge('paris', 'sender')
    const rome = await world.edge('rome', 'sender')
    assert.equal((await certs('revoke', 'rome')).code, 0)
    assert.equal(await paris.stop(), 0, paris.output)
    const [before] = (await world.smsc(run.smscId)).binds
    const upSince = (await edgeOf('london'))?.since

    const taken = await run.during(async () => {
      const rotated = await certs('rotate-authority')
      assert.equal(rotated.code, 0, rotated.stderr)
      await eventually('london has one of the new one', () => isNew('london'))
      const refused = await certs('retire-authority')
      assert.equal(refused.code, 1)
      assert.match(refused.stderr, /These edges would be locked out: .*new authority: paris\./)
      await eventually('shown', async () => (await edgeOf('paris'))?.certificate?.ofOlderAuthority === true)
      assert.equal((await edgeOf('london'))?.certificate?.ofOlderAuthority, false)
      assert.match((await certs('list')).stderr, /1 of 2 edges has no certificate of the new one yet: paris/)
      await world.edge('paris', 'sender')
      await eventually('paris has one of the new one', () => isNew('paris'))
      const retired = await certs('retire-authority')
      assert.equal(retired.code, 0, retired.stderr)
    })
    await run.settled()
    console.log(`  ${taken} texts left while the authority was replaced`)
    const [after] = (await world.smsc(run.smscId)).binds
    assert.deepEqual(
      [after?.since, (await edgeOf('london'))?.since],
      [before?.since, upSince],
      'neither bind nor link paused',
    )
    assert.deepEqual(world.notOnce, [])
    assert.equal(await world.everUncertain(), 0)
    await world.restartManager()
    await eventually(
      'linked by the new one alone',
      async () => (await edgeOf('london'))?.up && (await edgeOf('paris'))?.up,
    )

    await world.change(run.smscId, { uncertainWaitSeconds: 1 })
    // Again, and whoever takes part is killed in the middle of it.
    await run.under(async () => {
      const { connections } = run.proxy
      await world.manager.kill()
      assert.equal((await certs('rotate-authority')).code, 0)
      await world.restartManager()
      await eventually('a link', () => run.proxy.connections > connections)
      await world.killEdge('london')
      await world.edge('london', 'edge', `127.0.0.1:${run.proxy.port}`)
      await eventually('both have one of the new one', () => isNew('london') && isNew('paris'))
      await world.manager.kill()
      assert.equal((await certs('retire-authority')).code, 0)
      await world.restartManager()
      await eventually('linked', async () => (await edgeOf('london'))?.up && (await edgeOf('paris'))?.up)
    })
    const { mayBeDuplicate } = await run.settled()
    assert.ok(world.notOnce.length <= mayBeDuplicate, 'all that came twice says that it may have')
    const { mostBound } = world.simulator.ledger
    assert.equal(mostBound.get('connect'), 1)
    const listed = JSON.parse((await certs('list', '--json')).stdout) as readonly Listed[]
    assert.deepEqual([...new Set(listed.filter((one) => !one.ofOlderAuthority).map(({ edge }) => edge))].sort(), [
      'london',
      'paris',
    ])
    assert.ok(!(await edgeOf('rome'))?.up && !rome.output.split('No link')[1]?.includes('Linked'))
    await eventually('rome is outside', () => /not signed by our authority|revoked/.test(rome.output))
  })
})
