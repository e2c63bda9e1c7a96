import type { Destinations } from './destinations.ts'
import type { Fields } from './fields/field-name.ts'
import type { Format } from './rows/format.ts'

/** How a file is to be sent, after the options were judged. */
export interface FileOptions {
  readonly path: string
  readonly format: Format
  /** What every row says that does not say it itself. */
  readonly fields: Fields
  /** The SMSC, by name or id, of rows that name none. */
  readonly smsc: string | undefined
  readonly destinations: Destinations | undefined
  /** The options beside `fields` that make a run another run, in a fixed order. */
  readonly identity: readonly (string | null)[]
  /** Rows in one request; a run that is resumed keeps the one that it was begun with. */
  readonly batchSize: number
  /** Requests at once. */
  readonly inFlight: number
  readonly waits: boolean
  /** How long to wait for the final states; infinite when nobody said. */
  readonly waitLimitMs: number
  /** How long to wait for a server that is away. */
  readonly patienceMs: number
  /** Where to write the refused rows; null for nowhere. */
  readonly rejects: string | null
  readonly isCheck: boolean
  readonly isAgain: boolean
  readonly unknown: 'skip' | 'resend' | undefined
}
