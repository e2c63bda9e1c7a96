import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Counts, SmscDeletionRequestBody, SmscDeletionState, SmscUsage } from '@smpp-connect/contracts'
import { eventually } from '@smpp-connect/testkit'
import { EdgeWorld } from './edge-world.ts'

const TEXTS = 300
/** So much later the centre answers: when the deletion begins its window is full. */
const ANSWERS_AFTER_MS = 40
const PACE = { perSecond: 150, windowSize: 20 }

/** An edge, an SMSC with texts on their way through it, and another one. */
class Leaving {
  readonly world: EdgeWorld
  readonly id: string
  readonly other: string

  private constructor(world: EdgeWorld, id: string, other: string) {
    this.world = world
    this.id = id
    this.other = other
  }

  static async start(): Promise<Leaving> {
    const world = await EdgeWorld.start()
    await world.edge('london')
    world.simulator.setFaults({ delayAnswersMs: ANSWERS_AFTER_MS })
    const id = await world.define(PACE)
    const other = await world.define({ name: 'Other', systemId: 'other', defaultSender: '60888' })
    await world.whenBound(id, 'london transceiver')
    await world.whenBound(other, 'london transceiver')
    const rules = [{ name: 'All', to: [{ smscId: id }], fallback: [other] }]
    assert.equal((await world.manager.call('PUT', '/v1/routing', { rules })).status, 200)
    return new Leaving(world, id, other)
  }

  /** So many texts are handed over, and the deletion begins in the middle of them. */
  async deleteUnderLoad(choice: SmscDeletionRequestBody): Promise<SmscDeletionState> {
    const { world } = this
    await world.send(TEXTS)
    await world.whenTaken(30)
    const usage = await world.manager.get<SmscUsage>(`/v1/smscs/${this.id}/usage`)
    assert.ok(usage.load.waiting > 100, JSON.stringify(usage.load))
    assert.deepEqual([usage.rules[0]?.as, usage.binds[0]?.edge], ['only', 'london'])
    return this.delete(choice)
  }

  async delete(choice: SmscDeletionRequestBody): Promise<SmscDeletionState> {
    const body = { routing: 'remove', ...choice }
    const { status, body: state } = await this.world.manager.call<SmscDeletionState>('PUT', this.#path, body)
    assert.equal(status, 200, JSON.stringify(state))
    return state
  }

  /** Waits until it is over and the edge has neither bind nor definition; says how long the edge took. */
  async gone(): Promise<void> {
    const { world } = this
    let last: SmscDeletionState | undefined
    await eventually('deleted', async () => {
      last = await world.manager.get<SmscDeletionState>(this.#path)
      return last.state === 'deleted'
    }).catch((failure: unknown) => {
      throw new Error(`${failure}: ${JSON.stringify(last)}\n${world.logs}`)
    })
    const atMs = performance.now()
    await eventually('the edge dropped it', async () => {
      const [edge] = await world.edges()
      const isHeld = edge?.definitions.some(({ smscId }) => smscId === this.id)
      return edge && !isHeld && !edge.stale && !this.sessions.includes('connect')
    })
    console.log(`  the edge had dropped it ${Math.round(performance.now() - atMs)} ms later`)
    assert.equal((await world.manager.call('GET', `/v1/smscs/${this.id}`)).status, 404)
    assert.deepEqual(this.sessions, ['other'], 'and the other bind stands')
  }

  /** Whose binds the centre holds. */
  get sessions(): readonly string[] {
    return this.world.simulator.status().sessions.map(({ systemId }) => systemId)
  }

  /** How many the centre took, and how many of them more than once. */
  get taken(): { readonly once: number; readonly more: number } {
    const times = new Map<string, number>()
    for (const address of this.world.destinations()) times.set(address, (times.get(address) ?? 0) + 1)
    return { once: times.size, more: [...times.values()].filter((count) => count > 1).length }
  }

  /** Waits until every text has ended; accepted = final, whatever the ends are. */
  async allEnded(): Promise<Counts> {
    const counts = await eventually('all ended', async () => {
      const now = await this.world.counts()
      return now.final === TEXTS ? now : undefined
    })
    assert.deepEqual([counts.accepted, counts.waiting, counts.uncertain], [TEXTS, 0, 0], JSON.stringify(counts))
    return counts
  }

  get #path(): string {
    return `/v1/smscs/${this.id}/deletion`
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]()
  }
}

describe('an SMSC that is deleted while an edge carries traffic through it', { timeout: 180_000 }, () => {
  it('drained, has every text delivered first, each once, and none uncertain', async () => {
    await using leaving = await Leaving.start()
    const { world } = leaving
    const begun = await leaving.deleteUnderLoad({ waiting: 'drain' })
    assert.equal(begun.state, 'under-way')
    const refused = await world.manager.call<{ code: string }>('POST', '/v1/messages', {
      to: '+447700911111',
      text: 'Too late',
      smscId: leaving.id,
    })
    assert.deepEqual([refused.status, refused.body.code], [409, 'smsc-deleting'])
    await world.allDelivered()
    await leaving.gone()
    assert.deepEqual(world.notOnce, [])
    await leaving.allEnded()
    assert.equal(await world.everUncertain(), 0)
  })

  it('has what waits given to another, after what was on its way was answered; each text arrives once', async () => {
    await using leaving = await Leaving.start()
    const { world } = leaving
    await leaving.deleteUnderLoad({ waiting: 'reroute' })
    await world.allDelivered()
    await leaving.gone()
    assert.deepEqual(world.notOnce, [])
    const { items } = await world.manager.get<{ items: { smscId: string }[] }>(
      `/v1/messages?smscId=${leaving.other}&limit=200`,
    )
    assert.ok(items.length > 50, `${items.length} went through the other`)
    await leaving.allEnded()
    assert.equal(await world.everUncertain(), 0)
  })

  it('has what waits cancelled, and never what has left', async () => {
    await using leaving = await Leaving.start()
    const { world } = leaving
    await leaving.deleteUnderLoad({ waiting: 'cancel' })
    await leaving.gone()
    const { delivered = 0, cancelled = 0 } = (await leaving.allEnded()).byState
    assert.deepEqual(
      leaving.taken,
      { once: delivered, more: 0 },
      'what the centre has, and nothing else, was delivered',
    )
    assert.ok(cancelled > 50, `${cancelled} were cancelled`)
    assert.equal(delivered + cancelled, TEXTS)
    assert.equal(await world.everUncertain(), 0)
  })

  it('goes on after kill -9 of the manager, and loses nothing; what was on its way is uncertain, and closed as was asked', async () => {
    await using leaving = await Leaving.start()
    const { world } = leaving
    await leaving.deleteUnderLoad({ waiting: 'reroute', uncertain: 'close' })
    await world.manager.kill()
    await world.restartManager()
    await leaving.gone()
    const counts = await leaving.allEnded()
    const { delivered = 0 } = counts.byState
    const closed = counts.byState['uncertain-closed'] ?? 0
    assert.equal(delivered + closed, TEXTS, JSON.stringify(counts))
    assert.ok(closed <= PACE.windowSize + 10, `${closed} were closed`)
    assert.equal(leaving.taken.more, 0, 'and nothing was sent twice')
    assert.ok(leaving.taken.once >= delivered)
    // Each of them was: it had been on its way.
    await world.everUncertain()
  })
})
