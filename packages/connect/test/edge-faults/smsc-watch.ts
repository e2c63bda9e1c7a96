import { eventually } from '@smpp-connect/testkit'
import type { RemoteSmsc } from '../faults/remote-smsc.ts'
import type { SmscPeaks, SmscPulse } from '../faults/smsc-process.ts'
import { USUAL_BINDS } from '../faults/smscs.ts'

const LOOK_EVERY_MS = 50

/** Looks at the SMSC again and again: what it takes, and who is bound. */
export class SmscWatch {
  readonly #smsc: () => RemoteSmsc
  #on = false
  #looking: Promise<void> = Promise.resolve()
  #last: SmscPulse | undefined
  /** Since when an account has fewer binds than usual. */
  readonly #missingSince = new Map<string, number>()
  #longestGapMs = 0
  readonly #bound = new Map<string, number>()
  readonly #unanswered = new Map<string, number>()

  constructor(smsc: () => RemoteSmsc) {
    this.#smsc = smsc
  }

  resume(): void {
    this.#on = true
    this.#looking = this.#look()
  }

  /** Before the SMSC is killed: what it counts in memory is kept here. */
  async pause(): Promise<void> {
    this.#on = false
    await this.#looking
    const peaks = await this.#smsc()
      .ask('peaks')
      .catch(() => undefined)
    if (peaks) this.#keep(peaks)
  }

  /** The most binds of each account at a time, over all lives of the SMSC. Up to date after `pause`. */
  get mostBound(): ReadonlyMap<string, number> {
    return this.#bound
  }

  /** The most unanswered submits of one bind. */
  get mostUnanswered(): ReadonlyMap<string, number> {
    return this.#unanswered
  }

  /** The longest time, since it was last asked for, in which a bind was missing; give or take 0.1 s. */
  takeLongestGapMs(): number {
    const longestMs = this.#longestGapMs
    this.#longestGapMs = 0
    return longestMs
  }

  /** From now on: a text was taken, a reply got its OK, and all binds stand. Resolves with `performance.now` then. */
  async whenFlowing(withinMs: number): Promise<number> {
    const before = await eventually('the SMSC answers', () => this.#smsc().ask('pulse'), withinMs)
    await eventually(
      'texts flow both ways over all binds',
      () =>
        this.#last !== undefined &&
        this.#last.taken > before.taken &&
        this.#last.repliesAcknowledged > before.repliesAcknowledged &&
        this.#missing(this.#last).length === 0,
      withinMs,
    )
    return performance.now()
  }

  async #look(): Promise<void> {
    while (this.#on) {
      const pulse = await this.#smsc()
        .ask('pulse')
        .catch(() => undefined)
      if (pulse) this.#note(pulse)
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    }
  }

  #note(pulse: SmscPulse): void {
    this.#last = pulse
    const nowMs = performance.now()
    const missing = this.#missing(pulse)
    for (const account of USUAL_BINDS.keys()) {
      if (!missing.includes(account)) this.#missingSince.delete(account)
      else this.#missingSince.set(account, this.#missingSince.get(account) ?? nowMs)
    }
    for (const sinceMs of this.#missingSince.values()) {
      this.#longestGapMs = Math.max(this.#longestGapMs, nowMs - sinceMs)
    }
  }

  #missing({ bound }: SmscPulse): readonly string[] {
    return [...USUAL_BINDS].flatMap(([account, usual]) => ((bound.get(account) ?? 0) < usual ? [account] : []))
  }

  #keep({ bound, unanswered }: SmscPeaks): void {
    for (const [account, count] of bound) this.#bound.set(account, Math.max(count, this.#bound.get(account) ?? 0))
    for (const [account, count] of unanswered) {
      this.#unanswered.set(account, Math.max(count, this.#unanswered.get(account) ?? 0))
    }
  }
}
