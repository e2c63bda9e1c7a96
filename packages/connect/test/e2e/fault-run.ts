import assert from 'node:assert/strict'
import type { Counts } from '@smpp-connect/contracts'
import { eventually, FaultyProxy } from '@smpp-connect/testkit'
import { EdgeWorld } from './edge-world.ts'

export const TEXTS = 400
/** So much later the centre answers: the window is always full of what has left and is not answered. */
export const ANSWERS_AFTER_MS = 60
/** Between two texts of a phone. */
const PAUSE_MS = 25

/** A person writes again and again, until told to stop; each text is another one. */
class Phones {
  readonly #world: EdgeWorld
  #on = true
  written = 0
  readonly #ended: Promise<void>

  constructor(world: EdgeWorld) {
    this.#world = world
    this.#ended = this.#write()
  }

  async stop(): Promise<void> {
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

export interface Run {
  readonly world: EdgeWorld
  readonly proxy: FaultyProxy
  readonly counts: Counts
  readonly written: number
}

/** Texts in both directions, a fault in the middle of them, and all of it has to arrive. */
export async function through(
  fault: (world: EdgeWorld, proxy: FaultyProxy) => Promise<void>,
  judge: (run: Run) => Promise<void> | void,
): Promise<void> {
  await using world = await EdgeWorld.start()
  await using proxy = await FaultyProxy.to(Number(world.link.split(':').at(-1)))
  await world.edge('london', 'edge', `127.0.0.1:${proxy.port}`)
  world.simulator.setFaults({ delayAnswersMs: ANSWERS_AFTER_MS })
  const id = await world.define({ uncertainWaitSeconds: 10 })
  await world.whenBound(id, 'london transceiver')
  const phones = new Phones(world)
  try {
    await world.send(TEXTS)
    await world.whenTaken(60)
    await fault(world, proxy)
  } finally {
    await phones.stop()
  }
  const counts = await world.allDelivered(60_000)
  const { written } = phones
  const { received } = await eventually(`${written} replies are there`, async () => {
    const now = await world.counts()
    return now.received >= written ? now : undefined
  })
  assert.equal(received, written, 'every reply is there once')
  await judge({ world, proxy, counts, written })
}

/** Nothing was lost, nothing doubled, and nothing was ever in doubt. */
export async function nothingInDoubt({ world, counts }: Run): Promise<void> {
  assert.deepEqual(world.notOnce, [])
  assert.equal(counts.mayBeDuplicate, 0)
  assert.equal(await world.everUncertain(), 0)
}

/** Receipts and replies that the centre got an OK for. */
export function acknowledgedBy(world: EdgeWorld): number {
  const { receiptsAcknowledged, repliesAcknowledged } = world.simulator.ledger.counters
  return receiptsAcknowledged + repliesAcknowledged
}
