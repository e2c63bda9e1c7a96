import { type Clock, systemClock } from '@smpp-connect/kernel'
import type { WriteAheadLog } from '../port.ts'
import { PAGE_OCTETS } from './database.ts'

/** How many pages the log has, and how many of them are in the database file already. */
export interface LogState {
  readonly pages: number
  readonly copied: number
}

const EVERY_MS = 1_000

/**
 * Tells how the log stands: at once when copying it begins to fail or ceases to, else at most once a second. Whoever looks
 * at the log does so often, and another thread is told.
 */
export class LogReports {
  readonly #tell: (log: WriteAheadLog) => void
  readonly #clock: Pick<Clock, 'monotonicMs'>
  #told: { readonly isTrouble: boolean; readonly atMs: number } | undefined

  constructor(tell: (log: WriteAheadLog) => void, clock: Pick<Clock, 'monotonicMs'> = systemClock) {
    this.#tell = tell
    this.#clock = clock
  }

  note({ pages, copied }: LogState, trouble: string | undefined): void {
    const atMs = this.#clock.monotonicMs()
    const isTrouble = trouble !== undefined
    if (this.#told && this.#told.isTrouble === isTrouble && atMs - this.#told.atMs < EVERY_MS) return
    this.#told = { isTrouble, atMs }
    this.#tell({
      octets: pages * PAGE_OCTETS,
      uncopiedOctets: (pages - copied) * PAGE_OCTETS,
      trouble: trouble ?? null,
    })
  }
}
