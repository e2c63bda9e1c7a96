import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InboundPdu, SubmitAnswer, SubmitOrder } from '@smpp-connect/contracts'
import { eventually, FaultyProxy } from '@smpp-connect/testkit'
import { order, SMSC, text } from '../traffic.ts'
import { TlsWorld } from './tls-world.ts'

const WINDOW = 50

/** Orders, answers and texts without a pause, over a link that goes through a faulty proxy. */
class Load {
  readonly world = new TlsWorld()
  proxy!: FaultyProxy
  /** By attempt: how it ended, and how often it left. */
  readonly ends = new Map<string, SubmitAnswer[]>()
  readonly left = new Map<string, number>()
  readonly wrong: string[] = []
  readonly #submitted = new Map<string, SubmitOrder>()
  readonly #queue: SubmitOrder[] = []
  /** Texts of which the SMSC got an OK. */
  readonly confirmed = new Set<number>()
  #made = 0
  #texts = 0
  #on = true

  async start(): Promise<void> {
    const { world } = this
    this.proxy = await FaultyProxy.to((await world.managerListens()).port)
    world.manager.onCredit = () => this.#lane()
    world.manager.onAnswers = (batch) => {
      for (const answer of batch) this.#ended(answer)
      setImmediate(() => this.#lane())
    }
    world.edge.onOrder = () => setImmediate(() => this.#smsc())
    world.link.grantCredit(SMSC, WINDOW)
    await world.edgeDials(this.proxy.port)
    this.#phones()
  }

  get answered(): number {
    let count = 0
    for (const answers of this.ends.values()) if (answers.some(({ outcome }) => outcome.kind === 'answered')) count += 1
    return count
  }

  /** Waits until so many more have been answered: the link works. */
  async more(count: number, what: string): Promise<void> {
    const from = this.answered
    await eventually(what, () => this.answered >= from + count)
  }

  /** Takes no new work, and waits until all has ended. */
  async finish(): Promise<void> {
    this.#on = false
    await eventually(
      'the end of every order',
      () => this.#queue.length === 0 && this.ends.size === this.#submitted.size,
    )
    assert.deepEqual(this.wrong, [])
    for (const key of this.#submitted.keys()) {
      const kinds = this.ends.get(key)?.map(({ outcome }) => outcome.kind) ?? []
      const times = this.left.get(key) ?? 0
      assert.equal(kinds.length, 1, `${key} ended as ${kinds}`)
      assert.equal(times, kinds[0] === 'answered' ? 1 : 0, `${key} ended as ${kinds} and left ${times} times`)
    }
    const stored = new Set(this.world.manager.inbound.map(numberOf))
    for (const number of this.confirmed) assert.ok(stored.has(number), `text ${number} got an OK and was not stored`)
    await eventually('all of the credit', () => this.world.manager.creditOf(SMSC) === WINDOW)
  }

  async stop(): Promise<void> {
    this.#on = false
    await this.world.stop()
    await this.proxy.close()
  }

  #lane(): void {
    const { manager, hub } = this.world
    const free = manager.creditOf(SMSC)
    if (free <= 0) return
    const some: SubmitOrder[] = []
    while (some.length < free) {
      const next = this.#queue.shift() ?? (this.#on ? order(++this.#made) : undefined)
      if (!next) break
      some.push(next)
      this.#submitted.set(keyOf(next), next)
    }
    if (some.length === 0) return
    manager.revokeCredit(SMSC, some.length)
    hub.submit(some)
  }

  #ended(answer: SubmitAnswer): void {
    const key = keyOf(answer)
    const one = this.#submitted.get(key)
    const before = this.ends.get(key)
    if (!one) this.wrong.push(`${key} was never handed over`)
    if (before) this.wrong.push(`${key} ended twice`)
    this.ends.set(key, [...(before ?? []), answer])
    if (answer.outcome.kind === 'not-sent' && one) this.#queue.push({ ...one, attempt: one.attempt + 1 })
  }

  /** Answers a few at a time, so that some always wait and some are always out. */
  #smsc(): void {
    const { edge } = this.world
    edge.leave(20)
    for (const one of edge.left.splice(0)) this.left.set(keyOf(one), (this.left.get(keyOf(one)) ?? 0) + 1)
    edge.answer(15)
    if (edge.waiting.length > 0 || edge.out.length > 0) setImmediate(() => this.#smsc())
  }

  async #phones(): Promise<void> {
    while (this.#on) {
      const batch = Array.from({ length: 5 }, () => text(++this.#texts))
      const verdicts = await this.world.link.deliver(batch)
      for (const [at, one] of batch.entries()) if (verdicts[at]?.kind === 'stored') this.confirmed.add(numberOf(one))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
}

const numberOf = ({ atMs }: InboundPdu): number => atMs - 1_700_000_000_000
const keyOf = ({ part, attempt }: Pick<SubmitOrder, 'part' | 'attempt'>): string =>
  `${part.messageId} attempt ${attempt}`

async function loaded(t: { after(done: () => Promise<void>): void }): Promise<Load> {
  const load = new Load()
  t.after(() => load.stop())
  await load.start()
  await load.more(200, 'traffic at the beginning')
  return load
}

test('a link that is cut again and again under load loses nothing and doubles nothing', async (t) => {
  const load = await loaded(t)
  for (let round = 0; round < 15; round++) {
    load.proxy.cut()
    await load.more(100, `traffic after cut ${round + 1}`)
  }
  assert.ok(load.proxy.connections >= 15)
  await load.finish()
})

test('a manager that cannot be reached for a minute gets all the answers afterwards', async (t) => {
  const load = await loaded(t)
  load.proxy.accepting = false
  load.proxy.cut()
  await eventually('the loss', () => load.world.link.state.kind === 'down')
  const from = load.world.clock.monotonicMs()
  // By the link's clock, and less than what makes it give up its open orders.
  await eventually('time', () => load.world.clock.monotonicMs() - from > 60_000)
  load.proxy.accepting = true
  await load.more(200, 'traffic afterwards')
  await load.finish()
})

for (const [what, toManager, toEdge] of [
  ['to the manager', 'lost', 'open'],
  ['to the edge', 'open', 'lost'],
  ['both ways', 'lost', 'lost'],
  ['to the manager, by a proxy that reads no more', 'stalled', 'open'],
  ['to the edge, by a proxy that reads no more', 'open', 'stalled'],
] as const) {
  test(`a network that goes silent ${what} is noticed, and nothing is lost or doubled`, async (t) => {
    const load = await loaded(t)
    load.proxy.set(toManager, toEdge)
    await eventually('the edge to notice', () => load.world.link.state.kind === 'down')
    await eventually('the manager to notice', () => load.world.hub.views[0]?.up === false)
    load.proxy.set('open', 'open')
    await load.more(200, 'traffic afterwards')
    await load.finish()
  })
}

test('a link that flaps every three seconds goes on working in between', async (t) => {
  const load = await loaded(t)
  const { clock } = load.world
  for (let round = 0; round < 10; round++) {
    const from = clock.monotonicMs()
    await eventually('three seconds', () => clock.monotonicMs() - from > 3_000)
    load.proxy.cut()
  }
  await load.more(100, 'traffic afterwards')
  await load.finish()
})
