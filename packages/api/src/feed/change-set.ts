import type { Changes, ConnectEvent } from '@smpp-connect/contracts'

/** Most ids of a kind in one frame; a console that shows more than that reloads its lists anyway. */
const MAX_IDS = 200

/** Which things changed since the frame before. Bounded: beyond the limit it only knows that there are more. */
export class ChangeSet {
  readonly #messages = new Set<string>()
  readonly #conversations = new Set<string>()
  readonly #smscs = new Set<string>()
  readonly #phones = new Set<string>()
  readonly #settings = new Set<string>()
  #optOuts = false
  #more = false

  addEvent(event: ConnectEvent): void {
    this.#add(this.#messages, event.messageId)
    this.#add(this.#conversations, event.conversationId)
    this.#add(this.#smscs, event.smscId)
    if (event.kind === 'settings.changed') this.#add(this.#settings, String(event.detail.name))
    if (event.kind === 'opt-out.recorded' || event.kind === 'opt-out.withdrawn') this.#optOuts = true
  }

  addPhones(numbers: Iterable<string>): void {
    for (const number of numbers) this.#add(this.#phones, number)
  }

  /** Something was left out: whoever reads this should load everything again. */
  markMore(): void {
    this.#more = true
  }

  get empty(): boolean {
    const ids = [this.#messages, this.#conversations, this.#smscs, this.#phones, this.#settings]
    return !this.#more && !this.#optOuts && ids.every(({ size }) => size === 0)
  }

  /** The frame; `upTo` is the seq up to which it speaks. */
  frame(upTo: number): Changes {
    return {
      upTo,
      messages: [...this.#messages],
      conversations: [...this.#conversations],
      smscs: [...this.#smscs],
      phones: [...this.#phones],
      settings: [...this.#settings],
      optOuts: this.#optOuts,
      more: this.#more,
    }
  }

  #add(ids: Set<string>, id: string | null): void {
    if (id === null || ids.has(id)) return
    if (ids.size < MAX_IDS) ids.add(id)
    else this.#more = true
  }
}
