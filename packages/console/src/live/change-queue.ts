import type { Changes } from '@smpp-connect/contracts'
import { mergeChanges } from './invalidation.ts'

/**
 * Collects changes while the ones before are being loaded, so that under heavy traffic the screen is renewed as fast
 * as the answers come, and never has more than one renewal under way. No change is lost: what arrives during a
 * renewal is in the next one.
 */
export class ChangeQueue {
  readonly #renew: (changes: Changes) => Promise<void>
  readonly #rest: () => Promise<void>
  #waiting: Changes | undefined
  #running = false

  /** `renew` loads again what changed and never throws; `rest` is the pause after it. */
  constructor(renew: (changes: Changes) => Promise<void>, rest: () => Promise<void>) {
    this.#renew = renew
    this.#rest = rest
  }

  push(changes: Changes): void {
    this.#waiting = this.#waiting ? mergeChanges(this.#waiting, changes) : changes
    if (!this.#running) void this.#run()
  }

  async #run(): Promise<void> {
    this.#running = true
    for (let changes = this.#waiting; changes; changes = this.#waiting) {
      this.#waiting = undefined
      await this.#renew(changes)
      await this.#rest()
    }
    this.#running = false
  }
}
