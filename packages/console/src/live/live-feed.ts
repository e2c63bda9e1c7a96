import type { Changes } from '@smpp-connect/contracts'
import { readChanges, readHeartbeat } from './feed-frame.ts'
import { type FeedHealth, type FeedSignal, nextFeedHealth, startFeedHealth } from './feed-health.ts'
import { ALL_CHANGED } from './invalidation.ts'

/** What the feed needs of an EventSource. */
export interface Source {
  readonly readyState: number
  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void
  close(): void
}

export interface LiveFeedPorts {
  readonly open: (url: string) => Source
  readonly nowMs: () => number
  readonly onHealth: (health: FeedHealth) => void
  readonly onChanges: (changes: Changes) => void
  /** The server ended the feed or refused it; the session may have ended. */
  readonly onRefused: () => void
}

const CLOSED = 2
/** Silence after which an open connection is taken for dead: some proxies keep one that leads nowhere. */
const DEAD_AFTER_MS = 12_000
const MAX_WAIT_MS = 10_000

/**
 * The one connection over which the server says what changed. The browser's EventSource reconnects by itself while the
 * server cannot be reached, but gives up for good on an error answer; then, and when the line is dead without a word,
 * it is opened anew from the last seq that was heard. `tick` is to be called about once a second.
 */
export class LiveFeed {
  readonly #ports: LiveFeedPorts
  #health: FeedHealth
  #source: Source | undefined
  #openedAtMs = 0
  #reopenAtMs: number | undefined
  #attempts = 0
  #upTo: number | undefined

  constructor(ports: LiveFeedPorts) {
    this.#ports = ports
    this.#health = startFeedHealth(ports.nowMs())
  }

  get health(): FeedHealth {
    return this.#health
  }

  start(): void {
    if (!this.#source) this.#open()
  }

  /** Lets go of the connection, to be taken up again by `start` without a gap. */
  stop(): void {
    this.#source?.close()
    this.#source = undefined
    this.#reopenAtMs = undefined
  }

  tick(): void {
    const nowMs = this.#ports.nowMs()
    this.#signal('tick')
    if (this.#reopenAtMs !== undefined && nowMs >= this.#reopenAtMs) this.#open()
    const quietSinceMs = Math.max(this.#openedAtMs, this.#health.heardAtMs)
    if (this.#source && this.#source.readyState !== CLOSED && nowMs - quietSinceMs > DEAD_AFTER_MS) this.#open()
  }

  #open(): void {
    this.#source?.close()
    this.#reopenAtMs = undefined
    this.#openedAtMs = this.#ports.nowMs()
    const place = this.#upTo === undefined ? '' : `&after=${this.#upTo}`
    const source = this.#ports.open(`/v1/events?view=changes${place}`)
    this.#source = source
    const mine = (listener: (data: string) => void) => (event: { readonly data?: unknown }) => {
      if (this.#source === source) listener(typeof event.data === 'string' ? event.data : '')
    }
    source.addEventListener(
      'open',
      mine(() => {
        this.#attempts = 0
        this.#signal('heard')
        // What was loaded before the feed began may have changed in between; only a resumed feed tells about it.
        if (this.#upTo === undefined) this.#ports.onChanges(ALL_CHANGED)
      }),
    )
    source.addEventListener(
      'heartbeat',
      mine((data) => this.#heard(readHeartbeat(data))),
    )
    source.addEventListener(
      'changes',
      mine((data) => {
        const changes = readChanges(data) ?? ALL_CHANGED
        this.#heard(changes.upTo > 0 ? changes.upTo : undefined)
        this.#ports.onChanges(changes)
      }),
    )
    source.addEventListener(
      'error',
      mine(() => this.#lost(source)),
    )
  }

  #heard(upTo: number | undefined): void {
    // A place before the one we had: another store speaks now, and nothing that is on the screen counts.
    const restarted = upTo !== undefined && this.#upTo !== undefined && upTo < this.#upTo
    if (upTo !== undefined) this.#upTo = upTo
    this.#signal('heard')
    if (restarted) this.#ports.onChanges(ALL_CHANGED)
  }

  #lost(source: Source): void {
    this.#signal('lost')
    if (source.readyState !== CLOSED) return
    this.#source = undefined
    this.#attempts += 1
    this.#reopenAtMs = this.#ports.nowMs() + Math.min(MAX_WAIT_MS, 500 * 2 ** this.#attempts)
    this.#ports.onRefused()
  }

  #signal(signal: FeedSignal): void {
    const before = this.#health
    this.#health = nextFeedHealth(before, signal, this.#ports.nowMs())
    if (this.#health !== before) this.#ports.onHealth(this.#health)
  }
}
