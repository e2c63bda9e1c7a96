const BUCKETS = 20
const BUCKET_MS = 50

/** Counts over the last second, in steps of 50 ms. Time is passed in. */
export class Meter {
  readonly #counts = new Array<number>(BUCKETS).fill(0)
  #bucket = 0

  add(nowMs: number): void {
    this.#move(nowMs)
    this.#counts[this.#bucket % BUCKETS]! += 1
  }

  /** How many there were within the last second. */
  perSecond(nowMs: number): number {
    this.#move(nowMs)
    return this.#counts.reduce((sum, count) => sum + count, 0)
  }

  #move(nowMs: number): void {
    const bucket = Math.floor(nowMs / BUCKET_MS)
    if (bucket <= this.#bucket) return
    const passed = Math.min(BUCKETS, bucket - this.#bucket)
    for (let step = 0; step < passed; step++) this.#counts[(bucket - step) % BUCKETS] = 0
    this.#bucket = bucket
  }
}
