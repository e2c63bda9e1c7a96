import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually } from '@smpp-connect/testkit'
import { acknowledgedBy, nothingInDoubt, TEXTS, through } from './fault-run.ts'

describe('the link between manager and edge, under load in both directions', { timeout: 300_000 }, () => {
  it('is cut for a while: the edge answers what it has afterwards, and the SMSC keeps what comes in', () =>
    through(async (world, proxy) => {
      proxy.accepting = false
      proxy.cut()
      await eventually('both know', async () => !(await world.edges())[0]?.up && /No link/.test(world.logs))
      const { counters } = world.simulator.ledger
      const [offered, acknowledged, taken] = [counters.offered, acknowledgedBy(world), world.taken]
      await eventually('the SMSC offers what comes in', () => counters.offered >= offered + 10)
      assert.ok(acknowledgedBy(world) - acknowledged <= 5, 'and is asked to try later')
      assert.ok(world.taken - taken <= 10, 'what the Sender had has left or was given back; no more leaves')
      proxy.accepting = true
    }, nothingInDoubt))

  it('is cut again and again', () =>
    through(async (world, proxy) => {
      for (let round = 0; round < 5; round++) {
        proxy.cut()
        await eventually('linked again', async () => (await world.edges())[0]?.up)
        const { taken } = world
        await eventually('goes on', () => world.taken > taken || world.taken >= TEXTS)
      }
    }, nothingInDoubt))

  it('loses one direction: both sides notice, and it is made anew', () =>
    through(async (world, proxy) => {
      proxy.set('open', 'lost')
      await eventually('the manager knows', async () => !(await world.edges())[0]?.up)
      proxy.set('open', 'open')
    }, nothingInDoubt))
})
