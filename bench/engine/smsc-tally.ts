import { indexAt } from './traffic.ts'

/** What the SMSC saw of one run. */
export interface SmscReport {
  readonly kind: 'seen'
  readonly submits: number
  /** Texts that came at least once. */
  readonly texts: number
  /** Submits of a text that had come before. */
  readonly doubled: number
  readonly receiptsSent: number
  /** Receipts answered with OK: whoever answers so has stored them. */
  readonly receiptsStored: number
  /** Receipts answered with an error, and sent again. */
  readonly receiptsRefused: number
  /** Wall-clock milliseconds of the first submit and of the last receipt stored. */
  readonly firstSubmitMs: number
  readonly lastStoredMs: number
  /** How long submits waited for their answer here, on average: what was asked for, and the timer's share. */
  readonly answeredAfterMs: number
  /** When the text of each index was on the wire, in wall-clock milliseconds; 0: never. */
  readonly onWireMs: Float64Array
}

/** Wall-clock milliseconds with their fractions. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now()
}

/** The SMSC's book of one run: its own counts, to hold against those of what is measured. */
export class SmscTally {
  static #lastId = 1_000_000_000
  readonly #firstIndex: number
  readonly #onWireMs: Float64Array
  readonly #onAllStored: () => void
  #submits = 0
  #texts = 0
  #answered = 0
  #answeredAfterMs = 0
  #receiptsStored = 0
  #firstSubmitMs = 0
  #lastStoredMs = 0
  receiptsSent = 0
  receiptsRefused = 0

  /** Calls back when the receipts of all `count` texts, from `firstIndex` on, are stored. */
  constructor(firstIndex: number, count: number, onAllStored: () => void) {
    this.#firstIndex = firstIndex
    this.#onWireMs = new Float64Array(count)
    this.#onAllStored = onAllStored
  }

  /** Notes a submit to the number at `numberAt`; returns the message id that it gets. */
  submitted(octets: Uint8Array, numberAt: number): number {
    const at = indexAt(octets, numberAt) - this.#firstIndex
    const nowMs = wallMs()
    this.#submits += 1
    if (this.#onWireMs[at] === 0) {
      this.#texts += 1
      this.#onWireMs[at] = nowMs
    }
    this.#firstSubmitMs ||= nowMs
    SmscTally.#lastId += 1
    return SmscTally.#lastId
  }

  answered(count: number, afterMs: number): void {
    this.#answered += count
    this.#answeredAfterMs += afterMs * count
  }

  get receiptsStored(): number {
    return this.#receiptsStored
  }

  receiptStored(): void {
    this.#receiptsStored += 1
    if (this.#receiptsStored !== this.#onWireMs.length) return
    this.#lastStoredMs = wallMs()
    this.#onAllStored()
  }

  report(): SmscReport {
    return {
      kind: 'seen',
      submits: this.#submits,
      texts: this.#texts,
      doubled: this.#submits - this.#texts,
      receiptsSent: this.receiptsSent,
      receiptsStored: this.#receiptsStored,
      receiptsRefused: this.receiptsRefused,
      firstSubmitMs: this.#firstSubmitMs,
      lastStoredMs: this.#lastStoredMs,
      answeredAfterMs: this.#answered === 0 ? 0 : this.#answeredAfterMs / this.#answered,
      onWireMs: this.#onWireMs,
    }
  }
}
