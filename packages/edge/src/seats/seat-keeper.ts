import type { GrantedSeat, Seat, SeatAsk } from '@smpp-connect/contracts'
import type { Clock, Component, Timer } from '@smpp-connect/kernel'
import type { Seats } from './seats.ts'

export interface SeatKeeperParts {
  /** Asks the manager; undefined when no answer came. */
  readonly ask: (ask: SeatAsk) => Promise<readonly GrantedSeat[] | undefined>
  readonly clock: Clock
}

/** What the keeper needs of the edge whose seats it keeps. */
export interface Seated {
  /** Seats of which there are binds. */
  readonly seated: readonly Seat[]
  /** The seats to be held are others than before. */
  reseat(): void
  /** Nothing may be written for this seat any more: drops its connections. */
  cut(seat: Seat): void
}

interface Grant {
  readonly seat: Seat
  readonly forMs: number
  readonly release: boolean
  /** By both clocks of this machine. The monotonic one stands still while some machines are suspended. */
  readonly askedAtMs: number
  readonly askedAtWallMs: number
}

const ASK_MS = 1_000
const LOOK_MS = 100
/** How long a stop waits for the manager to hear that the seats are free. */
const GOODBYE_MS = 1_000
/** Of the time that was granted: then the binds are ended in good order, and then they are cut. */
const HELD_FOR = 2 / 3
const WRITES_FOR = 5 / 6

/**
 * Keeps this edge's seats: asks for them every second, and knows by its own clock until when it has them.
 *
 * - held: granted, and not to be released. Left when two thirds of its time have passed without a new grant.
 * - ending: the binds empty their windows and unbind. Left when they are gone, or when five sixths have passed: then they
 *   are cut, and nothing is written.
 * - free: no binds.
 *
 * The manager counts the whole time, from later on: nobody else is bound before this edge has gone silent, whatever froze
 * or slowed it down.
 */
export class SeatKeeper implements Component, Seats {
  readonly name = 'seats'
  readonly #parts: SeatKeeperParts
  #edge: Seated | undefined
  #grants = new Map<string, Grant>()
  #leaving = false
  #stopped = false
  #asking: Promise<void> | undefined
  #again = false
  #lastAskMs = Number.NEGATIVE_INFINITY
  #held = ''
  #heard = false
  #roundTripMs: number | null = null
  #timer: Timer | undefined

  constructor(parts: SeatKeeperParts) {
    this.#parts = parts
  }

  /** Once, before `start`. */
  join(edge: Seated): void {
    this.#edge = edge
  }

  async start(): Promise<void> {
    this.#look()
  }

  /** A link with a manager begins. */
  linked(): void {
    this.#heard = false
    this.askNow()
  }

  /** Whether the manager has said, since the link began, which seats this edge has. */
  get isTold(): boolean {
    return this.#heard
  }

  /** The seats whose binds are to be there. */
  get held(): readonly Seat[] {
    return [...this.#grants.values()].flatMap(({ seat }) => (this.holds(seat) ? [seat] : []))
  }

  /** From the last question to its answer; null before there was one. */
  get roundTripMs(): number | null {
    return this.#roundTripMs
  }

  /** Gives all of them up. */
  async drain(): Promise<void> {
    this.#leaving = true
    this.askNow()
  }

  /** Tells the manager that they are free; after the binds are down. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer?.cancel()
    this.#leaving = true
    await this.#asking
    const heard = this.#parts.ask({ holding: this.#edge?.seated ?? [], leaving: true })
    const late = Promise.withResolvers<void>()
    const timer = this.#parts.clock.after(GOODBYE_MS, () => late.resolve())
    await Promise.race([heard, late.promise])
    timer.cancel()
  }

  /** The manager has something new, the link is up, or binds are gone. */
  askNow(): void {
    if (this.#stopped) return
    if (this.#asking) {
      this.#again = true
      return
    }
    this.#asking = this.#ask().finally(() => {
      this.#asking = undefined
      if (!this.#again) return
      this.#again = false
      this.askNow()
    })
  }

  holds(seat: Seat): boolean {
    const grant = this.#grants.get(keyOf(seat))
    return grant !== undefined && !grant.release && !this.#leaving && this.#age(grant) < grant.forMs * HELD_FOR
  }

  mayWrite(seat: Seat): boolean {
    const grant = this.#grants.get(keyOf(seat))
    return grant !== undefined && this.#age(grant) < grant.forMs * WRITES_FOR
  }

  async #ask(): Promise<void> {
    const { ask, clock } = this.#parts
    const [askedAtMs, askedAtWallMs] = [clock.monotonicMs(), clock.nowMs()]
    this.#lastAskMs = askedAtMs
    const granted = await ask({ holding: this.#holding(), leaving: this.#leaving })
    if (!granted) return
    this.#heard = true
    this.#roundTripMs = clock.monotonicMs() - askedAtMs
    const next = new Map<string, Grant>()
    for (const { forMs, release, ...seat } of granted) {
      next.set(keyOf(seat), { seat, forMs, release, askedAtMs, askedAtWallMs })
    }
    // What is not named any more is ended within the time that it still has.
    for (const [key, grant] of this.#grants) if (!next.has(key)) next.set(key, { ...grant, release: true })
    this.#grants = next
    this.#apply()
  }

  /** What there are binds of, and what is about to be bound. */
  #holding(): readonly Seat[] {
    const seats = new Map((this.#edge?.seated ?? []).map((seat) => [keyOf(seat), seat]))
    for (const [key, { seat }] of this.#grants) if (this.holds(seat)) seats.set(key, seat)
    return [...seats.values()]
  }

  #look(): void {
    this.#timer = this.#parts.clock.after(LOOK_MS, () => {
      if (this.#stopped) return
      this.#apply()
      if (this.#parts.clock.monotonicMs() - this.#lastAskMs >= ASK_MS) this.askNow()
      this.#look()
    })
  }

  #apply(): void {
    const held = [...this.#grants.values()].flatMap(({ seat }) => (this.holds(seat) ? [keyOf(seat)] : []))
    const key = held.sort().join()
    if (key !== this.#held) {
      this.#held = key
      this.#edge?.reseat()
    }
    for (const [name, { seat }] of this.#grants) {
      if (this.mayWrite(seat)) continue
      this.#grants.delete(name)
      this.#edge?.cut(seat)
    }
  }

  /** The longer of what two clocks say: one of them stood still, or was set. */
  #age({ askedAtMs, askedAtWallMs }: Grant): number {
    const { clock } = this.#parts
    return Math.max(clock.monotonicMs() - askedAtMs, clock.nowMs() - askedAtWallMs)
  }
}

function keyOf({ smscId, bindType }: Seat): string {
  return `${smscId} ${bindType}`
}
