import type { SmscReport } from './smsc-tally.ts'

/** What stands between load and SMSC, and is measured. */
export interface Gateway {
  readonly pids: readonly number[]
  /** Just before the load begins. */
  begin(): Promise<void>
  /** Just after the OK to the last receipt: waits until all is final by its own books, and says what they show. */
  end(run: { readonly count: number; readonly seen: SmscReport }): Promise<GatewayReport>
  stop(): Promise<void>
}

export interface GatewayReport {
  /** Wall-clock milliseconds when all was final by its own books, where that was after the OK to the last receipt. */
  readonly finalMs?: number | undefined
  /** Where its books disagree with what was sent and seen, in words; empty when all is there, once. */
  readonly blame: readonly string[]
  /** How long its event loop was held up, where it has one: the longest, and the 99th of a hundred. */
  readonly loopDelayMs?: { readonly max: number; readonly p99: number }
}
