import type { MessageId } from '@smpp-connect/contracts'
import { MemoryStore } from '@smpp-connect/store/memory'
import { observeStore } from './observation.ts'
import { Player, type Step } from './steps.ts'

/** What the store should hold after steps of which some were refused: the same steps, played on the store in memory. */
export class ExpectedStates {
  readonly #steps: readonly Step[]
  readonly #refused: ReadonlySet<number>
  readonly #reopened: (index: number) => boolean
  readonly #known = new Map<string, string>()

  /** `reopened` says before which steps the store was closed and opened: it forgets then whose turn it was. */
  constructor(steps: readonly Step[], refused: ReadonlySet<number>, reopened: (index: number) => boolean) {
    this.#steps = steps
    this.#refused = refused
    this.#reopened = reopened
  }

  /** Every id that the steps give, kept or not. */
  ids(): readonly MessageId[] {
    const player = new Player()
    for (const step of this.#steps) player.callsOf(step)
    return player.world.messages
  }

  /** After the steps before `count` that were not refused, and `also` one that was, or that comes next. */
  async after(count: number, also?: number): Promise<string> {
    const key = `${count} ${also}`
    const known = this.#known.get(key) ?? (await this.#play(count, also))
    this.#known.set(key, known)
    return known
  }

  async #play(count: number, also: number | undefined): Promise<string> {
    const player = new Player()
    const store = new MemoryStore()
    await store.open()
    const until = Math.max(count, (also ?? -1) + 1)
    for (const [index, step] of this.#steps.slice(0, until).entries()) {
      // After a refusal, too, it begins anew with what is on the disk.
      if (this.#reopened(index) || this.#refused.has(index - 1)) {
        await store.close()
        await store.open()
      }
      const calls = player.callsOf(step)
      const isPlayed = index === also || (index < count && !this.#refused.has(index))
      if (isPlayed) await Promise.allSettled(calls.map((call) => call(store)))
    }
    const state = await observeStore(store, this.ids())
    await store.close()
    return state
  }
}
