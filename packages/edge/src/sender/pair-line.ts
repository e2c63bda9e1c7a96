import type { BlockedPair, MessageClass, MessageId, SubmitOrder } from '@smpp-connect/contracts'
import { StringIndex } from '@smpp-connect/kernel'
import { ReturningEntries } from './returning-entries.ts'

/** An order from the moment it comes until its end is durable. */
export interface LineEntry {
  readonly order: SubmitOrder
  readonly pair: Pair
  /** Wall-clock time at which it was handed to a bind; null before. */
  sentAtMs: number | null
  /** The same on the monotonic clock. */
  sentAtMonotonicMs: number
  /** It goes back to the queue, and its pair takes nothing until the manager knows. */
  goesBack: boolean
}

/** Two addresses and a class. */
interface Pair {
  readonly messageClass: MessageClass
  readonly source: string
  readonly destination: string
  /** The next pair of the same destination. */
  other: Pair | undefined
  /** The message whose parts may go now. */
  messageId: MessageId | undefined
  /** Parts of it that are in the line or at the SMSC. */
  going: number
  /** What comes after it, in order; made for the first that waits. */
  waiting: LineEntry[] | undefined
  /** What went back to the queue without the manager knowing of it yet; made for the first that does. */
  returning: ReturningEntries | undefined
}

const NOBODY: readonly LineEntry[] = Object.freeze([])

/**
 * The orders of one SMSC that wait to be sent, in order: first in, first out between any two addresses within a class.
 * Pure: no clock, no socket.
 *
 * A pair is
 * - free: nothing of it is here.
 * - going: the parts of one message stand in the line or are at the SMSC; other messages of the pair wait behind them,
 *   and the next goes when all of these have ended.
 * - closed: an order went back to the queue, to be tried again. What waited behind it goes back too, and so does all
 *   that comes, until the manager knows of it: only then can what it hands over be in order again. What comes before all
 *   that is on its way back is taken all the same, or the two sides might hand it to and fro for ever.
 *
 * Pairs never wait for one another: the line holds only what may go, in the order in which it came to be so.
 */
export class PairLine {
  /** The first pair of each destination: a key for all three would be a string for every order. */
  readonly #pairs = new StringIndex<Pair>()
  #pairCount = 0
  #line: LineEntry[] = []
  #head = 0
  /** How many at the head were put back since one was taken. */
  #putBack = 0
  #behind = 0

  /** How many may go. */
  get ready(): number {
    return this.#line.length - this.#head
  }

  /** How many wait behind another message of their pair. */
  get behind(): number {
    return this.#behind
  }

  /** Pairs that are known at the moment. */
  get pairs(): number {
    return this.#pairCount
  }

  /** Takes an order in. The entry is marked as going back when its pair is closed: then it is not in the line. */
  add(order: SubmitOrder): LineEntry {
    const pair = this.#pairOf(order)
    const entry = { order, pair, sentAtMs: null, sentAtMonotonicMs: 0, goesBack: false }
    const { messageId } = order.part
    if (pair.returning?.letsGo(entry) === false) this.#goesBack(entry)
    else if (pair.going === 0 || pair.messageId === messageId) this.#go(entry)
    else {
      pair.waiting ??= []
      pair.waiting.push(entry)
      this.#behind++
    }
    return entry
  }

  /** The next that may go; it is going until `ended`. */
  take(): LineEntry | undefined {
    const entry = this.#line[this.#head]
    if (entry === undefined) return undefined
    this.#head++
    this.#putBack = 0
    if (this.#head > 1_024 && this.#head * 2 > this.#line.length) this.#cut()
    return entry
  }

  /** An entry that was taken did not leave: it is the next again, behind others that were put back just before. */
  putBack(entry: LineEntry): void {
    this.#line.splice(this.#head + this.#putBack++, 0, entry)
  }

  /**
   * An entry that was going has ended. When it `goesBack` the ones that waited behind it go back too: they are returned,
   * in order, and each of them, and the entry itself, is to be `settled`.
   */
  ended(entry: LineEntry, goesBack: boolean): readonly LineEntry[] {
    const { pair } = entry
    pair.going--
    let followers = NOBODY
    if (goesBack) {
      this.#goesBack(entry)
      followers = this.#close(pair)
    }
    this.#next(pair)
    return followers
  }

  /** The manager knows that an entry went back. */
  settled(entry: LineEntry): void {
    entry.pair.returning?.settled(entry)
    this.#next(entry.pair)
  }

  /** Takes out what has not been sent and fits one of the pairs. The order of the rest stands. */
  takeBlocked(blocked: readonly BlockedPair[]): readonly LineEntry[] {
    const bySource = new Map<string, Set<string | null>>()
    for (const { source, destination } of blocked) {
      const sources = bySource.get(destination) ?? new Set()
      bySource.set(destination, sources.add(source))
    }
    const fits = ({ order }: LineEntry): boolean => {
      const sources = bySource.get(order.destination.address)
      return sources !== undefined && (sources.has(null) || sources.has(order.source.address))
    }
    const out = this.#takeOut(fits)
    const pairs = this.#allPairs()
    for (const pair of pairs) {
      const gone = pair.waiting?.filter(fits)
      if (pair.waiting === undefined || gone === undefined || gone.length === 0) continue
      this.#behind -= gone.length
      pair.waiting = pair.waiting.filter((entry) => !fits(entry))
      out.push(...gone)
    }
    for (const pair of pairs) this.#next(pair)
    return out
  }

  /** Takes back the last ones that may go, so that `keep` are left, and what waits behind them. All are to be `settled`. */
  takeBack(keep: number): readonly LineEntry[] {
    if (this.ready <= keep) return []
    this.#putBack = 0
    const out = this.#line.splice(this.#head + keep)
    const followers: LineEntry[] = []
    for (const entry of out) {
      entry.pair.going--
      this.#goesBack(entry)
      followers.push(...this.#close(entry.pair))
    }
    return [...out, ...followers]
  }

  #pairOf({ source, destination, messageClass }: SubmitOrder): Pair {
    const first = this.#pairs.get(destination.address)
    for (let known = first; known !== undefined; known = known.other) {
      if (known.source === source.address && known.messageClass === messageClass) return known
    }
    const pair: Pair = {
      messageClass,
      source: source.address,
      destination: destination.address,
      other: first,
      messageId: undefined,
      going: 0,
      waiting: undefined,
      returning: undefined,
    }
    this.#pairs.set(pair.destination, pair)
    this.#pairCount++
    return pair
  }

  #forget(pair: Pair): void {
    let before: Pair | undefined
    for (let at = this.#pairs.get(pair.destination); at !== pair; at = at.other) {
      // It was forgotten before.
      if (at === undefined) return
      before = at
    }
    if (before !== undefined) before.other = pair.other
    else if (pair.other !== undefined) this.#pairs.set(pair.destination, pair.other)
    else this.#pairs.delete(pair.destination)
    this.#pairCount--
  }

  #allPairs(): readonly Pair[] {
    const all: Pair[] = []
    for (const first of this.#pairs.values()) {
      for (let pair: Pair | undefined = first; pair !== undefined; pair = pair.other) all.push(pair)
    }
    return all
  }

  #go(entry: LineEntry): void {
    entry.pair.messageId = entry.order.part.messageId
    entry.pair.going++
    this.#line.push(entry)
  }

  #goesBack(entry: LineEntry): void {
    entry.goesBack = true
    entry.pair.returning ??= new ReturningEntries()
    entry.pair.returning.add(entry)
  }

  #close(pair: Pair): readonly LineEntry[] {
    if (pair.waiting === undefined) return NOBODY
    const followers = pair.waiting.splice(0)
    this.#behind -= followers.length
    for (const follower of followers) this.#goesBack(follower)
    return followers
  }

  /** Lets the next message of a pair go when the one before has ended; forgets a pair of which nothing is left. */
  #next(pair: Pair): void {
    if (pair.going > 0) return
    const { waiting, returning } = pair
    const messageId = waiting?.[0]?.order.part.messageId
    if (waiting === undefined || messageId === undefined) {
      if (returning === undefined || returning.isEmpty) this.#forget(pair)
      return
    }
    let parts = 1
    while (waiting[parts]?.order.part.messageId === messageId) parts++
    this.#behind -= parts
    for (const entry of waiting.splice(0, parts)) this.#go(entry)
  }

  #takeOut(fits: (entry: LineEntry) => boolean): LineEntry[] {
    this.#cut()
    this.#putBack = 0
    const out = this.#line.filter(fits)
    if (out.length > 0) this.#line = this.#line.filter((entry) => !fits(entry))
    for (const { pair } of out) pair.going--
    return out
  }

  /** Forgets the places of what was taken. */
  #cut(): void {
    this.#line = this.#line.slice(this.#head)
    this.#head = 0
  }
}
