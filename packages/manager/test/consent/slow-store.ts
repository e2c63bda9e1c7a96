import type { Clock, Random } from '@smpp-connect/kernel'
import type { ConsentChange, InboundRecord, InboundResult, Store } from '@smpp-connect/store'

/** Since when a person wants nothing from one of our addresses (or all: null), as the store's answers say. */
export class ConsentLedger {
  readonly #standing = new Map<string, { toldMs: number | undefined }>()

  /** It was carried out. Returns what to call when that was told. */
  carriedOut({ person, ours, to }: Pick<ConsentChange, 'person' | 'ours' | 'to'>): (atMs: number) => void {
    const pair = `${person}|${ours}`
    if (to === 'opted-in') {
      for (const known of [...this.#standing.keys()]) {
        if (known === pair || (ours === null && known.startsWith(`${person}|`))) this.#standing.delete(known)
      }
    }
    if (to !== 'opted-out') return () => {}
    const optOut = this.#standing.get(pair) ?? { toldMs: undefined }
    this.#standing.set(pair, optOut)
    return (atMs) => {
      optOut.toldMs ??= atMs
    }
  }

  /** Undefined when nothing stands that was told. */
  sinceMs(person: string, ours: string): number | undefined {
    const told = [`${person}|${ours}`, `${person}|null`].flatMap((pair) => this.#standing.get(pair)?.toldMs ?? [])
    return told.length === 0 ? undefined : Math.min(...told)
  }
}

const MOST_HOPS = 10
const SLOW = new Set(['accept', 'lease', 'recordSubmits', 'recordInbound', 'changeConsent', 'optedOut', 'optOuts'])

/**
 * A store that takes its time, as one with a disk does: operations are carried out one after the other, and each is
 * answered a while after it was carried out, when others may have been already; answers come in order. What it answers
 * about consent goes into the ledger: an opt-out counts from its answer, a withdrawal from when it was carried out.
 */
export function slowStore(store: Store, clock: Clock, random: Random, mostMs: number, ledger: ConsentLedger): Store {
  const pause = (): Promise<void> =>
    mostMs === 0
      ? Promise.resolve()
      : new Promise((resolve) => clock.after(Math.floor(random.fraction() * mostMs), () => resolve()))
  let carriedOut: Promise<unknown> = Promise.resolve()
  let answered: Promise<unknown> = Promise.resolve()
  const slow =
    (name: string, method: Method): Method =>
    (...given) => {
      const mine = carriedOut.then(pause).then(async () => {
        const result = await method.apply(store, given)
        const changes = consentIn(name, given, result).map((change) => ledger.carriedOut(change))
        return { result, changes }
      })
      carriedOut = mine.catch(() => undefined)
      const told = Promise.all([mine, answered]).then(async ([{ result, changes }]) => {
        if (random.fraction() < 0.5) await pause()
        for (const told of changes) told(clock.monotonicMs())
        return result
      })
      answered = told.catch(() => undefined)
      return unpacked(told, Math.floor(random.fraction() * MOST_HOPS))
    }
  return replacing(store, (name, value) => (SLOW.has(name) ? slow(name, value) : undefined))
}

type Method = (...given: unknown[]) => Promise<unknown>

/** The store with other methods in the place of some. */
export function replacing(store: Store, replacement: (name: string, method: Method) => Method | undefined): Store {
  return new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target)
      if (typeof value !== 'function') return value
      return replacement(String(name), value as Method) ?? value.bind(target)
    },
  })
}

/** Answers that come together reach those who asked in any order: one takes longer to unpack than another. */
async function unpacked<Result>(told: Promise<Result>, hops: number): Promise<Result> {
  const result = await told
  for (let hop = 0; hop < hops; hop++) await null
  return result
}

function consentIn(name: string, [batch]: readonly unknown[], result: unknown): readonly ConsentChange[] {
  if (name === 'changeConsent') return batch as readonly ConsentChange[]
  if (name !== 'recordInbound') return []
  const results = result as readonly InboundResult[]
  return (batch as readonly InboundRecord[]).flatMap(({ consent }, at) =>
    consent && (results[at]?.kind === 'stored' || consent.to === 'opted-out') ? [consent] : [],
  )
}
