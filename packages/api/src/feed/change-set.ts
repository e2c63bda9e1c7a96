import type { Changes, ConnectEvent } from '@smpp-connect/contracts'

/** Most ids of a kind in one frame; a console that shows more than that reloads its lists anyway. */
const MAX_IDS = 200

/** Which things changed since the frame before. Bounded: beyond the limit it only knows that there are more. */
export class ChangeSet {
  readonly #messages = new Set<string>()
  readonly #conversations = new Set<string>()
  readonly #smscs = new Set<string>()
  readonly #phones = new Set<string>()
  #more = false

  addEvent(event: ConnectEvent): void {
    this.#add(this.#messages, event.messageId)
    this.#add(this.#conversations, event.conversationId)
    this.#add(this.#smscs, event.smscId)
  }

  addPhones(numbers: Iterable<string>): void {
    for (const number of numbers) this.#add(this.#phones, number)
  }

  /** Something was left out: whoever reads this should load everything again. */
  markMore(): void {
    this.#more = true
  }

  get empty(): boolean {
    return (
      !this.#more && [this.#messages, this.#conversations, this.#smscs, this.#phones].every((ids) => ids.size === 0)
    )
  }

  /** The frame; `upTo` is the seq up to which it speaks. */
  frame(upTo: number): Changes {
    return {
      upTo,
      messages: [...this.#messages],
      conversations: [...this.#conversations],
      smscs: [...this.#smscs],
      phones: [...this.#phones],
      more: this.#more,
    }
  }

  #add(ids: Set<string>, id: string | null): void {
    if (id === null || ids.has(id)) return
    if (ids.size < MAX_IDS) ids.add(id)
    else this.#more = true
  }
}
