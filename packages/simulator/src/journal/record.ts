/** Type of number, numbering plan, digits. */
export type JournalAddress = readonly [ton: number, npi: number, address: string]

/** A short message that was taken, for one destination. */
export interface SubmitRecord {
  readonly t: 'submit'
  /** What the simulator calls it: the number of its id, and for further destinations of a submit_multi `/2`, `/3`, …. */
  readonly key: string
  readonly account: string
  readonly at: number
  /** When it reaches the phone, or is given up. */
  readonly due: number
  readonly src: JournalAddress
  readonly dst: JournalAddress
  readonly service?: string
  readonly esm: number
  readonly dc: number
  readonly rd: number
  /** User data in base64: short_message, or message_payload. */
  readonly data: string
  /** The sar_* TLVs: reference, total, sequence. */
  readonly sar?: readonly [number, number, number]
  /** user_message_reference. */
  readonly umr?: number
  /** Set when the validity period ends before it is due: it expires then. */
  readonly expires?: true
  /** Set when it was left unanswered on purpose. */
  readonly unanswered?: true
  /** Set in a rewritten journal: phones and counters have it already. */
  readonly old?: true
}

/** What became of a message: DELIVERED and so on, as a number of 3.4 section 5.2.28. */
export interface FinalRecord {
  readonly t: 'final'
  readonly key: string
  readonly at: number
  readonly state: number
  readonly old?: true
}

/** replace_sm changed a message that was on its way. */
export interface ReplaceRecord {
  readonly t: 'replace'
  readonly key: string
  readonly data: string
  readonly rd: number
  readonly due?: number
}

/** A text was written on a phone. */
export interface ReplyRecord {
  readonly t: 'reply'
  readonly key: string
  readonly account: string
  readonly at: number
  readonly phone: string
  readonly src: JournalAddress
  readonly dst: JournalAddress
  readonly text: string
  readonly dc: number
  /** Of each part: esm_class and short_message in base64. */
  readonly parts: readonly (readonly [esm: number, data: string])[]
  readonly old?: true
}

/** A deliver_sm was acknowledged (`ok`), or refused for good with a status. */
export interface DeliveredRecord {
  readonly t: 'delivered'
  /** The delivery: `KEY:final`, `KEY:intermediate`, or `KEY:1`, `KEY:2`, … for the parts of a reply. */
  readonly delivery: string
  readonly at: number
  /** command_status of the answer; -1 when it was given up without one. */
  readonly status: number
  readonly old?: true
}

/** Everything that a phone shows; only in a rewritten journal. */
export interface PhoneRecord {
  readonly t: 'phone'
  readonly number: string
  readonly texts: readonly PhoneTextRecord[]
}

export interface PhoneTextRecord {
  readonly id: string
  readonly order: number
  readonly other: string
  readonly at: number
  readonly total: number
  /** Of a text written on the phone. */
  readonly text?: string
  /** Of a text that came: its parts, by their place from 1. */
  readonly parts?: readonly (readonly [place: number, esm: number, dc: number, data: string])[]
  /** What missing parts are told by. */
  readonly joinKey?: string
}

/** Counters and routes so far; only in a rewritten journal. */
export interface TotalsRecord {
  readonly t: 'totals'
  readonly last: number
  readonly order: number
  readonly taken: number
  readonly unanswered: number
  readonly receiptsAcknowledged: number
  readonly repliesAcknowledged: number
  readonly replies: number
  readonly refusedDeliveries: number
  readonly routes: readonly (readonly [other: string, account: string, address: JournalAddress])[]
}

/** A line of the journal. */
export type JournalRecord =
  | SubmitRecord
  | FinalRecord
  | ReplaceRecord
  | ReplyRecord
  | DeliveredRecord
  | PhoneRecord
  | TotalsRecord
