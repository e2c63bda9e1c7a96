/** What to keep to; `ServerLimits` says what each means. */
export interface BindFailureRules {
  readonly freeBindFailures: number
  readonly maxBindDelayMs: number
  readonly bindFailureMemoryMs: number
  /** Addresses and system ids remembered; the longest unused is forgotten first. */
  readonly maxRemembered: number
}

interface FailureRecord {
  failures: number
  lastAtMs: number
}

/**
 * Wrong binds per key (an address, a system id), as a value: time is passed in. Each failure beyond the free ones
 * doubles the delay before the next answer, so that guessing an eight-character password takes for ever, and a client
 * that has its password wrong by mistake is told so at once.
 */
export class BindFailures {
  readonly #rules: BindFailureRules
  readonly #records = new Map<string, FailureRecord>()

  constructor(rules: BindFailureRules) {
    this.#rules = rules
  }

  /** Keys remembered. */
  get size(): number {
    return this.#records.size
  }

  /** How late to answer the next bind of this key. */
  delayMs(key: string, nowMs: number): number {
    const record = this.#records.get(key)
    if (record === undefined) return 0
    if (nowMs - record.lastAtMs >= this.#rules.bindFailureMemoryMs) {
      this.#records.delete(key)
      return 0
    }
    const beyond = record.failures - this.#rules.freeBindFailures
    return beyond < 0 ? 0 : Math.min(this.#rules.maxBindDelayMs, 250 * 2 ** beyond)
  }

  /** A bind of this key was refused. */
  failed(key: string, nowMs: number): void {
    const failures = (this.#records.get(key)?.failures ?? 0) + 1
    this.#records.delete(key)
    if (this.#records.size >= this.#rules.maxRemembered) {
      for (const oldest of this.#records.keys()) {
        this.#records.delete(oldest)
        break
      }
    }
    this.#records.set(key, { failures, lastAtMs: nowMs })
  }

  /** A bind of this key was accepted. */
  succeeded(key: string): void {
    this.#records.delete(key)
  }
}
