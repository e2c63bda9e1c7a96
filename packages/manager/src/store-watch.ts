import type { Clock } from '@smpp-connect/kernel'
import { type Store, StoreUnavailable } from '@smpp-connect/store'

/** How long what was found is taken for true: whoever asks often does not make the disk work more often. */
const TRUE_FOR_MS = 1_000

/**
 * Whether the store can keep things now. Reading proves nothing (a full disk reads well), so it is asked to write; when
 * somebody wants to know, at most once a second, and once for all who ask meanwhile.
 */
export class StoreWatch {
  readonly #store: Pick<Store, 'probe'>
  readonly #clock: Clock
  #lookedAtMs = Number.NEGATIVE_INFINITY
  #found: Promise<string | undefined> = Promise.resolve(undefined)

  constructor(store: Pick<Store, 'probe'>, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  /** Why it cannot, for an operator; undefined when it can. Resolves when the store answers, which may take a while. */
  trouble(): Promise<string | undefined> {
    const nowMs = this.#clock.monotonicMs()
    if (nowMs - this.#lookedAtMs < TRUE_FOR_MS) return this.#found
    this.#lookedAtMs = nowMs
    this.#found = this.#store.probe().then(
      () => undefined,
      (failure: unknown) => (failure instanceof StoreUnavailable ? failure.reason : 'the log holds the reason'),
    )
    return this.#found
  }
}
