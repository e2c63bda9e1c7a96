import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Pacer, type RequestOutcome } from '@smpp-connect/smpp'
import { SmscPace } from '../../src/sender/smsc-pace.ts'

const common = { sequenceNumber: 1, latencyMs: 0 }
const REFUSED = { kind: 'refused', status: 0x58, ...common } as RequestOutcome
const taken = (congestionState: number | undefined): RequestOutcome =>
  ({ kind: 'answered', response: { tlvs: { congestionState } }, ...common }) as RequestOutcome

interface Course {
  /** What the SMSC takes a second; undefined: all. */
  hidden: number | undefined
  readonly roundTripMs: number
  /** Requests that may be unanswered. */
  readonly window: number
  /** Whether there is always something to send. */
  busy: boolean
  /** congestion_state of the answers. */
  congestion?: number
}

/** A link with an SMSC whose limit nobody knows, millisecond by millisecond. */
class Link {
  readonly pace: SmscPace
  readonly course: Course
  readonly #underWay: { readonly sentAtMs: number; readonly isTaken: boolean }[] = []
  #hidden = new Pacer(undefined, 0)
  #known: number | undefined
  nowMs = 0
  taken = 0
  refused = 0
  /** Lowest and highest rate since `count`. */
  range: readonly [number, number] = [0, 0]

  constructor(perSecond: number | null, course: Course) {
    this.pace = new SmscPace({ perSecond, burst: 1, statusRules: [] }, 0)
    this.course = course
  }

  run(seconds: number): void {
    for (const untilMs = this.nowMs + seconds * 1_000; this.nowMs < untilMs; this.nowMs++) this.#step()
  }

  /** What got through and what did not in so many seconds from now on. */
  count(seconds: number): { readonly goodput: number; readonly refusedShare: number; readonly swing: number } {
    const [taken, refused] = [this.taken, this.refused]
    this.range = [Number.POSITIVE_INFINITY, 0]
    this.run(seconds)
    const through = this.taken - taken
    const not = this.refused - refused
    return { goodput: through / seconds, refusedShare: not / (through + not), swing: this.range[1] / this.range[0] }
  }

  #step(): void {
    const { course, nowMs, pace } = this
    if (this.#known !== course.hidden) {
      this.#known = course.hidden
      this.#hidden = new Pacer(course.hidden === undefined ? undefined : { perSecond: course.hidden }, nowMs)
    }
    for (;;) {
      const first = this.#underWay[0]
      if (first === undefined || nowMs - first.sentAtMs < course.roundTripMs) break
      pace.setRoundTrip(course.roundTripMs)
      pace.heard(first.isTaken ? taken(course.congestion) : REFUSED, first.sentAtMs, this.#underWay.length, nowMs)
      this.#underWay.shift()
      if (first.isTaken) this.taken++
      else this.refused++
    }
    let waits = false
    while (course.busy && this.#underWay.length < course.window) {
      if (!pace.take(nowMs)) {
        waits = true
        pace.lookAgainAtMs(nowMs)
        break
      }
      this.#underWay.push({ sentAtMs: nowMs, isTaken: this.#hidden.take(nowMs) })
    }
    pace.tick(waits, nowMs)
    this.range = [Math.min(this.range[0], pace.perSecond), Math.max(this.range[1], pace.perSecond)]
  }
}

const link = (perSecond: number | null, course: Partial<Course> = {}): Link =>
  new Link(perSecond, { hidden: undefined, roundTripMs: 50, window: 100, busy: true, ...course })

describe('the pace of an SMSC that asks for less', () => {
  const cases = [
    { hidden: 100, allowed: 1_000 },
    { hidden: 100, allowed: null },
    { hidden: 990, allowed: 1_000 },
    { hidden: 1_000, allowed: null, window: 1_000 },
    { hidden: 10, allowed: 100 },
    { hidden: 10, allowed: null, roundTripMs: 1 },
    { hidden: 100, allowed: null, roundTripMs: 500 },
    { hidden: 100, allowed: 400, roundTripMs: 2_000, window: 1_000 },
    { hidden: 1, allowed: 20, settledAfter: 300 },
  ]
  for (const { hidden, allowed, settledAfter = 60, ...course } of cases) {
    const { roundTripMs = 50 } = course
    it(`finds a limit of ${hidden} where ${allowed ?? 'all'} is allowed and answers take ${roundTripMs} ms`, () => {
      const world = link(allowed, { hidden, ...course })
      world.run(settledAfter)
      const { goodput, refusedShare, swing } = world.count(settledAfter * 2)
      assert.ok(goodput >= hidden * 0.95, `${goodput} a second of ${hidden}`)
      assert.ok(refusedShare < 0.01, `${(refusedShare * 100).toFixed(2)} % refused`)
      assert.ok(swing < 1.12, `the rate swings by ${swing}`)
      const { to, reason } = world.pace.slowed(world.nowMs)!
      assert.ok(Math.abs(to - hidden) <= hidden * 0.06, `${to}`)
      assert.match(
        reason,
        /^The SMSC takes less than its definition allows \(it answered ESME_RTHROTTLED\): Connect .*\.$/,
      )
    })
  }

  it('learns from one full window how fast it was, where there is no limit of ours', () => {
    const world = link(null, { hidden: 100, roundTripMs: 500 })
    world.run(0.6)
    assert.ok(world.pace.perSecond <= 200, `${world.pace.perSecond}`)
    world.run(10)
    assert.ok(world.refused < 200, `${world.refused}`)
  })

  it('is not stopped by one refusal', () => {
    const world = link(1_000)
    world.pace.take(0)
    assert.equal(world.pace.heard(REFUSED, 0, 1, 1), true)
    assert.equal(world.pace.perSecond, 500)
  })

  it('searches with care where answers take long: what is under way must not find the rate far beyond what it was', () => {
    const world = link(10_000, { hidden: 0.000_001, roundTripMs: 1_000, window: 1_000 })
    world.run(60)
    world.course.hidden = 100
    const { refused } = world
    world.run(60)
    assert.ok(world.refused - refused < 250, `${world.refused - refused} refused until it was found`)
    assert.ok(world.count(30).refusedShare < 0.02)
  })

  it('follows a limit that falls to a tenth within seconds', () => {
    const world = link(2_000, { hidden: 1_000, window: 1_000 })
    world.run(30)
    world.course.hidden = 100
    assert.ok(world.count(3).refusedShare < 0.6)
    assert.ok(world.count(5).refusedShare < 0.05)
  })

  it('finds out within two minutes that a limit was lifted', () => {
    const world = link(2_000, { hidden: 100, window: 1_000 })
    world.run(60)
    world.course.hidden = undefined
    world.run(120)
    assert.equal(world.pace.perSecond, 2_000)
    world.run(60)
    assert.equal(world.pace.slowed(world.nowMs), undefined)
  })

  it('goes on asking an SMSC that takes nothing at all, and is back at full speed soon after it does', () => {
    const world = link(200, { hidden: 0.000_001 })
    world.run(120)
    assert.ok(world.count(60).refusedShare === 1)
    assert.ok(world.refused < 300, `${world.refused} refused in three minutes`)
    world.course.hidden = undefined
    world.run(20)
    assert.ok(world.count(10).goodput > 190)
  })

  it('does not grow while there is nothing to send, and forgets after five minutes without a word', () => {
    const world = link(1_000, { hidden: 100 })
    world.run(30)
    world.course.busy = false
    world.run(1)
    const { perSecond } = world.pace
    world.run(200)
    assert.equal(world.pace.perSecond, perSecond)
    world.run(100)
    assert.equal(world.pace.perSecond, 1_000)
    assert.equal(world.pace.slowed(world.nowMs), undefined)
  })

  it('slows down when the SMSC says that it is congested, and stays where it is while it says that it is well used', () => {
    const world = link(1_000, { congestion: 95 })
    world.run(10)
    const { perSecond } = world.pace
    assert.ok(perSecond < 600 && perSecond > 300, `${perSecond}`)
    assert.match(world.pace.slowed(world.nowMs)?.reason ?? '', /\(it says that it is congested\)/)
    world.course.congestion = 85
    world.run(10)
    assert.equal(world.pace.perSecond, perSecond)
    world.course.congestion = 20
    world.run(120)
    assert.equal(world.pace.perSecond, 1_000)
  })

  it('begins anew where the definition allows another rate, and keeps what it learned where it is the same', () => {
    const world = link(1_000, { hidden: 100 })
    world.run(60)
    const learned = world.pace.perSecond
    world.pace.update({ perSecond: 1_000, burst: 5, statusRules: [] }, world.nowMs)
    assert.equal(world.pace.perSecond, learned)
    world.pace.update({ perSecond: 50, burst: 1, statusRules: [] }, world.nowMs)
    assert.equal(world.pace.perSecond, 50)
    world.pace.update({ perSecond: null, burst: 1, statusRules: [] }, world.nowMs)
    assert.equal(world.pace.perSecond, Number.POSITIVE_INFINITY)
  })
})
