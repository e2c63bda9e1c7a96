import type { SmscId } from '@smpp-connect/contracts'

/** How long after a mishap an SMSC may still send again what it was not sure we had. */
const SUSPECT_FOR_MS = 10 * 60_000
/** An answer slower than this may have come too late for an impatient SMSC. */
const SLOW_ANSWER_MS = 5_000

/**
 * When a text that equals an earlier one is a repetition by the SMSC, and when it is a person who wrote "yes" twice.
 * An SMSC sends again only when our OK did not reach it: the link broke, we asked it to try later, or we were slow.
 * Only for a while after such a mishap equal octets count as the same text; otherwise everything is kept.
 */
export class Redelivery {
  readonly #suspectUntilMs = new Map<SmscId, number>()

  /** A restart is a mishap too: nobody knows which answers were under way. Times are wall-clock milliseconds. */
  constructor(smscIds: readonly SmscId[], nowMs: number) {
    for (const smscId of smscIds) this.mishap(smscId, nowMs)
  }

  /** The link broke, or texts were refused for now. */
  mishap(smscId: SmscId, nowMs: number): void {
    this.#suspectUntilMs.set(smscId, nowMs + SUSPECT_FOR_MS)
  }

  /** Texts of this SMSC were stored after `tookMs`. */
  answered(smscId: SmscId, tookMs: number, nowMs: number): void {
    if (tookMs > SLOW_ANSWER_MS) this.mishap(smscId, nowMs)
  }

  /** How far back to look for the same octets; 0 for not at all. */
  duplicateWithinMs(smscId: SmscId, nowMs: number): number {
    return nowMs < (this.#suspectUntilMs.get(smscId) ?? 0) ? SUSPECT_FOR_MS : 0
  }
}
