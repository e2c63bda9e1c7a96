import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { SmscDefinition, SubmitOrder } from '@smpp-connect/contracts'
import { type Random, seededRandom } from '@smpp-connect/kernel'
import type { HandlerResult } from '@smpp-connect/smpp'
import { definition } from '../definition.ts'
import { LoadWorld, orderTo } from '../load-world.ts'

const SEEDS = 25
const STEPS = 60
const PEOPLE = 6

/** An edge through a random course of load, faults and changes. Everything that happens follows from the seed. */
class Course {
  readonly world: LoadWorld
  readonly #random: Random
  #definition: SmscDefinition
  #count = 0
  /** Texts that the SMSC took, in the order in which it did. */
  readonly taken: { readonly number: number; readonly person: string }[] = []
  #faulty = true
  /** The largest window that any definition gave. */
  mostWindow = 0

  private constructor(world: LoadWorld, random: Random, first: SmscDefinition) {
    this.world = world
    this.#random = random
    this.#definition = first
    this.mostWindow = first.windowSize * first.bindCount
    world.answer = (request) => {
      if (request.command !== 'submit_sm') return 0
      const number = Number(Buffer.from(request.shortMessage).toString().slice(5))
      return this.#answer(number, request.destinationAddr)
    }
  }

  static async start(seed: number): Promise<Course> {
    const random = seededRandom(seed)
    const latency = pick(random, [0, 20, 200])
    const first = { bindCount: 1 + below(random, 3), windowSize: 1 + below(random, 20), responseTimeoutSeconds: 5 }
    const world = await LoadWorld.start({
      definition: first,
      roundTripMs: latency,
      leaseMs: below(random, 4),
      durableMs: below(random, 4),
      retryMs: pick(random, [0, 50, 700]),
    })
    return new Course(world, random, definition(first))
  }

  async run(): Promise<void> {
    for (let step = 0; step < STEPS; step++) {
      this.#happen()
      await this.world.clock.advance(pick(this.#random, [0, 1, 7, 50, 400]))
    }
    this.#faulty = false
    this.world.manager.failAnswers = 0
    this.world.setHidden(undefined)
    // Another pace lets it forget what it learned of the SMSC's limit.
    for (const perSecond of [100_000, null]) {
      await this.#define({ perSecond, windowMode: 'fixed' })
      await this.world.clock.advance(20_000)
    }
    for (let minute = 0; minute < 10 && this.world.manager.open > 0; minute++) await this.world.clock.advance(60_000)
  }

  #happen(): void {
    const { world } = this
    const random = this.#random
    switch (below(random, 12)) {
      case 0: {
        const sessions = [...world.server.sessions]
        if (sessions.length > 0) pick(random, sessions).destroy('a fault')
        return
      }
      case 1:
        world.edge.block([{ source: null, destination: person(below(random, PEOPLE)) }])
        return
      case 2:
        world.manager.failAnswers = below(random, 3)
        return
      case 3:
        world.setHidden(pick(random, [undefined, 5, 50, 500]))
        return
      case 4:
        void this.#define({
          bindCount: 1 + below(random, 3),
          windowSize: 1 + below(random, 20),
          windowMode: pick(random, ['fixed', 'adaptive'] as const),
          perSecond: pick(random, [null, 2, 40, 1_000]),
          burst: pick(random, [1, 10]),
        })
        return
      case 5:
        void this.#define({ password: `password ${below(random, 3)}` })
        return
      case 6:
        world.edge.recall('a fault')
        return
      case 7:
        void world.edge.operate({
          kind: 'query',
          smscId: 'smsc_test',
          smscMessageId: '1',
          source: { ton: 0, npi: 0, address: '60777' },
          destination: { ton: 0, npi: 0, address: '1' },
          serviceType: '',
        })
        return
      default:
        world.manager.enqueue(Array.from({ length: 1 + below(random, 30) }, () => this.#order()))
    }
  }

  #order(): SubmitOrder {
    const number = this.#count++
    const address = person(below(this.#random, PEOPLE))
    return orderTo(number, { destination: { ton: 1, npi: 1, address } })
  }

  async #define(change: Partial<SmscDefinition>): Promise<void> {
    this.#definition = { ...this.#definition, ...change, version: this.#definition.version + 1 }
    const { windowSize, bindCount } = this.#definition
    this.mostWindow = Math.max(this.mostWindow, windowSize * bindCount)
    await this.world.edge.applyDefinitions([this.#definition])
  }

  #answer(number: number, address: string): HandlerResult {
    const dice = this.#faulty ? below(this.#random, 40) : 0
    if (dice === 1) return 'ESME_RSYSERR'
    if (dice === 2) return 'ESME_RINVDSTADR'
    this.taken.push({ number, person: address })
    return dice === 3 ? new Promise(() => undefined) : { messageId: `${number}` }
  }

  /** What must hold whatever happened. */
  check(): void {
    const { manager } = this.world
    assert.equal(manager.open, 0, 'everything has ended')
    const finals = manager.answered.filter(({ outcome: { kind } }) => kind !== 'not-sent' && kind !== 'behind')
    const retried = finals.filter(
      ({ outcome }) => outcome.kind === 'refused' && [0x58, 0x14, 0x08].includes(outcome.status),
    )
    // A late answer comes on top of the uncertain end.
    const uncertain = finals.filter(({ outcome }) => outcome.kind === 'uncertain').length
    const ends = finals.length - retried.length
    assert.ok(ends >= this.#count && ends <= this.#count + uncertain, `${ends} ends of ${this.#count} orders`)

    assert.equal(new Set(this.taken.map(({ number }) => number)).size, this.taken.length, 'no text was taken twice')
    for (const [who, texts] of Map.groupBy(this.taken, ({ person: each }) => each)) {
      const numbers = texts.map(({ number }) => number)
      assert.deepEqual(
        numbers,
        numbers.toSorted((a, b) => a - b),
        `in order to ${who}`,
      )
    }
    const most = Math.floor(this.mostWindow * 1.25)
    assert.ok(manager.mostInDoubt <= most, `${manager.mostInDoubt} in doubt of ${most}`)
    const { windowSize, bindCount } = this.#definition
    assert.equal(
      manager.credit,
      Math.floor(windowSize * bindCount * 1.25),
      'no credit has leaked, and none was made up',
    )
  }
}

const below = (random: Random, limit: number): number => Math.floor(random.fraction() * limit)
const pick = <Value>(random: Random, values: readonly Value[]): Value => values[below(random, values.length)]!
const person = (number: number): string => `44770090000${number}`

it(`loses nothing, doubles nothing and keeps its order through ${SEEDS} random courses`, async () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const course = await Course.start(seed)
    try {
      await course.run()
      course.check()
    } catch (failure) {
      throw new Error(`seed ${seed}: ${String(failure)}`, { cause: failure })
    }
    await course.world.stop()
  }
})
