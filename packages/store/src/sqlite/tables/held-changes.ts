import type { SmscId } from '@smpp-connect/contracts'
import { StringIndex } from '@smpp-connect/kernel'
import type { PartOfMessage } from '../../engine/tables.ts'
import { OctetWriter } from '../octets/octet-writer.ts'
import type { NewParts } from './new-parts.ts'
import { partKey } from './part-rows.ts'
import type { PartUpdates } from './part-updates.ts'

/** A change of a row that is not written yet. */
interface HeldChange {
  readonly key: number
  /** As the row is. */
  readonly before: PartOfMessage
  /** As it is to be. */
  readonly after: PartOfMessage
  /** Where what is to be added to its history lies among the octets that are held. */
  readonly start: number
  readonly end: number
  /** The one that was held before it under the same form of message id. */
  next: HeldChange | undefined
}

/**
 * Changes that wait for the end of the transaction: the answer to a submit and the receipt behind it mostly come in the
 * same, and then one update writes both. Held is what an answer changes, and of messages with one part only, so that no
 * other row has to do with it. They are written before anything is asked of the parts that they could change the answer of
 * (see `Statements`), and before the commit.
 */
export class HeldChanges {
  readonly #updates: PartUpdates
  readonly #newParts: NewParts
  readonly #byKey = new Map<number, HeldChange>()
  readonly #byForm = new StringIndex<HeldChange>()
  /** What is held to be added to histories, change behind change. */
  readonly #histories = new OctetWriter()
  /** What is added to the one that is written. */
  readonly #history = new OctetWriter()

  constructor(updates: PartUpdates, newParts: NewParts) {
    this.#updates = updates
    this.#newParts = newParts
  }

  /** Writes a change, or holds it. `history`: octets that are added to the part's, good until the call returns. */
  put(before: PartOfMessage, after: PartOfMessage, history: Uint8Array): void {
    if (this.#newParts.take(after, history)) return
    const key = partKey(after.part.messageSeq, after.part.number)
    const held = this.#byKey.get(key)
    const asStored = held?.before ?? before
    let added = history
    if (held) {
      this.#byKey.delete(key)
      this.#take(held)
      this.#history.octets(history)
      added = this.#history.view()
    }
    if (mayBeHeld(asStored, after)) this.#hold(key, asStored, after, added)
    else this.#updates.write(asStored, after, added)
  }

  /** Adds the keys of rows that will have this form of message id. */
  addKeys(smscId: SmscId, form: string, keys: number[]): void {
    for (let change = this.#byForm.get(form); change; change = change.next) {
      if (this.#byKey.get(change.key) === change && change.after.part.smscId === smscId) keys.push(change.key)
    }
  }

  writeAll(): void {
    this.#newParts.writeAll()
    this.#byForm.clear()
    if (this.#byKey.size === 0) return
    for (const change of this.#byKey.values()) {
      this.#take(change)
      this.#updates.write(change.before, change.after, this.#history.view())
    }
    this.#byKey.clear()
  }

  /** Has its history, so far, in `#history`. */
  #take({ start, end }: HeldChange): void {
    this.#history.backTo(0)
    this.#history.from(this.#histories, start, end)
  }

  #hold(key: number, before: PartOfMessage, after: PartOfMessage, history: Uint8Array): void {
    const form = after.part.idForm
    if (this.#byKey.size === 0) this.#histories.backTo(0)
    const start = this.#histories.length
    this.#histories.octets(history)
    const change: HeldChange = { key, before, after, start, end: this.#histories.length, next: undefined }
    this.#byKey.set(key, change)
    if (form !== null) change.next = this.#byForm.set(form, change)
  }
}

/** What an answer changes of the only part of a message. */
function mayBeHeld(before: PartOfMessage, after: PartOfMessage): boolean {
  return before.part.state === 'sending' && after.part.state === 'submitted' && after.head.parts === 1
}
