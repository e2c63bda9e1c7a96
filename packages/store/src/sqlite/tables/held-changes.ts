import type { SmscId } from '@smpp-connect/contracts'
import { StringIndex } from '@smpp-connect/kernel'
import type { PartOfMessage } from '../../engine/tables.ts'
import { OctetWriter } from '../octets/octet-writer.ts'
import { partKey } from './part-rows.ts'
import type { PartUpdates } from './part-updates.ts'

/** A change of a row that is not written yet. */
interface HeldChange {
  readonly key: number
  /** As the row is. */
  readonly before: PartOfMessage
  /** As it is to be. */
  readonly after: PartOfMessage
  /** What is to be added to its history. */
  readonly history: Uint8Array
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
  readonly #byKey = new Map<number, HeldChange>()
  readonly #byForm = new StringIndex<HeldChange>()
  readonly #joined = new OctetWriter()

  constructor(updates: PartUpdates) {
    this.#updates = updates
  }

  /** Writes a change, or holds it. `history`: octets that are added to the part's, good until the call returns. */
  put(before: PartOfMessage, after: PartOfMessage, history: Uint8Array): void {
    const key = partKey(after.part.messageSeq, after.part.number)
    const held = this.#byKey.get(key)
    if (held) {
      this.#byKey.delete(key)
      this.#joined.backTo(0)
      this.#joined.octets(held.history)
      this.#joined.octets(history)
    }
    const asStored = held?.before ?? before
    const added = held ? this.#joined.view() : history
    if (mayBeHeld(asStored, after)) this.#hold(key, asStored, after, new Uint8Array(added))
    else this.#updates.write(asStored, after, added)
  }

  /** Adds the keys of rows that will have this form of message id. */
  addKeys(smscId: SmscId, form: string, keys: number[]): void {
    for (let change = this.#byForm.get(form); change; change = change.next) {
      if (this.#byKey.get(change.key) === change && change.after.part.smscId === smscId) keys.push(change.key)
    }
  }

  writeAll(): void {
    this.#byForm.clear()
    if (this.#byKey.size === 0) return
    for (const { before, after, history } of this.#byKey.values()) this.#updates.write(before, after, history)
    this.#byKey.clear()
  }

  #hold(key: number, before: PartOfMessage, after: PartOfMessage, history: Uint8Array): void {
    const form = after.part.idForm
    const change: HeldChange = { key, before, after, history, next: undefined }
    this.#byKey.set(key, change)
    if (form !== null) change.next = this.#byForm.set(form, change)
  }
}

/** What an answer changes of the only part of a message. */
function mayBeHeld(before: PartOfMessage, after: PartOfMessage): boolean {
  return before.part.state === 'sending' && after.part.state === 'submitted' && after.head.parts === 1
}
