import { type Outcome, ok, type Refusal } from '@smpp-connect/contracts'

/** Lets a few do their work at once, a few more wait, and refuses the rest. */
export class Turns {
  readonly #atOnce: number
  readonly #mayWait: number
  readonly #waiting: (() => void)[] = []
  #working = 0

  constructor(atOnce: number, mayWait: number) {
    this.#atOnce = atOnce
    this.#mayWait = mayWait
  }

  async run<Value>(work: () => Promise<Value>): Promise<Outcome<Value>> {
    if (this.#working >= this.#atOnce) {
      if (this.#waiting.length >= this.#mayWait) return tooMany(1_000)
      // Whoever ends hands its turn on, so the count of those who work stays as it is.
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    } else {
      this.#working += 1
    }
    try {
      return ok(await work())
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#working -= 1
    }
  }
}

/** A refusal that says when to come back. */
export function tooMany<Value>(waitMs: number): Outcome<Value> {
  const retryAfterSeconds = Math.ceil(waitMs / 1000)
  const refusal: Refusal = {
    code: 'too-many-attempts',
    detail: `Try again in ${retryAfterSeconds === 1 ? 'a second' : `${retryAfterSeconds} seconds`}.`,
    retryAfterSeconds,
  }
  return { ok: false, refusal }
}
