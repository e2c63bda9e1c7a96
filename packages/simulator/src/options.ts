import type { Clock, Log, Random } from '@smpp-connect/kernel'
import type { BindType, StatusName, TlsServerOptions } from '@smpp-connect/smpp'
import type { IdForms } from './centre/message-number.ts'

/** Who may bind. */
export interface SimulatorAccount {
  /** At most 15 characters (3.4 section 5.2.1). */
  readonly systemId: string
  /** At most 8 characters (3.4 section 5.2.2). */
  readonly password: string
  /** Sessions that may be bound at a time; more are refused with ESME_RALYBND. No limit unless told. */
  readonly maxBinds?: number | undefined
  /** Types that may bind; others are refused with ESME_RINVBNDSTS. All unless told. */
  readonly bindTypes?: readonly BindType[] | undefined
  /** system_type that a bind must have, else ESME_RINVSYSTYP. Any unless told. */
  readonly systemType?: string | undefined
  /** Highest interface_version, 0x34 say; a bind with a higher one is refused with ESME_RBINDFAIL. No limit unless told. */
  readonly maxInterfaceVersion?: number | undefined
}

/** What the simulator does wrong on purpose, for everybody. What it does wrong for single numbers: `outcomeOf`. */
export interface SimulatorFaults {
  /** Drops a session, without unbind, on the first submit after this many. The one that came last is not taken. */
  readonly dropAfter?: number | undefined
  /** Answers each submit this much later. It is taken, and safe, before the wait begins. */
  readonly delayAnswersMs?: number | undefined
  /** Submits of one account above this many in a second are answered ESME_RTHROTTLED. */
  readonly throttleAbovePerSecond?: number | undefined
  /** Says so in the answers to submits, 0 to 100 (congestion_state, 5.0 section 4.8.4.18), to whoever speaks 5.0. */
  readonly congestionState?: number | undefined
  /** Takes submits and never answers them. */
  readonly neverAnswer?: boolean | undefined
  /** Reads nothing any more from any connection, new ones included. */
  readonly stopReading?: boolean | undefined
  /** Refuses every bind with this status. */
  readonly refuseBinds?: StatusName | undefined
  /** Closes the connection as soon as it is there; instead of answering the bind; or as soon as the bind is answered. */
  readonly closeOn?: 'connection' | 'bind' | 'bound' | undefined
}

/** What is kept in memory at most. The defaults hold 100,000 messages comfortably, in about 150 MB. */
export interface SimulatorLimits {
  /** Messages without a final state, or with a receipt under way; beyond it submits get ESME_RMSGQFUL. */
  readonly openMessages: number
  /** Messages that are done with; the oldest are forgotten, and query_sm no longer finds them. */
  readonly closedMessages: number
  /** Phones; the one that was silent longest is forgotten. */
  readonly phones: number
  /** Texts on one phone; the oldest go. */
  readonly textsPerPhone: number
  /** Texts on all phones together; the oldest of the phone that was silent longest go. */
  readonly texts: number
  /** Parts of replies that wait for a receiver; beyond it phones cannot write. */
  readonly waitingReplies: number
  /** How long a receipt or reply is offered again before it is given up. */
  readonly deliveryValidityMs: number
  /** A journal longer than this is rewritten at the start, without what is forgotten. */
  readonly compactAboveOctets: number
}

export const DEFAULT_LIMITS: SimulatorLimits = {
  openMessages: 200_000,
  closedMessages: 200_000,
  phones: 50_000,
  textsPerPhone: 100_000,
  texts: 300_000,
  waitingReplies: 10_000,
  deliveryValidityMs: 3 * 86_400_000,
  compactAboveOctets: 64 * 1_048_576,
}

export interface SimulatorOptions {
  /** Where to listen. Default 127.0.0.1. */
  readonly host?: string | undefined
  /** 0 takes any free port; `address()` says which. */
  readonly port: number
  readonly accounts: readonly SimulatorAccount[]
  /** TLS instead of TCP. */
  readonly tls?: TlsServerOptions | undefined
  /**
   * Where the simulator writes down what it has taken, before it answers. What it wrote survives the end of the
   * process, `kill -9` included, not a power cut. Without it everything is forgotten at the end.
   */
  readonly journalFile?: string | undefined
  /**
   * What to do about a damaged journal, as a power cut may leave it. `refuse`, the default: do not start. `set-aside`: rename
   * it (`.damaged`), and go on with what stood before the damage.
   */
  readonly damagedJournal?: 'refuse' | 'set-aside' | undefined
  /** How long a text is on its way to the phone, give or take half. Default 200. */
  readonly receiptDelayMs?: number | undefined
  /** How message ids are written. Default: decimal, the same in answers and receipts. */
  readonly ids?: Partial<IdForms> | undefined
  readonly faults?: SimulatorFaults | undefined
  readonly limits?: Partial<SimulatorLimits> | undefined
  /** Unanswered deliver_sm on one session. Default 100. */
  readonly deliverWindow?: number | undefined
  /** How long a deliver_sm may stay unanswered before it is offered again. Default 30,000. */
  readonly responseTimeoutMs?: number | undefined
  /** A delivery that was answered "later" is offered again after pauses that grow from a second to this. Default 60,000. */
  readonly longestPauseMs?: number | undefined
  readonly clock?: Clock | undefined
  readonly random?: Random | undefined
  readonly log?: Log | undefined
}
