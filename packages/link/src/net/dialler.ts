import type { Clock, Component, Log, Random, Timer } from '@smpp-connect/kernel'
import type { Connection } from '../session/connection.ts'
import type { Session } from '../session/session.ts'
import { Backoff } from './backoff.ts'

export type Dialled =
  | { readonly kind: 'connected'; readonly connection: Connection }
  /** The other side took part in something else than a link (an enrolment): dial again at once. */
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly reason: string }

export interface DiallerParts {
  /** Opens a connection; never rejects, and always comes to an end. `signal` asks it to give up. */
  readonly dial: (signal: AbortSignal) => Promise<Dialled>
  /** Begins a session over it: `EdgeLink.accept` or `LinkHub.accept`. */
  readonly accept: (connection: Connection) => Session
  readonly clock: Clock
  readonly random: Random
  readonly log: Log
}

/** A session that lasted so long has held. */
const HELD_MS = 10_000
/** Reasons that time does not mend, or not soon. */
const REFUSALS = new Set(['version', 'identity', 'revoked', 'in-use'])

/**
 * Keeps one link: dials, waits for the end of its session, and dials again.
 *
 * - dialling: from `start`, and after each wait. Left with a connection or without one.
 * - connected: while the session lasts. If it held, the next attempt comes soon; otherwise the waits grow.
 * - waiting: until the next attempt.
 * - stopped.
 */
export class Dialler implements Component {
  readonly name = 'link dialler'
  readonly #parts: DiallerParts
  readonly #backoff: Backoff
  readonly #stop = new AbortController()
  #timer: Timer | undefined
  #session: Session | undefined

  constructor(parts: DiallerParts) {
    this.#parts = parts
    this.#backoff = new Backoff(parts.random)
  }

  async start(): Promise<void> {
    this.#dial()
  }

  async drain(): Promise<void> {}

  async stop(): Promise<void> {
    this.#stop.abort()
    this.#timer?.cancel()
    this.#session?.end('stopping', 'this side stops')
  }

  async #dial(): Promise<void> {
    const { dial, accept, clock, log } = this.#parts
    const dialled = await dial(this.#stop.signal)
    if (this.#stop.signal.aborted) {
      if (dialled.kind === 'connected') dialled.connection.destroy('stopping')
      return
    }
    if (dialled.kind === 'failed') {
      log.warn('link not connected', { reason: dialled.reason })
      this.#again()
      return
    }
    if (dialled.kind === 'done') {
      this.#again()
      return
    }
    const sinceMs = clock.monotonicMs()
    const session = accept(dialled.connection)
    this.#session = session
    const { code, byPeer } = await session.whenEnded
    this.#session = undefined
    if (clock.monotonicMs() - sinceMs >= HELD_MS) this.#backoff.reset()
    if (REFUSALS.has(code) && byPeer) this.#backoff.refused()
    this.#again()
  }

  #again(): void {
    if (this.#stop.signal.aborted) return
    this.#timer = this.#parts.clock.after(this.#backoff.nextMs(), () => this.#dial())
  }
}
