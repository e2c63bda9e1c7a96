import type { DecodeTextOptions } from './decode-text.ts'
import { type JoinPart, joinParts } from './join.ts'
import type { Concatenation } from './user-data-header.ts'

/** A part on its way to be joined. `tag` is the caller's: whatever should come out with the message, ids for example. */
export type ReassemblyPart<T> = JoinPart & {
  readonly source: string
  readonly destination: string
  readonly concatenation: Concatenation
  readonly tag: T
}

/** A message as far as its parts came. */
export type Reassembled<T> = {
  readonly source: string
  readonly destination: string
  readonly text: string
  /** The tags of the parts it was made of, in their order. */
  readonly tags: readonly T[]
  readonly total: number
  /** Sequence numbers that never came; empty when the message is whole. */
  readonly missing: readonly number[]
  /** Milliseconds, on the clock of the caller, when the first part came. */
  readonly startedMs: number
}

/** What a part led to. */
export type ReassemblyOutcome<T> =
  | { readonly kind: 'joined'; readonly message: Reassembled<T> }
  | { readonly kind: 'waiting'; readonly received: number; readonly total: number }
  /** The part had come before with the same content, or its message is already joined. */
  | { readonly kind: 'duplicate' }

/** Limits of a reassembler. */
export type ReassemblerOptions = DecodeTextOptions & {
  /** How long to wait for the parts of a message, counted from the first; an hour unless told. */
  readonly timeoutMs?: number
  /** The most unfinished messages kept; the oldest is given up for a new one. 10,000 unless told. */
  readonly maxPending?: number
}

type Pending<T> = {
  readonly startedMs: number
  readonly parts: (ReassemblyPart<T> | undefined)[]
  received: number
}

/**
 * Joins the parts of long messages, in any order, with duplicates, from as many binds as they come over. Messages are told
 * apart by source, destination, reference, total and the width of the reference. A whole message is handed out once; its
 * late duplicates are known as such until the time-out. No clock and no timer inside: time is passed in, and `expire`
 * hands out what will not become whole any more.
 */
export class Reassembler<T> {
  readonly #options: ReassemblerOptions
  readonly #timeoutMs: number
  readonly #maxPending: number
  /** In the order in which their first part came. */
  readonly #pending = new Map<string, Pending<T>>()
  /** Joined messages by when they were, to know their duplicates, with the parts' contents. */
  readonly #joined = new Map<string, { readonly joinedMs: number; readonly contents: readonly string[] }>()
  #evicted: Reassembled<T>[] = []

  constructor(options: ReassemblerOptions = {}) {
    this.#options = options
    this.#timeoutMs = options.timeoutMs ?? 3_600_000
    this.#maxPending = options.maxPending ?? 10_000
  }

  /** Messages waiting for parts. */
  get pendingCount(): number {
    return this.#pending.size
  }

  /** Takes a part. `nowMs` is the time on any clock that does not run backwards. */
  offer(part: ReassemblyPart<T>, nowMs: number): ReassemblyOutcome<T> {
    const { total, sequence } = part.concatenation
    const key = keyOf(part)
    this.#forgetJoined(nowMs)
    if (this.#joined.get(key)?.contents[sequence - 1] === contentOf(part)) return { kind: 'duplicate' }
    let pending = this.#pending.get(key)
    const held = pending?.parts[sequence - 1]
    if (pending !== undefined && held !== undefined) {
      if (contentOf(held) === contentOf(part)) return { kind: 'duplicate' }
      // The same place with other content: the sender's counter has come round, and the older message lost its rest.
      this.#giveUp(key, pending)
      pending = undefined
    }
    if (pending === undefined) pending = this.#open(key, total, nowMs)
    pending.parts[sequence - 1] = part
    pending.received++
    if (pending.received < total) return { kind: 'waiting', received: pending.received, total }
    this.#pending.delete(key)
    this.#joined.set(key, { joinedMs: nowMs, contents: pending.parts.map((each) => contentOf(each!)) })
    return { kind: 'joined', message: this.#reassemble(pending) }
  }

  /** Hands out, as they are, the messages whose time is over and those that were given up for others. */
  expire(nowMs: number): readonly Reassembled<T>[] {
    for (const [key, pending] of this.#pending) {
      if (nowMs - pending.startedMs < this.#timeoutMs) break
      this.#giveUp(key, pending)
    }
    this.#forgetJoined(nowMs)
    const given = this.#evicted
    this.#evicted = []
    return given
  }

  /** When `expire` has something to hand out next, or undefined when nothing waits. */
  get nextExpiryMs(): number | undefined {
    if (this.#evicted.length > 0) return 0
    const oldest = this.#pending.values().next()
    return oldest.done ? undefined : oldest.value.startedMs + this.#timeoutMs
  }

  #open(key: string, total: number, nowMs: number): Pending<T> {
    const oldest = this.#pending.entries().next()
    if (this.#pending.size >= this.#maxPending && !oldest.done) this.#giveUp(...oldest.value)
    const pending: Pending<T> = { startedMs: nowMs, parts: new Array(total).fill(undefined), received: 0 }
    this.#pending.set(key, pending)
    return pending
  }

  #giveUp(key: string, pending: Pending<T>): void {
    this.#pending.delete(key)
    this.#evicted.push(this.#reassemble(pending))
  }

  #forgetJoined(nowMs: number): void {
    for (const [key, { joinedMs }] of this.#joined) {
      if (nowMs - joinedMs < this.#timeoutMs && this.#joined.size <= this.#maxPending) break
      this.#joined.delete(key)
    }
  }

  #reassemble(pending: Pending<T>): Reassembled<T> {
    const came = pending.parts.filter((part) => part !== undefined)
    const missing = pending.parts.flatMap((part, index) => (part === undefined ? [index + 1] : []))
    const { source, destination } = came[0]!
    return {
      source,
      destination,
      text: joinParts(came, this.#options),
      tags: came.map((part) => part.tag),
      total: pending.parts.length,
      missing,
      startedMs: pending.startedMs,
    }
  }
}

function keyOf<T>({ source, destination, concatenation }: ReassemblyPart<T>): string {
  const { reference, total, width } = concatenation
  return JSON.stringify([source, destination, reference, total, width])
}

/** What makes two parts the same. */
function contentOf<T>(part: ReassemblyPart<T>): string {
  let content = `${part.dataCoding}:`
  for (const octet of part.body) content += String.fromCharCode(octet)
  return content
}
