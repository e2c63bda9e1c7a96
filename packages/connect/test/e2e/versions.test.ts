import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { CONTRACT } from '@smpp-connect/link'
import { eventually } from '@smpp-connect/testkit'
import { EdgeWorld } from './edge-world.ts'
import type { EdgeProcess } from './role-process.ts'

const OTHER_ROLE = join(import.meta.dirname, 'other-role.ts')
const TEXTS = 60
const REPLIES = 5
const { minor: OURS } = CONTRACT
/** Who dials, and who is of another version. */
const CASES = [
  ['the edge dials', 'edge'],
  ['the edge dials', 'manager'],
  ['the manager dials', 'manager'],
] as const

describe('manager and edge of contracts that are a minor version apart', { timeout: 300_000 }, () => {
  for (const [way, other] of CASES) {
    it(`carry texts, receipts and replies where ${way} and the ${other} is the older or the newer one; farther apart they say why not`, async () => {
      const place = `127.0.0.1:${await freePort()}`
      const isEdgeDialling = way === 'the edge dials'
      await using world = await EdgeWorld.start({
        ...(isEdgeDialling ? {} : { manager: { CONNECT_DIAL_EDGES: `london=${place}` } }),
      })
      const env = isEdgeDialling ? { CONNECT_MANAGER: world.link } : { CONNECT_LISTEN: place }
      let edge: EdgeProcess | undefined
      /** Both are there, the one of them in another version. */
      const meet = async (minor: number): Promise<EdgeProcess> => {
        const program = [OTHER_ROLE, other, String(minor)]
        if (other === 'edge') {
          await edge?.stop()
          edge = await world.startEdge('london', 'edge', env, program)
        } else {
          // One that waits to be dialled can only enrol when it is.
          const starting = isEdgeDialling ? undefined : (edge ?? world.startEdge('london', 'edge', env))
          await world.manager.stop()
          await world.restartManager(program)
          edge = (await starting) ?? edge ?? (await world.startEdge('london', 'edge', env))
        }
        return edge
      }

      await meet(OURS - 1)
      await world.whenLinked('london')
      const id = await world.define()
      await world.whenBound(id, 'london transceiver')
      let sent = 0
      for (const minor of [OURS - 1, OURS + 1]) {
        if (minor > OURS) await meet(minor)
        await world.whenLinked('london')
        await world.whenBound(id, 'london transceiver')
        await world.send(TEXTS)
        for (let reply = 0; reply < REPLIES; reply++) {
          assert.ok((await world.simulator.reply('+447700980000', '60777', `Reply ${sent++}`)).ok)
        }
        const changed = await world.change(id, { windowSize: 20 + minor })
        await eventually('carried out', async () => {
          const { binds, staleAt } = await world.smsc(id)
          return binds[0]?.definitionVersion === changed.version && staleAt.length === 0
        })
        await world.allDelivered()
        await eventually('the replies', async () => (await world.counts()).received === sent)
      }
      assert.deepEqual(world.notOnce, [])

      await meet(OURS + 2)
      const sentence = new RegExp(
        `link contract 1\\.${OURS + 2}\\).* are too far apart: .*Update ${other === 'edge' ? 'the manager' : 'the edge london'} first\\.`,
      )
      await eventually('said at the edge', () => sentence.test(edge?.output ?? ''))
      await eventually('said at the manager', () => sentence.test(world.manager.output))
      const [view] = await world.edges()
      assert.equal(view?.up, false)
      assert.match(view?.reason ?? '', sentence)
      assert.equal(await world.everUncertain(), 0)
    })
  }
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
