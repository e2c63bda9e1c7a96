import type { Changes, ConnectEvent, FeedEvent, Heartbeat } from '@smpp-connect/contracts'
import { summarizeEvent } from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import type { UseCases } from '@smpp-connect/manager'
import type { SimulatorControl } from '@smpp-connect/simulator'
import type { ApiLimits } from '../options.ts'
import { Bell } from './bell.ts'
import { ChangeSet } from './change-set.ts'
import { EventReader } from './event-reader.ts'
import { EventTail } from './event-tail.ts'
import { type SseStream, sseBlock } from './sse-stream.ts'

/** Events handed to a reader in one write: bounds what is held for each of them. */
const EVENTS_A_WRITE = 200
/** A reader of changes who is further behind than this is told to load everything again. */
const FAR_BEHIND = 5_000
/** How often it is looked up whether the reader may still read. */
const RECHECK_MS = 30_000

export interface FeedRequest {
  readonly view: 'events' | 'changes'
  /** The seq that the reader has; undefined for one that begins now. */
  readonly after: number | undefined
  /** Whether the key or session is still good. */
  readonly stillAllowed: () => Promise<boolean>
}

export interface LiveFeedOptions {
  readonly useCases: UseCases
  readonly simulator: SimulatorControl | undefined
  readonly clock: Clock
  readonly log: Log
  readonly limits: ApiLimits
}

/** All live feeds of the process. */
export class LiveFeed {
  readonly #options: LiveFeedOptions
  readonly #tail = new EventTail()
  readonly #open = new Set<SseStream>()
  #stopListening: (() => void) | undefined
  #closing = false

  constructor(options: LiveFeedOptions) {
    this.#options = options
  }

  get full(): boolean {
    return this.#open.size >= this.#options.limits.maxFeeds
  }

  /** Where a reader stands to begin with. A place beyond the end, from before a restore, counts as the end. */
  async startingSeq(after: number | undefined): Promise<number> {
    const last = await this.#options.useCases.lastEventSeq()
    return after === undefined ? last : Math.min(after, last)
  }

  /** Feeds one reader until either side closes. */
  async run(stream: SseStream, request: FeedRequest, startSeq: number): Promise<void> {
    const { useCases, clock, limits, log } = this.#options
    if (this.#closing) return stream.end()
    const reader = new EventReader(this.#tail, (after, limit) => useCases.events(after, limit), startSeq)
    const bell = new Bell()
    const stopAppends = this.#tail.onAppend(() => bell.ring())
    const stopBeats = every(clock, limits.heartbeatMs, () => {
      const beat: Heartbeat = { upTo: reader.spokenUpTo }
      stream.beat(sseBlock({ event: 'heartbeat', data: beat }))
    })
    const stopRechecks = every(clock, RECHECK_MS, () => {
      request.stillAllowed().then(
        (allowed) => (allowed ? undefined : stream.end()),
        (failure) => log.warn('feed.recheck-failed', { cause: String(failure) }),
      )
    })
    this.#opened(stream)
    // A closed stream must not leave its reader waiting for an event that may never come.
    stream.onClosed(() => bell.ring())
    try {
      // An id without data: the browser remembers the place even if it is cut off before the first event.
      await stream.send(`retry: 1000\nid: ${startSeq}\n\n`)
      if (request.view === 'changes') await this.#sendChanges(stream, reader, bell, request.after !== undefined)
      else await this.#sendEvents(stream, reader, bell)
    } catch (failure) {
      log.warn('feed.cut', { cause: String(failure) })
    } finally {
      stopAppends()
      stopBeats()
      stopRechecks()
      this.#ended(stream)
      stream.end()
    }
  }

  /** Ends all feeds; their readers come back by themselves. */
  close(): void {
    this.#closing = true
    for (const stream of this.#open) stream.end()
  }

  /** Events are listened to while somebody follows them: reading five of them for every text is not free. */
  #opened(stream: SseStream): void {
    this.#open.add(stream)
    this.#stopListening ??= this.#options.useCases.onEvents((events) => this.#tail.append(events))
  }

  #ended(stream: SseStream): void {
    this.#open.delete(stream)
    if (this.#open.size > 0) return
    this.#stopListening?.()
    this.#stopListening = undefined
    this.#tail.clear()
  }

  async #sendEvents(stream: SseStream, reader: EventReader, bell: Bell): Promise<void> {
    while (!stream.closed) {
      const events = await reader.next(EVENTS_A_WRITE)
      reader.speak()
      if (events.length === 0) await bell.wait()
      else await stream.send(events.map(eventBlock).join(''))
    }
  }

  async #sendChanges(stream: SseStream, reader: EventReader, bell: Bell, resumed: boolean): Promise<void> {
    const { useCases, simulator, clock, limits } = this.#options
    let changes = new ChangeSet()
    const stopPhones = simulator?.onPhones((numbers) => {
      changes.addPhones(numbers)
      bell.ring()
    })
    try {
      const behind = (await useCases.lastEventSeq()) - reader.cursor
      if (behind > FAR_BEHIND) {
        reader.skipTo(reader.cursor + behind)
        changes.markMore()
      }
      if (resumed && simulator) addPhonesAgain(changes, simulator)
      while (!stream.closed) {
        await readAll(reader, changes)
        reader.speak()
        if (changes.empty) {
          await bell.wait()
          continue
        }
        const frame: Changes = changes.frame(reader.cursor)
        changes = new ChangeSet()
        await stream.send(sseBlock({ id: frame.upTo, event: 'changes', data: frame }))
        await pause(clock, limits.changesEveryMs)
      }
    } finally {
      stopPhones?.()
    }
  }
}

/** Reads to the end of the log, but not for ever: under constant traffic the end moves on. */
async function readAll(reader: EventReader, changes: ChangeSet): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const events = await reader.next(500)
    if (events.length === 0) return
    for (const event of events) changes.addEvent(event)
  }
}

/** Phones have no place in the log, so a reader who was away is told of those that may have changed. */
function addPhonesAgain(changes: ChangeSet, simulator: SimulatorControl): void {
  const phones = simulator.phones({ limit: 200 })
  changes.addPhones(phones.items.map((phone) => phone.number))
  if (phones.next !== null) changes.markMore()
}

function eventBlock(event: ConnectEvent): string {
  const data: FeedEvent = {
    seq: event.seq,
    at: new Date(event.atMs).toISOString(),
    kind: event.kind,
    messageId: event.messageId,
    part: event.part,
    conversationId: event.conversationId,
    smscId: event.smscId,
    summary: summarizeEvent(event),
    detail: event.detail,
  }
  return sseBlock({ id: event.seq, event: event.kind, data })
}

function every(clock: Clock, periodMs: number, fire: () => void): () => void {
  let timer = clock.after(periodMs, tick)
  function tick(): void {
    timer = clock.after(periodMs, tick)
    fire()
  }
  return () => timer.cancel()
}

function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(delayMs, resolve)
  })
}
