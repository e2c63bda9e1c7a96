import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eventually, FaultyProxy } from '@smpp-connect/testkit'
import { figureOf } from '../metrics/label-words.ts'
import { EdgeWorld } from './edge-world.ts'
import type { EdgeProcess } from './role-process.ts'

/** Within so much of its commit an opt-out holds everywhere. */
const PROMISED_MS = 1_000
const WINDOW = 20
/** With a full window, so much later what waits at the edge would leave. */
const ANSWERS_AFTER_MS = 2_500
/** With a slow pace, so much later it would. */
const TURN_MS = 4_000
const SLOW_PACE = { perSecond: 1_000 / TURN_MS, burst: 1 }

/** An edge whose link goes through a proxy, and a centre. */
class Site {
  readonly world: EdgeWorld
  readonly edge: EdgeProcess
  readonly link: FaultyProxy
  readonly smscId: string

  private constructor(world: EdgeWorld, edge: EdgeProcess, link: FaultyProxy, smscId: string) {
    this.world = world
    this.edge = edge
    this.link = link
    this.smscId = smscId
  }

  static async start(world: EdgeWorld, definition: Readonly<Record<string, unknown>>): Promise<Site> {
    const link = await FaultyProxy.to(Number(world.link.split(':').at(-1)))
    const edge = await world.edge('london', 'edge', `127.0.0.1:${link.port}`)
    await world.whenLinked('london')
    const smscId = await world.define(definition)
    await world.whenBound(smscId, 'london transceiver')
    return new Site(world, edge, link, smscId)
  }

  /** Parts that are at the edge and have not left. */
  async waiting(): Promise<number> {
    const { body } = await this.edge.ask('/metrics')
    return figureOf(body, 'connect_edge_waiting', { smsc: this.smscId }) ?? 0
  }

  /** These people want no more texts; returns when that is stored. */
  async optOut(people: readonly string[]): Promise<number> {
    const calls = people.map((person) => this.world.manager.call('POST', '/v1/opt-outs', { person }))
    for (const { status, body } of await Promise.all(calls)) assert.equal(status, 200, JSON.stringify(body))
    return Date.now()
  }

  /** Submits to these people that came later than promised. */
  late(people: readonly string[], committedMs: number): readonly string[] {
    return [...this.world.simulator.ledger.submits()].flatMap(({ destination, submittedAtMs }) => {
      const lateMs = submittedAtMs - committedMs
      const isLate = people.includes(`+${destination.address}`) && lateMs > PROMISED_MS
      return isLate ? [`${destination.address} ${lateMs} ms after`] : []
    })
  }

  async allEnded(delivered: number, blocked: number): Promise<void> {
    const { byState } = await eventually(
      'all have ended',
      async () => {
        const counts = await this.world.counts()
        return (counts.byState.delivered ?? 0) + (counts.byState.blocked ?? 0) === delivered + blocked
          ? counts
          : undefined
      },
      30_000,
    ).catch((failure: unknown) => {
      throw new Error(`${failure}\n${this.world.logs}`)
    })
    assert.deepEqual([byState.delivered, byState.blocked], [delivered, blocked])
  }
}

const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => `+4477009${String(from + at).padStart(5, '0')}`)

describe('an opt-out that is stored while nothing passes between manager and edge', { timeout: 180_000 }, () => {
  it('stalled with a full window: no submit later than a second; the others get theirs, nothing is in doubt, and everybody says why', async () => {
    await using world = await EdgeWorld.start()
    world.simulator.setFaults({ delayAnswersMs: ANSWERS_AFTER_MS })
    const site = await Site.start(world, { windowSize: WINDOW })
    await using _link = site.link
    await world.send(3 * WINDOW)
    await world.whenTaken(WINDOW)
    await eventually('the quarter in hand', async () => (await site.waiting()) === WINDOW / 4)
    site.link.set('stalled', 'stalled')
    const people = numbers(WINDOW, 2 * WINDOW)
    const committedMs = await site.optOut(people)

    await eventually('the edge says why', async () =>
      (await site.edge.readiness()).missing.some((one) => /The manager has not been heard for .* opted out/.test(one)),
    )
    assert.match(site.edge.output, /submits pause/)
    await eventually('the manager says why', async () => {
      const [edge] = await world.edges()
      return edge?.up === true && /nothing has been heard of the edge london/.test(edge.reason)
    })
    assert.equal(world.taken, WINDOW, 'nothing leaves')
    site.link.set('open', 'open')
    await site.allEnded(2 * WINDOW, WINDOW)
    assert.deepEqual(site.late(people, committedMs), [])
    const { missing } = await site.edge.readiness()
    assert.deepEqual(missing, [])
    assert.equal(await world.everUncertain(), 0)
  })

  for (const [what, breakIt] of [
    ['lost in one direction', (link: FaultyProxy) => link.set('open', 'lost')],
    ['cut off', cutOff],
  ] as const) {
    it(`${what} with a slow pace: no submit later than a second; the others get theirs, and nothing is in doubt`, async () => {
      await using world = await EdgeWorld.start()
      const site = await Site.start(world, SLOW_PACE)
      await using link = site.link
      await world.send(6)
      await eventually('one waits for its turn', async () => (await site.waiting()) === 1)
      breakIt(link)
      const people = numbers(1, 4)
      const committedMs = await site.optOut(people)
      const { taken } = world
      await eventually('its turn is over', () => Date.now() > committedMs + TURN_MS + 500)
      assert.equal(world.taken, taken, 'nothing leaves')
      link.set('open', 'open')
      link.accepting = true
      await eventually('the link is new', () => link.connections > 1 && world.whenLinked('london').then(() => true))
      await world.whenBound(site.smscId, 'london transceiver')
      await world.change(site.smscId, { perSecond: 100 })
      await site.allEnded(3, 3)
      assert.deepEqual(site.late(people, committedMs), [])
      assert.equal(await world.everUncertain(), 0)
    })
  }
})

function cutOff(link: FaultyProxy): void {
  link.accepting = false
  link.cut()
}
