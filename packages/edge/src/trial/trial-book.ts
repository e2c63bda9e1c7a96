import type { BindTrialFacts, TrialStep, TrialStepName } from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'

/** What is written down while a bind is tried. */
export class TrialBook {
  readonly #clock: Clock
  readonly #steps: TrialStep[] = []
  readonly notes: string[] = []
  #open: { readonly name: TrialStepName; readonly beganMs: number } | undefined
  facts: BindTrialFacts = {
    remoteAddress: null,
    localAddress: null,
    tls: null,
    smscSystemId: null,
    smscVersion: null,
    roundTripMs: null,
  }

  constructor(clock: Clock) {
    this.#clock = clock
  }

  get steps(): readonly TrialStep[] {
    return this.#steps
  }

  begin(name: TrialStepName): void {
    this.#open = { name, beganMs: this.#clock.monotonicMs() }
  }

  /** The step that was begun has gone well; in a few words, how. */
  done(words: string): void {
    this.#close(true, words)
  }

  /** The step that was begun has not, if one was. */
  failed(words: string): void {
    this.#close(false, words)
  }

  learn(facts: Partial<BindTrialFacts>): void {
    this.facts = { ...this.facts, ...facts }
  }

  #close(ok: boolean, words: string): void {
    if (this.#open === undefined) return
    const { name, beganMs } = this.#open
    this.#open = undefined
    this.#steps.push({ name, ok, tookMs: toTenth(this.#clock.monotonicMs() - beganMs), words })
  }
}

export function toTenth(ms: number): number {
  return Math.round(ms * 10) / 10
}
