import { MESSAGE_CLASSES, type MessageClass } from '@smpp-connect/contracts/message-class'

/**
 * Whose part leaves next, where several streams of an SMSC wait.
 *
 * Think of what leaves as slots. Each slot earns every class its share of one slot (its weight by the sum of all three),
 * and costs whoever takes it a whole one. A slot goes to the most urgent class that waits and can pay; when none of
 * those that wait can, to the most urgent that waits, as a gift: that is the share which classes without anything
 * to send leave unused. So while all wait, each gets its share over time, and what one does not need goes to the more
 * urgent ones first. A class that waits keeps what it earned; one with nothing to send keeps no more than one slot of
 * it: enough for its next part to leave at once (a one-time code does not wait for its turn), and too little to
 * hold up the others with what it saved in an hour.
 *
 * Within a class the owners take turns, part by part, in the order of their streams' keys, beginning after the one
 * that was served last. Within a stream parts leave in the order in which they were queued.
 *
 * The state may be forgotten (at a restart): shares are kept from then on.
 */
export interface Turns {
  /** What each class has earned and not spent, in the units of the shares; a slot costs the sum of the shares. */
  readonly earned: Readonly<Record<MessageClass, number>>
  /** The stream of each class that was served last; 0 at first. */
  readonly last: Readonly<Record<MessageClass, number>>
}

export const FIRST_TURNS: Turns = {
  earned: { code: 0, transactional: 0, bulk: 0 },
  last: { code: 0, transactional: 0, bulk: 0 },
}

/** A stream that has parts which may leave now. */
export interface WaitingStream {
  readonly key: number
  readonly messageClass: MessageClass
  /** How many. */
  readonly ready: number
}

/**
 * Fills up to `slots` slots: the keys of the streams to take a part from, in the order in which they leave. `waiting`
 * is in the order of the keys.
 */
export function takeTurns(
  waiting: readonly WaitingStream[],
  turns: Turns,
  shares: Readonly<Record<MessageClass, number>>,
  slots: number,
): { readonly streams: readonly number[]; readonly turns: Turns } {
  const cost = MESSAGE_CLASSES.reduce((sum, one) => sum + shares[one], 0)
  const classes = MESSAGE_CLASSES.map(
    (name): Account => ({
      name,
      // What was saved under other shares counts for no more than it could under these.
      earned: Math.min(turns.earned[name], MOST_SAVED * cost),
      ring: new Ring(
        waiting.filter((stream) => stream.messageClass === name && stream.ready > 0),
        turns.last[name],
      ),
    }),
  )
  const streams: number[] = []
  while (streams.length < slots && classes.some(isWaiting)) {
    let payer: Account | undefined
    let mostUrgent: Account | undefined
    for (const one of classes) {
      one.earned += shares[one.name]
      if (!isWaiting(one)) {
        one.earned = Math.min(one.earned, cost)
        continue
      }
      mostUrgent ??= one
      if (one.earned >= cost) payer ??= one
    }
    if (payer) payer.earned -= cost
    streams.push(((payer ?? mostUrgent) as Account).ring.next())
  }
  const byClass = (value: (one: Account) => number): Record<MessageClass, number> => {
    const [code, transactional, bulk] = classes.map(value) as [number, number, number]
    return { code, transactional, bulk }
  }
  return { streams, turns: { earned: byClass(({ earned }) => earned), last: byClass(({ ring }) => ring.last) } }
}

/** What a class has earned, and who of it waits. */
interface Account {
  readonly name: MessageClass
  earned: number
  readonly ring: Ring
}

function isWaiting({ ring }: Account): boolean {
  return !ring.isEmpty
}

/** More than any class can have earned while it waited: the three together never save more than about this many slots. */
const MOST_SAVED = 4

interface Waiting {
  readonly key: number
  left: number
}

/** The streams of one class, in turn. */
class Ring {
  readonly #streams: Waiting[]
  #at: number
  last: number

  constructor(streams: readonly WaitingStream[], last: number) {
    this.#streams = streams.map(({ key, ready }) => ({ key, left: ready }))
    this.last = last
    const after = this.#streams.findIndex(({ key }) => key > last)
    this.#at = after === -1 ? 0 : after
  }

  get isEmpty(): boolean {
    return this.#streams.length === 0
  }

  next(): number {
    const stream = this.#streams[this.#at] as Waiting
    stream.left -= 1
    this.last = stream.key
    if (stream.left === 0) this.#streams.splice(this.#at, 1)
    else this.#at += 1
    if (this.#at >= this.#streams.length) this.#at = 0
    return stream.key
  }
}
