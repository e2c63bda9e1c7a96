import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom, silentLog } from '@smpp-connect/kernel'
import { VirtualClock } from '@smpp-connect/testkit'
import { Hearing } from '../../src/sender/hearing.ts'
import { ModelLink } from '../model-link.ts'

class World {
  readonly clock: VirtualClock
  readonly link: ModelLink
  readonly hearing: Hearing
  readonly did: string[] = []
  isBusy = false
  onGoOn = (): void => {}

  constructor(roundTripMs: number, clock = new VirtualClock()) {
    this.clock = clock
    this.link = new ModelLink(clock, roundTripMs)
    this.hearing = new Hearing({ ask: () => this.link.ask(), clock, log: silentLog })
    const world = this
    this.hearing.join({
      get isBusy() {
        return world.isBusy
      },
      goOn: () => {
        this.#note('go on')
        this.onGoOn()
      },
      giveBack: (reason) => this.#note(`give back: ${reason}`),
    })
  }

  #note(what: string): void {
    this.did.push(`${this.clock.monotonicMs()} ${what}`)
  }

  get maySubmit(): boolean {
    return this.hearing.maySubmit(this.clock.monotonicMs())
  }

  /** Parts come, and more all the time. */
  async begin(): Promise<this> {
    this.isBusy = true
    this.hearing.maySubmit(this.clock.monotonicMs())
    await this.clock.advance(5_000)
    assert.equal(this.maySubmit, true)
    this.did.length = 0
    return this
  }

  /** For how long submits begin from now on, to 10 ms; at most 20 s. */
  async goesOnForMs(): Promise<number> {
    const fromMs = this.clock.monotonicMs()
    while (this.maySubmit && this.clock.monotonicMs() - fromMs < 20_000) await this.clock.advance(10)
    return this.clock.monotonicMs() - fromMs
  }
}

describe('whether an edge hears its manager', () => {
  it('is asked by nobody while there is nothing to submit', async () => {
    const world = new World(20)
    await world.clock.advance(60_000)
    assert.deepEqual([world.link.asked, world.clock.pendingTimers], [0, 0])
  })

  it('is known a round trip after the first part has come, and as long as parts come', async () => {
    const world = new World(50)
    world.isBusy = true
    assert.equal(world.maySubmit, false)
    await world.clock.advance(49)
    assert.equal(world.maySubmit, false)
    await world.clock.advance(1)
    assert.equal(world.maySubmit, true)
    assert.deepEqual(world.did, ['50 go on'])
    for (let step = 0; step < 600; step++) {
      await world.clock.advance(100)
      assert.equal(world.maySubmit, true)
    }
    assert.ok(Math.abs(world.link.asked - 300) < 3, `${world.link.asked} questions in a minute`)
  })

  it('is asked no more when nothing is on its way, and needs no question where one was answered just now', async () => {
    const world = await new World(50).begin()
    world.isBusy = false
    await world.clock.advance(250)
    const { asked } = world.link
    assert.equal(world.clock.pendingTimers, 0)
    assert.equal(world.maySubmit, true, 'the next part goes at once')
    assert.equal(world.link.asked, asked + 1)
    await world.clock.advance(10_000)
    assert.equal(world.maySubmit, false, 'after a pause it waits for a round trip')
  })

  it('ends 0.7 s after the last question that was answered, and begins a round trip after the silence', async () => {
    const world = await new World(20).begin()
    world.link.stalled = true
    const forMs = await world.goesOnForMs()
    assert.ok(forMs >= 480 && forMs <= 700, `${forMs}`)
    await world.clock.advance(6_000)
    assert.equal(world.maySubmit, false)
    world.link.stalled = false
    await world.clock.advance(20)
    // The question that was asked last is young enough.
    assert.equal(world.maySubmit, true)
    assert.match(world.did.at(-1) ?? '', /go on$/)
  })

  it('is no better known where one way only is silent', async () => {
    for (const way of ['toManager', 'toEdge'] as const) {
      const world = await new World(20).begin()
      world.link[way].stalled = true
      assert.ok((await world.goesOnForMs()) <= 700)
    }
  })

  it('lets what waits go back after half a second, and again', async () => {
    const world = await new World(20).begin()
    world.link.stalled = true
    await world.goesOnForMs()
    const fromMs = world.clock.monotonicMs()
    await world.clock.advance(2_500)
    const timesMs = [fromMs, ...world.did.map((one) => Number.parseInt(one, 10))]
    const apartMs = timesMs.slice(1).map((ms, at) => ms - (timesMs[at] ?? 0))
    assert.equal(apartMs.length, 4)
    for (const ms of apartMs) assert.ok(ms >= 500 && ms <= 720, `${apartMs}`)
    assert.match(world.did[0] ?? '', /give back: the manager is not heard/)
  })

  it('takes a long way into account: a satellite does not stop the texts, the bound is as much wider', async () => {
    const world = new World(900)
    world.isBusy = true
    assert.equal(world.maySubmit, false)
    await world.clock.advance(5_000)
    let pausesMs = 0
    for (let step = 0; step < 1_000; step++) {
      await world.clock.advance(10)
      if (!world.maySubmit) pausesMs += 10
    }
    assert.equal(pausesMs, 0)
    world.link.stalled = true
    const forMs = await world.goesOnForMs()
    assert.ok(forMs <= 900 + 400, `${forMs}`)
  })

  it('measures the way when the link begins, so that not even the first texts go back for that', async () => {
    const world = new World(900)
    world.hearing.linked()
    await world.clock.advance(5_000)
    assert.equal(world.link.asked, 3)
    world.isBusy = true
    assert.equal(world.maySubmit, false)
    await world.clock.advance(900)
    assert.equal(world.maySubmit, true)
    await world.clock.advance(10_000)
    assert.equal(world.maySubmit, true)
    assert.deepEqual(world.did, ['5900 go on'])
  })

  it('is not taken in by a stall: replies that come late do not make the way long', async () => {
    const world = await new World(20).begin()
    world.link.stalled = true
    await world.clock.advance(7_000)
    world.link.stalled = false
    await world.clock.advance(1_000)
    world.link.stalled = true
    assert.ok((await world.goesOnForMs()) <= 700)
  })

  it('ends at once when the machine was suspended and the monotonic clock stood still', async () => {
    let suspendedMs = 0
    class Suspended extends VirtualClock {
      override nowMs(): number {
        return super.nowMs() + suspendedMs
      }
    }
    const world = await new World(20, new Suspended()).begin()
    suspendedMs = 3_000
    assert.equal(world.maySubmit, false)
    await world.clock.advance(20)
    assert.equal(world.maySubmit, false, 'what came was asked before')
    await world.clock.advance(220)
    assert.equal(world.maySubmit, true)
  })

  it('counts how long submits have waited', async () => {
    const world = await new World(20).begin()
    const before = world.hearing.figures.pausedMs
    assert.equal(world.hearing.figures.unheardMs, 0)
    world.link.stalled = true
    await world.goesOnForMs()
    await world.clock.advance(3_000)
    assert.equal(world.hearing.figures.unheardMs, 3_000)
    world.link.stalled = false
    await world.clock.advance(100)
    const { unheardMs, pausedMs } = world.hearing.figures
    assert.equal(unheardMs, 0)
    assert.ok(pausedMs - before >= 3_000 && pausedMs - before <= 3_020, 'a round trip more')
  })
})

describe('an opt-out that is committed at any time, over a link that stalls at any time', () => {
  /** How long after its commit the last submit for somebody began, at the most, in so many seconds. */
  async function latestMs(seed: number, seconds: number, maySubmit: (world: World) => boolean): Promise<number> {
    const random = seededRandom(seed)
    const [world, known] = [new World(random.fraction() * 200), new Set<number>()]
    const committedAtMs: number[] = []
    let latest = 0
    world.isBusy = true
    // Somebody is submitted to who is not known to have opted out: the one who did longest ago.
    const submit = (): void => {
      const person = committedAtMs.findIndex((_, at) => !known.has(at))
      if (person >= 0) latest = Math.max(latest, world.clock.monotonicMs() - (committedAtMs[person] ?? 0))
    }
    world.onGoOn = submit
    for (let step = 0; step < seconds * 50; step++) {
      await world.clock.advance(20)
      if (random.fraction() < 0.01) world.link.toManager.stalled = random.fraction() < 0.5
      if (random.fraction() < 0.01) world.link.toEdge.stalled = random.fraction() < 0.5
      if (random.fraction() < 0.1) {
        const person = committedAtMs.push(world.clock.monotonicMs()) - 1
        world.link.toEdge.carry(() => known.add(person))
      }
      if (maySubmit(world)) submit()
    }
    return latest
  }

  it('is followed by no submit later than 0.7 s', async () => {
    for (let seed = 1; seed <= 5; seed++) {
      const latest = await latestMs(seed, 60, (world) => world.maySubmit)
      assert.ok(latest <= 700, `seed ${seed}: ${latest} ms`)
    }
  })

  it('is followed by some much later where the edge does not care', async () => {
    assert.ok((await latestMs(1, 60, () => true)) > 1_000)
  })
})
