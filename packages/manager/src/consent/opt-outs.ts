import type { BlockedPair } from '@smpp-connect/contracts'
import type { Clock, Log, Timer } from '@smpp-connect/kernel'
import type { ConsentChange, NewMessage, OptOutRecord, Store } from '@smpp-connect/store'
import { toWire } from '../address/canonical.ts'
import { OptOutIndex } from './opt-out-index.ts'

export interface OptOutsParts {
  readonly store: Pick<Store, 'changeConsent' | 'optedOut' | 'optOuts'>
  readonly clock: Clock
  readonly log: Log
  /** For the index; see there. */
  readonly seed: number
  /** Takes back from the Sender what is there for these. */
  readonly hold: (optOuts: readonly Pick<OptOutRecord, 'person' | 'ours'>[]) => void
}

/**
 * An opt-out as the Sender knows it: the addresses on the wire. A name may be written in upper or lower case, so with one
 * all that is for the person is taken back; what the opt-out does not concern is leased again.
 */
export function blockedPair({ person, ours }: Pick<OptOutRecord, 'person' | 'ours'>): BlockedPair {
  const source = ours === null ? undefined : toWire(ours)
  return {
    source: source === undefined || source.ton === NAME ? null : source.address,
    destination: toWire(person).address,
  }
}

/** TON of a name (3.4 section 5.2.5). */
const NAME = 5

/** How many opt-outs are read at once when they are loaded. */
const PAGE = 1_000
const LOAD_AGAIN_MS = 5_000
/** Most changes in one durable step, so that none takes long. */
const MOST_PER_STEP = 1_000
const NOBODY: ReadonlySet<NewMessage> = new Set()

/**
 * Who wants no texts from which address. The store holds them against every part when it is leased; here stands what
 * comes before that (a message is refused at once) and after (what is with the Sender already is taken back).
 *
 * - loading: after the start, while the index is filled from the store; every message is looked up there meanwhile.
 * - loaded: only those that the index knows are looked up.
 */
export class OptOuts {
  readonly #parts: OptOutsParts
  readonly #index: OptOutIndex
  #isLoaded = false
  #isStopped = false
  #loading: Promise<void> = Promise.resolve()
  #retry: Timer | undefined

  constructor(parts: OptOutsParts) {
    this.#parts = parts
    this.#index = new OptOutIndex(parts.seed)
  }

  /** Begins to load; nothing has to wait for it. */
  start(): void {
    this.#loading = this.#load()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#retry?.cancel()
    await this.#loading
  }

  get isLoaded(): boolean {
    return this.#isLoaded
  }

  /** Those of these messages that would be blocked. */
  async among(messages: readonly NewMessage[]): Promise<ReadonlySet<NewMessage>> {
    const suspects = this.#isLoaded ? messages.filter(({ to, from }) => this.#index.mayHold(to, from)) : messages
    if (suspects.length === 0) return NOBODY
    const found = await this.#parts.store.optedOut(suspects.map(({ to, from }) => ({ person: to, ours: from })))
    return new Set(suspects.filter((_, at) => found[at] === true))
  }

  /** Records changes, in order; `changed` is false for those that stood already. */
  async change(changes: readonly ConsentChange[]): Promise<readonly { readonly changed: boolean }[]> {
    const results: { readonly changed: boolean }[] = []
    for (let at = 0; at < changes.length; at += MOST_PER_STEP) {
      const step = changes.slice(at, at + MOST_PER_STEP)
      results.push(...(await this.#parts.store.changeConsent(step)))
      this.holds(step.filter(({ to }) => to === 'opted-out'))
    }
    return results
  }

  /** These opt-outs are durable: from now on nothing may leave. */
  holds(optOuts: readonly Pick<OptOutRecord, 'person' | 'ours'>[]): void {
    if (optOuts.length === 0) return
    for (const { person, ours } of optOuts) this.#index.add(person, ours)
    this.#parts.hold(optOuts)
  }

  async #load(): Promise<void> {
    const { store, clock, log } = this.#parts
    try {
      let cursor: string | undefined
      do {
        const page = await store.optOuts({ limit: PAGE, cursor })
        for (const { person, ours } of page.items) this.#index.add(person, ours)
        cursor = page.next ?? undefined
      } while (cursor !== undefined && !this.#isStopped)
      this.#isLoaded = cursor === undefined
    } catch (failure) {
      log.error('the opt-outs could not be loaded, trying again', { cause: String(failure) })
      if (!this.#isStopped) this.#retry = clock.after(LOAD_AGAIN_MS, () => this.start())
    }
  }
}
