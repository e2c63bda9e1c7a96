import type { PendingRequest } from './pending-request.ts'
import { sequenceAfter } from './sequence.ts'

/**
 * The requests that were sent and not answered, found by sequence number in one step. A ring indexed by the low bits of
 * the number: since numbers follow one another, the slot of the next one is nearly always free, and where a slow answer
 * still holds it the number is skipped. The ring is kept at twice the window at least, so a free slot is always near.
 *
 * Also keeps the order of sending, so that the oldest request is known without a timer for each.
 */
export class RequestWindow {
  /** Empty until the first request: most sessions of a server never send one. */
  #slots: (PendingRequest | undefined)[] = []
  #mask: number
  #lastSequenceNumber: number
  /** Oldest and newest of the requests that the response timer watches. */
  #oldest: PendingRequest | undefined
  #newest: PendingRequest | undefined
  #count = 0
  #watchedCount = 0

  /** `limit`: requests to expect at a time, own-lane ones not counted. `firstSequenceNumber`: 1 by the book. */
  constructor(limit: number, firstSequenceNumber = 1) {
    this.#mask = ringSize(limit) - 1
    this.#lastSequenceNumber = firstSequenceNumber - 1
  }

  /** All unanswered requests, enquire_link and unbind among them. */
  get count(): number {
    return this.#count
  }

  /** Unanswered requests that count against the window. */
  get watchedCount(): number {
    return this.#watchedCount
  }

  /** The watched request that was sent first. */
  get oldest(): PendingRequest | undefined {
    return this.#oldest
  }

  /** Gives the request the next free sequence number and keeps it. */
  add(request: PendingRequest): void {
    if (this.#slots.length === 0) this.#grow(this.#mask + 1)
    else if (this.#count > this.#mask) this.#grow(this.#slots.length * 2)
    let sequenceNumber = sequenceAfter(this.#lastSequenceNumber)
    while (this.#slots[sequenceNumber & this.#mask] !== undefined) sequenceNumber = sequenceAfter(sequenceNumber)
    this.#lastSequenceNumber = sequenceNumber
    request.sequenceNumber = sequenceNumber
    this.#slots[sequenceNumber & this.#mask] = request
    this.#count++
    if (!request.watched) return
    this.#watchedCount++
    request.previous = this.#newest
    if (this.#newest === undefined) this.#oldest = request
    else this.#newest.next = request
    this.#newest = request
  }

  /** The request with this sequence number, if it is still unanswered. */
  find(sequenceNumber: number): PendingRequest | undefined {
    const request = this.#slots[sequenceNumber & this.#mask]
    return request !== undefined && request.sequenceNumber === sequenceNumber ? request : undefined
  }

  /** Forgets a request that is in the window. */
  remove(request: PendingRequest): void {
    this.#slots[request.sequenceNumber & this.#mask] = undefined
    this.#count--
    if (!request.watched) return
    this.#watchedCount--
    if (request.previous === undefined) this.#oldest = request.next
    else request.previous.next = request.next
    if (request.next === undefined) this.#newest = request.previous
    else request.next.previous = request.previous
    request.previous = undefined
    request.next = undefined
  }

  /** Makes room for a larger window. Requests under way keep their numbers. */
  resize(limit: number): void {
    const size = ringSize(limit)
    if (size <= this.#mask + 1) return
    if (this.#slots.length > 0) this.#grow(size)
    else this.#mask = size - 1
  }

  /** Every unanswered request: the watched ones in the order of sending, then the others. */
  all(): PendingRequest[] {
    const requests: PendingRequest[] = []
    for (let request = this.#oldest; request !== undefined; request = request.next) requests.push(request)
    for (const request of this.#slots) if (request !== undefined && !request.watched) requests.push(request)
    return requests
  }

  #grow(wanted: number): void {
    // Numbers that shared no slot before share none in a ring twice as large: the new mask only adds a bit.
    const slots = new Array<PendingRequest | undefined>(wanted).fill(undefined)
    const mask = wanted - 1
    for (const request of this.#slots) if (request !== undefined) slots[request.sequenceNumber & mask] = request
    this.#slots = slots
    this.#mask = mask
  }
}

function ringSize(limit: number): number {
  let size = 16
  while (size < limit * 2 + 8) size *= 2
  return size
}
