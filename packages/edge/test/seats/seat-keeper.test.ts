import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { GrantedSeat, Seat, SeatAsk } from '@smpp-connect/contracts'
import { SeatKeeper } from '@smpp-connect/edge'
import { settle, VirtualClock } from '@smpp-connect/testkit'

const SEAT: Seat = { smscId: 'smsc_test', bindType: 'transceiver' }
const FOR_MS = 6_000

class World {
  readonly clock = new VirtualClock()
  readonly asks: SeatAsk[] = []
  readonly did: string[] = []
  seated: readonly Seat[] = []
  /** What the manager grants; undefined: it cannot be reached. */
  granted: readonly GrantedSeat[] | undefined = [{ ...SEAT, forMs: FOR_MS, release: false }]
  answerAfterMs = 0
  readonly keeper = new SeatKeeper({ ask: (ask) => this.#ask(ask), clock: this.clock })

  static async start(): Promise<World> {
    const world = new World()
    world.keeper.join({
      get seated() {
        return world.seated
      },
      reseat: () => world.did.push(world.keeper.holds(SEAT) ? 'bind' : 'end'),
      cut: () => world.did.push('cut'),
    })
    await world.keeper.start()
    return world
  }

  async #ask(ask: SeatAsk): Promise<readonly GrantedSeat[] | undefined> {
    this.asks.push(ask)
    const { granted, answerAfterMs } = this
    if (answerAfterMs > 0) await new Promise<void>((resolve) => this.clock.after(answerAfterMs, resolve))
    return granted
  }

  async after(ms: number): Promise<this> {
    await this.clock.advance(ms)
    await settle()
    return this
  }

  get state(): string {
    return `${this.keeper.holds(SEAT) ? 'held' : 'not held'}, ${this.keeper.mayWrite(SEAT) ? 'writes' : 'silent'}`
  }
}

describe('the seats of an edge', () => {
  it('are held for as long as the manager answers, and asked for every second', async () => {
    const world = await World.start()
    assert.equal(world.state, 'not held, silent')
    await world.after(60_000)
    assert.equal(world.state, 'held, writes')
    assert.deepEqual(world.did, ['bind'])
    assert.ok(world.asks.length >= 50 && world.asks.length <= 61, `${world.asks.length} asks`)
    assert.deepEqual(world.asks.at(-1), { holding: [SEAT], leaving: false })
  })

  it('end in good order with two thirds of their time, and are cut before it is over', async () => {
    const world = await World.start()
    await world.after(100)
    world.granted = undefined
    await world.after(3_900)
    assert.equal(world.state, 'held, writes')
    await world.after(200)
    assert.equal(world.state, 'not held, writes')
    await world.after(1_000)
    assert.equal(world.state, 'not held, silent')
    assert.deepEqual(world.did, ['bind', 'end', 'cut'])
    // And come back with the manager.
    world.granted = [{ ...SEAT, forMs: FOR_MS, release: false }]
    await world.after(1_100)
    assert.deepEqual([world.state, world.did.at(-1)], ['held, writes', 'bind'])
  })

  it('are counted from before the ask, however late the answer is', async () => {
    const world = await World.start()
    world.answerAfterMs = 5_500
    await world.after(5_700)
    assert.equal(world.state, 'not held, silent', 'an answer that took so long grants nothing')
  })

  it('are over at once for who was frozen, before any timer has run', async () => {
    const world = await World.start()
    await world.after(1_000)
    assert.equal(world.state, 'held, writes')
    // Time passes; nothing of this process runs.
    const { monotonicMs } = world.clock
    const frozenMs = FOR_MS
    world.clock.monotonicMs = () => monotonicMs.call(world.clock) + frozenMs
    assert.equal(world.state, 'not held, silent')
  })

  it('are over too when only the clock on the wall has gone on', async () => {
    const world = await World.start()
    await world.after(1_000)
    const { nowMs } = world.clock
    world.clock.nowMs = () => nowMs.call(world.clock) + FOR_MS
    assert.equal(world.state, 'not held, silent')
  })

  it('are let go when told so, with the time to empty the windows, and said to be free when the binds are gone', async () => {
    const world = await World.start()
    await world.after(100)
    world.seated = [SEAT]
    world.granted = [{ ...SEAT, forMs: FOR_MS, release: true }]
    world.keeper.askNow()
    await world.after(0)
    assert.equal(world.state, 'not held, writes')
    assert.deepEqual(world.did, ['bind', 'end'])
    await world.after(20_000)
    assert.equal(world.state, 'not held, writes', 'the manager goes on to grant it until it is free')
    assert.deepEqual(world.asks.at(-1)?.holding, [SEAT])
    world.seated = []
    world.granted = []
    world.keeper.askNow()
    await world.after(0)
    assert.deepEqual(world.asks.at(-1)?.holding, [])
  })

  it('are given up by an edge that is being stopped, which says so before it goes', async () => {
    const world = await World.start()
    await world.after(100)
    world.seated = [SEAT]
    await world.keeper.drain()
    await world.after(0)
    assert.deepEqual(world.asks.at(-1), { holding: [SEAT], leaving: true })
    assert.equal(world.state, 'not held, writes')
    world.seated = []
    const stopped = world.keeper.stop()
    await world.after(0)
    await stopped
    assert.deepEqual(world.asks.at(-1), { holding: [], leaving: true })
  })
})
