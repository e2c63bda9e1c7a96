import { Status } from '../codec/status.ts'

/** A pace of tries: the first delay, how it grows, where it ends. */
export interface BackOffRule {
  readonly initialDelayMs: number
  readonly maxDelayMs: number
}

/** When to try again. */
export interface ReconnectOptions {
  /** After a lost link or a connection that could not be made: first delay. Default 1,000 ms. */
  readonly initialDelayMs?: number | undefined
  /** Longest delay. Default 60,000 ms. */
  readonly maxDelayMs?: number | undefined
  /** By what the delay grows with every failure in a row. Default 2. */
  readonly factor?: number | undefined
  /** Share of the delay that is left to chance, 0 to 1, so that many clients do not come back at once. Default 0.2. */
  readonly jitter?: number | undefined
  /** A bind that stood this long counts as good: the delays begin anew after it. Default 30,000 ms. */
  readonly stableAfterMs?: number | undefined
  /**
   * The bind was refused with ESME_RALYBND: the message centre still holds a dead session, or somebody else is bound
   * with the same account. Hammering makes neither better. Default 10 s to 2 min.
   */
  readonly alreadyBound?: BackOffRule | undefined
  /** Refused for system id, password or system type: a person has to act. Default 1 min to 15 min. */
  readonly badCredentials?: BackOffRule | undefined
  /** Refused for another reason. Default 5 s to 5 min. */
  readonly refused?: BackOffRule | undefined
}

/** What went wrong, as far as the next try depends on it. */
export type RetryCause =
  | 'connect_failed'
  | 'bind_unanswered'
  | 'already_bound'
  | 'bad_credentials'
  | 'refused'
  | 'link_lost'
  | 'unbound_by_peer'

const credentialStatuses = new Set<number>([Status.ESME_RINVPASWD, Status.ESME_RINVSYSID, Status.ESME_RINVSYSTYP])

/** Which rule a refused bind falls under (3.4 section 5.1.3). */
export function refusalCause(status: number): RetryCause {
  if (status === Status.ESME_RALYBND) return 'already_bound'
  return credentialStatuses.has(status) ? 'bad_credentials' : 'refused'
}

/** Delays between tries, as a value: chance is passed in. Never 0, so that no failure can make a hot loop. */
export class BackOff {
  readonly #rules: Readonly<Record<RetryCause, BackOffRule>>
  readonly #factor: number
  readonly #jitter: number
  readonly stableAfterMs: number
  #failures = 0
  #lastCause: RetryCause | undefined

  constructor(options: ReconnectOptions = {}) {
    const network = rule(options, { initialDelayMs: 1_000, maxDelayMs: 60_000 }, 'reconnect')
    const alreadyBound = rule(options.alreadyBound, { initialDelayMs: 10_000, maxDelayMs: 120_000 }, 'alreadyBound')
    const badCredentials = rule(
      options.badCredentials,
      { initialDelayMs: 60_000, maxDelayMs: 900_000 },
      'badCredentials',
    )
    const refused = rule(options.refused, { initialDelayMs: 5_000, maxDelayMs: 300_000 }, 'refused')
    this.#rules = {
      connect_failed: network,
      bind_unanswered: network,
      link_lost: network,
      unbound_by_peer: network,
      already_bound: alreadyBound,
      bad_credentials: badCredentials,
      refused,
    }
    this.#factor = options.factor ?? 2
    if (!(this.#factor >= 1)) throw new RangeError(`reconnect.factor must be at least 1, not ${this.#factor}`)
    this.#jitter = options.jitter ?? 0.2
    if (!(this.#jitter >= 0 && this.#jitter <= 1))
      throw new RangeError(`reconnect.jitter must be 0 to 1, not ${this.#jitter}`)
    this.stableAfterMs = options.stableAfterMs ?? 30_000
  }

  /** Failures in a row. */
  get failures(): number {
    return this.#failures
  }

  /** Counts a failure and says how long to wait. `fraction` is chance, 0 to below 1. */
  failed(cause: RetryCause, fraction: number): number {
    const { initialDelayMs, maxDelayMs } = this.#rules[cause]
    // Another trouble begins at its own first delay: a password that is wrong now says nothing about the network before.
    if (this.#lastCause !== undefined && this.#rules[this.#lastCause] !== this.#rules[cause]) this.#failures = 0
    this.#lastCause = cause
    const delayMs = Math.min(maxDelayMs, initialDelayMs * this.#factor ** this.#failures)
    this.#failures++
    return Math.max(1, Math.round(delayMs * (1 - this.#jitter * fraction)))
  }

  /** The bind stood long enough to count as good. */
  succeeded(): void {
    this.#failures = 0
    this.#lastCause = undefined
  }
}

function rule(
  given: Partial<{ [K in keyof BackOffRule]: number | undefined }> | undefined,
  usual: BackOffRule,
  name: string,
): BackOffRule {
  const initialDelayMs =
    given?.initialDelayMs ?? Math.min(usual.initialDelayMs, given?.maxDelayMs ?? Number.POSITIVE_INFINITY)
  const maxDelayMs = given?.maxDelayMs ?? Math.max(usual.maxDelayMs, initialDelayMs)
  if (!(initialDelayMs >= 1) || !(maxDelayMs >= initialDelayMs)) {
    throw new RangeError(`${name}: delays must be at least 1 ms and not shrink: ${initialDelayMs} to ${maxDelayMs}`)
  }
  return { initialDelayMs, maxDelayMs }
}
