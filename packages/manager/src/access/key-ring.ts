import type { Clock } from '@smpp-connect/kernel'
import type { ApiKeyRecord, Store } from '@smpp-connect/store'

/** How long the list is good: a key that another process revoked works here no longer than this. */
const GOOD_FOR_MS = 5_000
/** An unknown key makes us look again, but not more often than this. */
const LOOK_AGAIN_AFTER_MS = 500

/** The API keys by their hash, kept in memory so that a request costs no read of the store. */
export class KeyRing {
  readonly #store: Pick<Store, 'apiKeys'>
  readonly #clock: Clock
  #keys: ReadonlyMap<string, ApiKeyRecord> = new Map()
  #readAtMs = Number.NEGATIVE_INFINITY
  #loading: Promise<void> | undefined
  #generation = 0

  constructor(store: Pick<Store, 'apiKeys'>, clock: Clock) {
    this.#store = store
    this.#clock = clock
  }

  async find(keyHash: string): Promise<ApiKeyRecord | undefined> {
    if (this.#ageMs() >= GOOD_FOR_MS) await this.#load()
    const key = this.#keys.get(keyHash)
    if (key !== undefined || this.#ageMs() < LOOK_AGAIN_AFTER_MS) return key
    await this.#load()
    return this.#keys.get(keyHash)
  }

  /** The list has changed: look again before the next answer. */
  forget(): void {
    this.#generation += 1
    this.#loading = undefined
    this.#readAtMs = Number.NEGATIVE_INFINITY
  }

  #ageMs(): number {
    return this.#clock.monotonicMs() - this.#readAtMs
  }

  #load(): Promise<void> {
    const loading =
      this.#loading ??
      this.#read().finally(() => {
        if (this.#loading === loading) this.#loading = undefined
      })
    this.#loading = loading
    return loading
  }

  async #read(): Promise<void> {
    const generation = this.#generation
    const keys = await this.#store.apiKeys()
    // Read before a change that happened meanwhile: what it says may be over.
    if (generation !== this.#generation) return this.#load()
    this.#keys = new Map(keys.map((key) => [key.keyHash, key]))
    this.#readAtMs = this.#clock.monotonicMs()
  }
}
