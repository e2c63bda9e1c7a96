import { type Clock, invariant, type Log, type Timer } from '@smpp-connect/kernel'
import { decodeFrame, encodeFrame, type FrameKind, frameOf, replyOf, requestOf } from '../wire/frame.ts'
import { FrameSplitter, joinFrames, MOST_FRAME_OCTETS } from '../wire/framing.ts'
import type { Frame, Hello } from '../wire/link.generated.ts'
import type { Connection } from './connection.ts'
import { KeepAlive, LOOK_EVERY_MS, PING_EVERY_MS } from './keep-alive.ts'

/**
 * Something that has frames to send. It is asked only when there is room, so that what is a state (credit, binds, what is
 * durable) is written down as it is at that moment, and nothing piles up for a peer that reads slowly.
 */
export interface FrameSource {
  /** The next frame; undefined when there is nothing to say. What it returns counts as sent. */
  next(): Outgoing | undefined
}

export interface Outgoing {
  readonly kind: FrameKind
  /** Makes it a request: called once with the reply, or with undefined when none will come. */
  readonly done?: (reply: FrameKind | undefined) => void
  /** Makes it the reply to the request with this number, that no other was given. */
  readonly replyTo?: number
}

export interface SessionEvents {
  /** The peer's first frame. */
  greeted(hello: Hello): void
  /** Any frame of the contract that came after it. `answer` replies to it; call it once if `expectsReply`. */
  came(kind: FrameKind, reply: Reply): void
  /** Once, and the last call. */
  ended(end: SessionEnd): void
}

export interface Reply {
  readonly expected: boolean
  send(kind: FrameKind): void
  /** The reply for a source to send, in its place among other frames, instead of `send`. */
  inTurn(kind: FrameKind): Outgoing
}

export interface SessionEnd {
  /** A short name: closed, silent, unheard, protocol, or what the Goodbye said. */
  readonly code: string
  /** A sentence for people. */
  readonly text: string
  /** Whether the peer said so. */
  readonly byPeer: boolean
}

export interface SessionParts {
  readonly connection: Connection
  readonly clock: Clock
  readonly log: Log
  readonly events: SessionEvents
}

/** So much may wait for the machine to take it; more is not made. */
const ROOM_OCTETS = 128 * 1024
/** From the connection to the peer's Hello. */
const GREETING_MS = 10_000

/** What was said last may take so long to leave before the connection is cut. */
const LINGER_MS = 2_000

/**
 * One connection, from its first frame to its end.
 *
 * - greeting: from the start. Only a Hello or a Goodbye may come. Left when the Hello comes, or after `GREETING_MS`.
 * - open: from `open()`, which the owner calls when it likes the Hello. Sources are asked for frames; pings go out.
 * - ended: the peer said Goodbye, the connection closed, the keep-alive found nobody, or the peer broke the contract.
 *   `ended` is told once; requests without a reply end as undefined; nothing is sent any more.
 *
 * Frames that steer (hello, pings, replies) go before those of the sources. Of the sources, the urgent ones are emptied
 * first, in their order; the others take turns, a frame each.
 */
export class Session {
  readonly #parts: SessionParts
  readonly #splitter = new FrameSplitter()
  readonly #keepAlive: KeepAlive
  readonly #first: Frame[] = []
  readonly #pending = new Map<number, NonNullable<Outgoing['done']>>()
  #urgent: readonly FrameSource[] = []
  #others: readonly FrameSource[] = []
  #requests = 0
  #state: 'greeting' | 'open' | 'ended' = 'greeting'
  #peerGreeted = false
  #scheduled = false
  #timer: Timer | undefined
  #lastPingMs: number

  readonly #whenEnded = Promise.withResolvers<SessionEnd>()

  constructor(parts: SessionParts) {
    this.#parts = parts
    const nowMs = parts.clock.monotonicMs()
    this.#keepAlive = new KeepAlive(nowMs)
    this.#lastPingMs = nowMs
    this.#timer = parts.clock.after(GREETING_MS, () => {
      this.end('protocol', `nothing that begins a link came within ${GREETING_MS / 1_000} s`)
    })
    parts.connection.attach({
      data: (octets) => this.#data(octets),
      drained: () => this.#pump(),
      closed: (reason) => this.#ended({ code: 'closed', text: reason, byPeer: false }),
    })
  }

  get connection(): Connection {
    return this.#parts.connection
  }

  /** Resolves when it has ended. */
  get whenEnded(): Promise<SessionEnd> {
    return this.#whenEnded.promise
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** How long ago anything came. */
  get quietMs(): number {
    return this.#keepAlive.quietMs(this.#parts.clock.monotonicMs())
  }

  /** How long the peer has been silent, or what we say has not been confirmed, whichever is longer. */
  get silentMs(): number {
    return this.#keepAlive.silentMs(this.#parts.clock.monotonicMs())
  }

  /** Numbers of the last ping sent, and of the last that the peer has confirmed: what went before it has arrived. */
  get pings(): { readonly number: number; readonly confirmed: number } {
    return this.#keepAlive
  }

  greet(hello: Hello): void {
    this.#send(frameOf({ case: 'hello', value: hello }))
  }

  open(urgent: readonly FrameSource[], others: readonly FrameSource[]): void {
    invariant(this.#state === 'greeting', 'a session opens once')
    this.#state = 'open'
    this.#urgent = urgent
    this.#others = others
    this.#timer?.cancel()
    this.#ping()
    this.#look()
    this.wake()
  }

  /** A source has something to say. Cheap to call often. */
  wake(): void {
    if (this.#scheduled || this.#state === 'ended') return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#pump()
    })
  }

  /** Sends before all that the sources have. For what is small and seldom. */
  say(kind: FrameKind, done?: Outgoing['done']): void {
    this.#send(this.#frameOf(done ? { kind, done } : { kind }))
  }

  /** Says goodbye and closes when that has left. */
  end(code: string, text: string): void {
    if (this.#state === 'ended') return
    const { connection, clock } = this.#parts
    this.#first.push(frameOf({ case: 'goodbye', value: { $typeName: 'connect.link.v1.Goodbye', code, text } }))
    connection.write(joinFrames(this.#first.splice(0).map(encodeFrame)))
    connection.end()
    clock.after(LINGER_MS, () => connection.destroy(text))
    this.#ended({ code, text, byPeer: false })
  }

  #send(frame: Frame): void {
    if (this.#state === 'ended') return
    this.#first.push(frame)
    this.wake()
  }

  #pump(): void {
    if (this.#state === 'ended') return
    const { connection } = this.#parts
    const octets = this.#first.splice(0).map(encodeFrame)
    let room = ROOM_OCTETS - connection.pendingOctets
    const take = (source: FrameSource): boolean => {
      const outgoing = room > 0 ? source.next() : undefined
      if (!outgoing) return false
      const encoded = encodeFrame(this.#frameOf(outgoing))
      room -= encoded.length
      octets.push(encoded)
      return true
    }
    for (const source of this.#urgent) while (take(source));
    let more = true
    while (more) {
      more = false
      for (const source of this.#others) more = take(source) || more
    }
    if (octets.length > 0) connection.write(joinFrames(octets))
  }

  #frameOf({ kind, done, replyTo }: Outgoing): Frame {
    if (replyTo !== undefined) return replyOf(replyTo, kind)
    if (!done) return frameOf(kind)
    this.#requests += 1
    this.#pending.set(this.#requests, done)
    return requestOf(this.#requests, kind)
  }

  #data(octets: Uint8Array): void {
    if (this.#state === 'ended') return
    this.#keepAlive.came(this.#parts.clock.monotonicMs())
    const frames = this.#splitter.take(octets)
    if ('kind' in frames) {
      this.end('protocol', `a frame of ${frames.octets} octets was announced; ${MOST_FRAME_OCTETS} are allowed`)
      return
    }
    for (const octetsOfFrame of frames) {
      const frame = decodeFrame(octetsOfFrame)
      if (!frame) {
        this.end('protocol', 'what came is no frame of the link contract')
        return
      }
      this.#frame(frame)
      if (this.isEnded) return
    }
  }

  get isEnded(): boolean {
    return this.#state === 'ended'
  }

  #frame(frame: Frame): void {
    const { kind } = frame
    if (kind.case === 'goodbye') {
      this.#parts.connection.end()
      this.#ended({ code: kind.value.code, text: kind.value.text, byPeer: true })
      return
    }
    if (!this.#peerGreeted) {
      if (kind.case !== 'hello') {
        this.end('protocol', 'the first frame is no hello')
        return
      }
      this.#peerGreeted = true
      this.#parts.events.greeted(kind.value)
      return
    }
    if (frame.replyTo !== 0) {
      const done = this.#pending.get(frame.replyTo)
      this.#pending.delete(frame.replyTo)
      done?.(kind.case === undefined ? undefined : kind)
      return
    }
    const reply: Reply = {
      expected: frame.request !== 0,
      send: (answer) => this.#send(replyOf(frame.request, answer)),
      inTurn: (answer) => ({ kind: answer, replyTo: frame.request }),
    }
    if (kind.case === undefined) {
      // Of a newer peer: nothing depends on it, or the peer asks and is told.
      if (reply.expected) reply.send({ case: 'notSupported', value: { $typeName: 'connect.link.v1.NotSupported' } })
      return
    }
    if (kind.case === 'ping') this.#keepAlive.pinged(kind.value.number, kind.value.heard)
    else this.#parts.events.came(kind, reply)
  }

  #ping(): void {
    const nowMs = this.#parts.clock.monotonicMs()
    this.#lastPingMs = nowMs
    this.say({ case: 'ping', value: { $typeName: 'connect.link.v1.Ping', ...this.#keepAlive.ping(nowMs) } })
  }

  #look(): void {
    const { clock } = this.#parts
    this.#timer = clock.after(LOOK_EVERY_MS, () => {
      if (this.#state !== 'open') return
      const nowMs = clock.monotonicMs()
      const verdict = this.#keepAlive.look(nowMs)
      if (verdict !== 'alive') {
        const text = verdict === 'silent' ? 'nothing came from the other side' : 'the other side does not hear us'
        this.end(verdict, text)
        // Whoever does not read will not read the goodbye either.
        this.#parts.connection.destroy(text)
        return
      }
      if (nowMs - this.#lastPingMs >= PING_EVERY_MS) this.#ping()
      this.#look()
    })
  }

  #ended(end: SessionEnd): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    this.#timer?.cancel()
    this.#urgent = []
    this.#others = []
    this.#first.length = 0
    const pending = [...this.#pending.values()]
    this.#pending.clear()
    this.#parts.events.ended(end)
    for (const done of pending) done(undefined)
    this.#whenEnded.resolve(end)
  }
}
