import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  type EdgePort,
  type GrantedSeat,
  type Seat,
  type SeatAsk,
  type SmscDefinition,
  smscSettingsSchema,
} from '@smpp-connect/contracts'
import { SeatKeeper } from '@smpp-connect/edge'
import { type Clock, IdSource, type Random, seededRandom, silentLog, silentMetrics } from '@smpp-connect/kernel'
import { type AccessUseCases, Manager } from '@smpp-connect/manager'
import { MemoryStore } from '@smpp-connect/store/memory'
import { VirtualClock } from '@smpp-connect/testkit'

const COURSES = 12
const COURSE_MS = 120_000
const STEP_MS = 50
const SEAT: Seat = { smscId: 'smsc_one', bindType: 'transceiver' }
const NAMES = ['london', 'paris'] as const

const NO_EDGE: EdgePort = {
  applyDefinitions: async () => {},
  submit: () => {},
  block: () => {},
  operate: async () => ({ kind: 'not-sent', reason: '' }),
  tryBind: async () => ({ kind: 'not-tried', reason: '' }),
  drain: async () => {},
}

/** A process that can be frozen: time goes on, and nothing in it runs until it is thawed. */
class Process implements Clock {
  readonly #world: VirtualClock
  readonly #waiting: (() => void)[] = []
  isFrozen = false

  constructor(world: VirtualClock) {
    this.#world = world
  }

  nowMs(): number {
    return this.#world.nowMs()
  }

  monotonicMs(): number {
    return this.#world.monotonicMs()
  }

  after(delayMs: number, fire: () => void) {
    return this.#world.after(delayMs, () => this.run(fire))
  }

  run(work: () => void): void {
    if (this.isFrozen) this.#waiting.push(work)
    else work()
  }

  thaw(): void {
    this.isFrozen = false
    for (const work of this.#waiting.splice(0)) work()
  }
}

class Edge {
  readonly process: Process
  readonly keeper: SeatKeeper
  isLinked = true
  linkedSinceMs = 0
  isBound = false
  #ending = false
  readonly #world: World

  constructor(world: World, edgeId: string) {
    this.#world = world
    this.process = new Process(world.clock)
    this.keeper = new SeatKeeper({ ask: (ask) => world.carry(this, edgeId, ask), clock: this.process })
    const edge = this
    this.keeper.join({
      get seated() {
        return edge.isBound ? [SEAT] : []
      },
      reseat: () => this.#reseat(),
      cut: () => {
        this.isBound = false
      },
    })
  }

  /** Whether something that it wrote now would reach the SMSC. */
  get writes(): boolean {
    return this.isBound && !this.process.isFrozen && this.keeper.mayWrite(SEAT)
  }

  #reseat(): void {
    if (this.keeper.holds(SEAT)) {
      this.isBound = true
      return
    }
    if (!this.isBound || this.#ending) return
    this.#ending = true
    // The window takes its time to run empty.
    this.process.after(this.#world.random.fraction() * 3_000, () => {
      this.#ending = false
      if (this.keeper.holds(SEAT)) return
      this.isBound = false
      this.keeper.askNow()
    })
  }
}

class World {
  readonly clock = new VirtualClock()
  readonly random: Random
  readonly store = new MemoryStore()
  readonly edges: ReadonlyMap<string, Edge>
  manager!: Manager
  /** No fault any more. */
  isWell = false

  constructor(seed: number) {
    this.random = seededRandom(seed)
    this.edges = new Map(NAMES.map((name) => [name, new Edge(this, name)]))
  }

  async start(): Promise<void> {
    await this.store.open()
    const settings = smscSettingsSchema.parse({ name: 'One', host: 'h', systemId: 's', defaultSender: '60777' })
    const definition: SmscDefinition = { ...settings, id: 'smsc_one', version: 1, createdAtMs: 0, updatedAtMs: 0 }
    await this.store.putSmsc({ ...definition, edges: [...NAMES] }, null, '')
    await this.restartManager()
    for (const { keeper } of this.edges.values()) await keeper.start()
  }

  /** Another process over the same store; the one before hears and says nothing any more. */
  async restartManager(): Promise<void> {
    await this.manager?.stop()
    const { clock, random, store } = this
    const views = () =>
      [...this.edges].map(([edgeId, { isLinked, linkedSinceMs }]) => ({
        edgeId,
        up: isLinked,
        role: 'edge' as const,
        sinceMs: linkedSinceMs,
        reason: '',
        productVersion: '',
        from: '',
        definitions: [],
        openOrders: 0,
        silentMs: 0,
      }))
    this.manager = new Manager({
      store,
      edge: NO_EDGE,
      access: {} as AccessUseCases,
      clock,
      random,
      ids: new IdSource(clock, random),
      log: silentLog,
      metrics: silentMetrics,
      maxParts: 20,
      retentionMs: null,
      edges: {
        views,
        certificate: () => null,
        poke: (edgeId) => this.#poke(edgeId),
        passed: () => {},
      },
    })
    await this.manager.start()
  }

  setLink(edge: Edge, isLinked: boolean): void {
    if (edge.isLinked === isLinked) return
    edge.isLinked = isLinked
    edge.linkedSinceMs = this.clock.nowMs()
  }

  /** An ask on its way to the manager and its answer back, each as slow as chance has it, and lost when the link is. */
  async carry(edge: Edge, edgeId: string, ask: SeatAsk): Promise<readonly GrantedSeat[] | undefined> {
    await this.#travel()
    if (!edge.isLinked) return undefined
    const granted = await this.manager.askSeats(edgeId, ask)
    await this.#travel()
    if (!edge.isLinked) return undefined
    return new Promise((resolve) => edge.process.run(() => resolve(granted)))
  }

  #travel(): Promise<void> {
    const isSlow = !this.isWell && this.random.fraction() < 0.3
    const ms = this.random.fraction() * (isSlow ? 4_000 : 50)
    return new Promise((resolve) => this.clock.after(ms, resolve))
  }

  #poke(edgeId: string): void {
    const edge = this.edges.get(edgeId)
    if (edge?.isLinked) edge.process.run(() => edge.keeper.askNow())
  }

  get writers(): readonly string[] {
    return [...this.edges].flatMap(([name, { writes }]) => (writes ? [name] : []))
  }
}

/** Freezes, thaws, cuts, heals, and starts the manager anew, by chance. Gives back the moments at which two could write. */
async function course(seed: number): Promise<{ readonly both: readonly number[]; readonly changes: number }> {
  const world = new World(seed)
  await world.start()
  const { clock, random } = world
  const both: number[] = []
  let changes = 0
  let last = ''
  const look = (): void => {
    const { writers } = world
    if (writers.length > 1) both.push(clock.monotonicMs())
    if (writers[0] !== undefined && writers[0] !== last) {
      last = writers[0]
      changes += 1
    }
  }
  while (clock.monotonicMs() < COURSE_MS) {
    await clock.advance(STEP_MS)
    look()
    for (const edge of world.edges.values()) {
      const chance = random.fraction()
      if (edge.process.isFrozen) {
        if (chance > 0.01) continue
        edge.process.isFrozen = false
        // The moment between the thaw and whatever runs first.
        look()
        edge.process.thaw()
        look()
      } else if (chance < 0.003) edge.process.isFrozen = true
      else if (chance < 0.006) world.setLink(edge, false)
      else if (chance < 0.016) world.setLink(edge, true)
    }
    if (random.fraction() < 0.001) await world.restartManager()
  }
  world.isWell = true
  for (const edge of world.edges.values()) {
    edge.process.thaw()
    world.setLink(edge, true)
  }
  await clock.advance(30_000)
  look()
  assert.equal(world.writers.length, 1, `seed ${seed}: when all is well again one of them is bound`)
  await world.manager.stop()
  return { both, changes }
}

describe('two edges for one bind, frozen, cut off and thawed by chance, with a manager that starts anew', () => {
  it(`never write at the same time, in ${COURSES} courses of ${COURSE_MS / 60_000} minutes`, async () => {
    let changes = 0
    for (let seed = 1; seed <= COURSES; seed++) {
      const { both, changes: some } = await course(seed)
      assert.deepEqual(both, [], `seed ${seed}`)
      changes += some
    }
    assert.ok(changes >= 2 * COURSES, `the bind passed only ${changes} times`)
    console.log(`  ${COURSES} courses: the bind passed ${changes} times`)
  })
})
