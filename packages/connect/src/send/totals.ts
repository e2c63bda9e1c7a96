import type { JournalEntry } from './journal.ts'
import { MOST_SHOWN_REFUSED, type RefusedRow } from './source-file.ts'

/** What a run came to so far: a fold of its journal, the same whether the entries are read or just happen. */
export class RunTotals {
  accepted = 0
  parts = 0
  gsm7 = 0
  ucs2 = 0
  /** Rows of batches that were left out because nobody knew whether they had been accepted. */
  skipped = 0
  isHandedOver = false
  isSettled = false
  readonly refusedByCode: Record<string, number> = {}
  /** The server's first refusals. */
  readonly firstRefused: RefusedRow[] = []
  /** How many accepted messages of settled batches are in which final state. */
  readonly states: Record<string, number> = {}
  readonly #answered = new Set<number>()
  readonly #settled = new Set<number>()
  readonly #triedAtMs = new Map<number, number>()

  add(entry: JournalEntry): void {
    switch (entry.kind) {
      case 'run':
        return
      case 'tried':
        if (!this.#triedAtMs.has(entry.batch)) this.#triedAtMs.set(entry.batch, Date.parse(entry.at))
        return
      case 'all-handed-over':
        this.isHandedOver = true
        return
      case 'all-settled':
        this.isSettled = true
        return
      case 'skipped':
        if (this.#isNew(this.#answered, entry.batch)) this.skipped += entry.rows
        return
      case 'settled':
        if (this.#isNew(this.#settled, entry.batch)) addCounts(this.states, entry.states)
        return
      case 'handed-over':
        if (!this.#isNew(this.#answered, entry.batch)) return
        this.accepted += entry.ids.length
        this.parts += entry.parts
        this.gsm7 += entry.gsm7
        this.ucs2 += entry.ucs2
        for (const [line, code, detail] of entry.refused) {
          addCounts(this.refusedByCode, { [code]: 1 })
          if (this.firstRefused.length < MOST_SHOWN_REFUSED) this.firstRefused.push({ line, code, detail })
        }
    }
  }

  /** Whether the server's answer to this batch is known, or the batch was left out. */
  isAnswered(batch: number): boolean {
    return this.#answered.has(batch)
  }

  /** Whether all accepted messages of this batch are known to be final. */
  isBatchSettled(batch: number): boolean {
    return this.#settled.has(batch)
  }

  /** When a batch was first handed over whose answer never came; undefined for others. */
  triedAtMs(batch: number): number | undefined {
    return this.#answered.has(batch) ? undefined : this.#triedAtMs.get(batch)
  }

  /** Batches that were handed over and whose answer never came. */
  unansweredTries(): readonly number[] {
    return [...this.#triedAtMs.keys()].filter((batch) => !this.#answered.has(batch)).sort((a, b) => a - b)
  }

  get refused(): number {
    return sumCounts(this.refusedByCode)
  }

  /** Rows whose batch has been answered or left out. */
  get rowsDone(): number {
    return this.accepted + this.refused + this.skipped
  }

  /** Accepted messages known to be final. */
  get settled(): number {
    return sumCounts(this.states)
  }

  #isNew(seen: Set<number>, batch: number): boolean {
    if (seen.has(batch)) return false
    seen.add(batch)
    return true
  }
}

export function addCounts(into: Record<string, number>, counts: Readonly<Record<string, number>>): void {
  for (const [name, count] of Object.entries(counts)) into[name] = (into[name] ?? 0) + count
}

export function sumCounts(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0)
}
