import type { Format } from './rows/format.ts'
import type { RowDefaults } from './rows/row.ts'

/** How a file is to be sent, after the options were judged. */
export interface FileOptions {
  readonly path: string
  readonly format: Format
  readonly defaults: RowDefaults
  /** The options that make a run another run, in a fixed order. */
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
