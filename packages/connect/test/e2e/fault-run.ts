import assert from 'node:assert/strict'
import type { Counts } from '@smpp-connect/contracts'
import { eventually, FaultyProxy } from '@smpp-connect/testkit'
import { EdgeWorld } from './edge-world.ts'

const TEXTS = 200
/** So much later the centre answers: the window is always full of what has left and is not answered. */
const ANSWERS_AFTER_MS = 60
/** Between two texts of a phone. */
const PAUSE_MS = 100

/** A person writes again and again; each text is another one. */
class Phones {
  readonly #world: EdgeWorld
  #on = false
  written = 0
  #ended: Promise<void> = Promise.resolve()

  constructor(world: EdgeWorld) {
    this.#world = world
    this.resume()
  }

  resume(): void {
    this.#on = true
    this.#ended = this.#write()
  }

  async pause(): Promise<void> {
    this.#on = false
    await this.#ended
  }

  async #write(): Promise<void> {
    while (this.#on) {
      const done = await this.#world.simulator.reply('+447700980000', '60777', `Reply ${this.written}`)
      if (done.ok) this.written += 1
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }
}

/** Texts in both directions through one edge, in the middle of which something breaks. */
export class FaultRun {
  readonly world: EdgeWorld
  /** Stands in the link between manager and edge. */
  readonly proxy: FaultyProxy
  readonly smscId: string
  readonly #phones: Phones

  private constructor(world: EdgeWorld, proxy: FaultyProxy, smscId: string) {
    this.world = world
    this.proxy = proxy
    this.smscId = smscId
    this.#phones = new Phones(world)
  }

  static async start(): Promise<FaultRun> {
    const world = await EdgeWorld.start()
    const proxy = await FaultyProxy.to(Number(world.link.split(':').at(-1)))
    await world.edge('london', 'edge', `127.0.0.1:${proxy.port}`)
    world.simulator.setFaults({ delayAnswersMs: ANSWERS_AFTER_MS })
    const id = await world.define({ uncertainWaitSeconds: 10 })
    await world.whenBound(id, 'london transceiver')
    return new FaultRun(world, proxy, id)
  }

  /** While so many more texts are on their way. */
  async under(fault: () => Promise<void>): Promise<void> {
    const { world } = this
    const before = world.taken
    await world.send(TEXTS)
    await world.whenTaken(before + 40)
    await fault()
  }

  /** While more and more texts come, for as long as it takes; says how many the centre has taken meanwhile. */
  async during(work: () => Promise<void>): Promise<number> {
    const { world } = this
    const before = world.taken
    let isOver = false
    const flow = async (): Promise<void> => {
      while (!isOver) {
        await world.send(10)
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
      }
    }
    const flowing = flow()
    await world.whenTaken(before + 40)
    await work().finally(() => {
      isOver = true
    })
    await flowing
    return world.taken - before
  }

  /** All of it has arrived, both ways, and every reply is there once. */
  async settled(): Promise<Counts> {
    await this.#phones.pause()
    const counts = await this.world.allDelivered(60_000)
    const { written } = this.#phones
    const { received } = await eventually(`${written} replies are there`, async () => {
      const now = await this.world.counts()
      return now.received >= written ? now : undefined
    })
    assert.equal(received, written, 'every reply is there once')
    this.#phones.resume()
    return counts
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#phones.pause()
    await this.proxy.close()
    await this.world[Symbol.asyncDispose]()
  }
}

/** Receipts and replies that the centre got an OK for. */
export function acknowledgedBy(world: EdgeWorld): number {
  const { receiptsAcknowledged, repliesAcknowledged } = world.simulator.ledger.counters
  return receiptsAcknowledged + repliesAcknowledged
}
