import type { BlockedPair, SmscId, SubmitAnswer, SubmitOrder } from '@smpp-connect/contracts'
import type { FrameSource, Outgoing } from '../session/session.ts'
import { cutIntoBatches, tlvOctets } from '../wire/batches.ts'
import { orderToWire } from '../wire/order.ts'

/** What has to be known of an order after it has left. */
export type OpenOrder = Pick<SubmitOrder, 'part' | 'attempt' | 'smscId'>

interface Sent {
  readonly number: number
  readonly order: OpenOrder
}

/** What an edge says it has of ours when it connects. */
export type Arrived =
  /** All up to this number, of this manager process. */
  | { readonly kind: 'through'; readonly number: number }
  /** Nothing: it has never heard of a manager. */
  | { readonly kind: 'nothing' }
  /** It has worked for another manager since, or is another process than the one that got them. */
  | { readonly kind: 'unknown' }

export interface Settlement {
  readonly notSent: readonly OpenOrder[]
  readonly uncertain: readonly OpenOrder[]
}

/**
 * The orders that one edge has not answered yet. Each ends exactly once: with the edge's answer, or by settlement when the
 * link was broken:
 *
 * - waiting: handed over, not yet on a connection. A loss gives it back as not sent.
 * - sent: on the connection, with a number. After a loss it stays open until the edge is back and says up to which number
 *   they came: those after it are not sent, those before are answered in time. If that edge process is gone, or nothing
 *   was heard of it for long, nobody knows: uncertain.
 */
export class OrderBook implements FrameSource {
  #waiting: (readonly SubmitOrder[])[] = []
  readonly #sent = new Map<string, Sent>()
  #last = 0

  /** How many have no answer. */
  get open(): number {
    return this.#sent.size + this.#waiting.reduce((sum, batch) => sum + batch.length, 0)
  }

  /** Whether some have not left for the edge. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0
  }

  add(orders: readonly SubmitOrder[]): void {
    const octetsOf = (order: SubmitOrder): number => tlvOctets(order) + order.shortMessage.length
    this.#waiting.push(...cutIntoBatches(orders, octetsOf))
  }

  next(): Outgoing | undefined {
    const batch = this.#waiting.shift()
    if (!batch) return undefined
    const first = this.#last + 1
    for (const { part, attempt, smscId } of batch) {
      this.#last += 1
      this.#sent.set(keyOf(part, attempt), { number: this.#last, order: { part, attempt, smscId } })
    }
    const orders = batch.map(orderToWire)
    return { kind: { case: 'orders', value: { $typeName: 'connect.link.v1.Orders', first: BigInt(first), orders } } }
  }

  /** Takes back what is for these pairs and has not left for the edge: a block overtakes orders here. */
  block(pairs: readonly BlockedPair[]): readonly OpenOrder[] {
    const sources = Map.groupBy(pairs, ({ destination }) => destination)
    const hit = ({ source, destination }: SubmitOrder): boolean =>
      sources.get(destination.address)?.some((pair) => (pair.source ?? source.address) === source.address) ?? false
    const back = this.#waiting.flat().filter(hit)
    if (back.length > 0) {
      const rest = this.#waiting.map((batch) => batch.filter((order) => !hit(order)))
      this.#waiting = rest.filter((batch) => batch.length > 0)
    }
    return back
  }

  /** Whether this is an answer to one that has none. */
  has({ part, attempt }: SubmitAnswer): boolean {
    return this.#sent.has(keyOf(part, attempt))
  }

  answered({ part, attempt }: SubmitAnswer): void {
    this.#sent.delete(keyOf(part, attempt))
  }

  /** The connection is gone: what had not left comes back. */
  cut(): readonly OpenOrder[] {
    const back = this.#waiting.flat()
    this.#waiting = []
    return back
  }

  /** The edge is back and says what it has. Numbers go on from there. */
  settle(arrived: Arrived): Settlement {
    const through = arrived.kind === 'through' ? Math.min(arrived.number, this.#last) : 0
    const notSent: OpenOrder[] = []
    const uncertain: OpenOrder[] = []
    for (const [key, { number, order }] of this.#sent) {
      if (arrived.kind === 'through' && number <= through) continue
      this.#sent.delete(key)
      if (arrived.kind === 'unknown') uncertain.push(order)
      else notSent.push(order)
    }
    this.#last = arrived.kind === 'through' ? arrived.number : 0
    return { notSent, uncertain }
  }

  /** The edge is taken for lost, or for lost to one SMSC: nobody knows what became of them. An answer may still come, and is late then. */
  giveUp(smscId?: SmscId): readonly OpenOrder[] {
    const lost: OpenOrder[] = []
    for (const [key, { order }] of this.#sent) {
      if (smscId !== undefined && order.smscId !== smscId) continue
      this.#sent.delete(key)
      lost.push(order)
    }
    return lost
  }
}

function keyOf({ messageId, number }: OpenOrder['part'], attempt: number): string {
  return `${messageId} ${number} ${attempt}`
}
