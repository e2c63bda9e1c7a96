import type { Clock, Random } from '@smpp-connect/kernel'
import type { ConsentChange, InboundRecord, InboundResult, Store } from '@smpp-connect/store'

/** Since when a person wants nothing from one of our addresses (or all: null), as the store's answers say. */
export class ConsentLedger {
  readonly #sinceMs = new Map<string, number>()

  note({ person, ours, to }: Pick<ConsentChange, 'person' | 'ours' | 'to'>, atMs: number): void {
    const pair = `${person}|${ours}`
    if (to === 'opted-out' && !this.#sinceMs.has(pair)) this.#sinceMs.set(pair, atMs)
    if (to !== 'opted-in') return
    for (const known of [...this.#sinceMs.keys()]) {
      if (known === pair || (ours === null && known.startsWith(`${person}|`))) this.#sinceMs.delete(known)
    }
  }

  /** Undefined when nothing is known to stand. */
  sinceMs(person: string, ours: string): number | undefined {
    const [a, b] = [this.#sinceMs.get(`${person}|${ours}`), this.#sinceMs.get(`${person}|null`)]
    return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b)
  }
}

const SLOW = new Set(['accept', 'lease', 'recordSubmits', 'recordInbound', 'changeConsent', 'optedOut', 'optOuts'])

/**
 * A store that takes its time, as one with a disk does: operations are carried out one after the other, and each is
 * answered a while after it was carried out, when others may have been already; answers come in order. What it answers
 * about consent goes into the ledger: an opt-out when it is answered, a withdrawal when it is carried out.
 */
export function slowStore(store: Store, clock: Clock, random: Random, mostMs: number, ledger: ConsentLedger): Store {
  const pause = (): Promise<void> =>
    mostMs === 0
      ? Promise.resolve()
      : new Promise((resolve) => clock.after(Math.floor(random.fraction() * mostMs), () => resolve()))
  let carriedOut: Promise<unknown> = Promise.resolve()
  let answered: Promise<unknown> = Promise.resolve()
  const slow =
    (name: string, method: (...given: unknown[]) => Promise<unknown>) =>
    (...given: unknown[]): Promise<unknown> => {
      const mine = carriedOut.then(pause).then(async () => {
        const result = await method.apply(store, given)
        const changes = consentIn(name, given, result)
        for (const change of changes) if (change.to === 'opted-in') ledger.note(change, clock.monotonicMs())
        return { result, changes }
      })
      carriedOut = mine.catch(() => undefined)
      const told = Promise.all([mine, answered]).then(async ([{ result, changes }]) => {
        await pause()
        for (const change of changes) if (change.to === 'opted-out') ledger.note(change, clock.monotonicMs())
        return result
      })
      answered = told.catch(() => undefined)
      return told
    }
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return SLOW.has(String(name)) ? slow(String(name), value as never) : value.bind(target)
    },
  })
}

function consentIn(name: string, [batch]: readonly unknown[], result: unknown): readonly ConsentChange[] {
  if (name === 'changeConsent') return batch as readonly ConsentChange[]
  if (name !== 'recordInbound') return []
  const results = result as readonly InboundResult[]
  return (batch as readonly InboundRecord[]).flatMap(({ consent }, at) =>
    consent && results[at]?.kind === 'stored' ? [consent] : [],
  )
}
