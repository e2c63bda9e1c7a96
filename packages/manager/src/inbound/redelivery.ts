import type { SmscId } from '@smpp-connect/contracts'

/** How long after a mishap an SMSC may still send again what it was not sure we had. */
const SUSPECT_FOR_MS = 10 * 60_000
/** What was stored is known again for so long. */
const KNOWN_FOR_MS = 3_600_000
/** An answer slower than this may have come too late for an impatient SMSC. */
const SLOW_ANSWER_MS = 5_000

interface Suspicion {
  readonly untilMs: number
  /** From when on what was stored may come again, where that is further back than the usual. */
  readonly sinceMs: number
}

/**
 * When a text that equals an earlier one is a repetition by the SMSC, and when it is a person who wrote "yes" twice.
 * An SMSC sends again only when our OK did not reach it: the link broke, we asked it to try later, or we were slow.
 * Only for a while after such a mishap equal octets count as the same text; otherwise everything is kept.
 */
export class Redelivery {
  readonly #suspicions = new Map<SmscId, Suspicion>()

  /** A restart is a mishap too: nobody knows which answers were under way. Times are wall-clock milliseconds. */
  constructor(smscIds: readonly SmscId[], nowMs: number) {
    for (const smscId of smscIds) this.mishap(smscId, nowMs)
  }

  /** The link broke, or texts were refused for now. */
  mishap(smscId: SmscId, nowMs: number): void {
    this.#suspect(smscId, Number.POSITIVE_INFINITY, nowMs)
  }

  /** Texts that were stored since then were not answered with an OK; null: nobody knows since when. */
  lost(smscId: SmscId, sinceMs: number | null, nowMs: number): void {
    this.#suspect(smscId, sinceMs ?? nowMs - KNOWN_FOR_MS, nowMs)
  }

  /** Texts of this SMSC were stored after `tookMs`. */
  answered(smscId: SmscId, tookMs: number, nowMs: number): void {
    if (tookMs > SLOW_ANSWER_MS) this.mishap(smscId, nowMs)
  }

  /** How far back to look for the same octets; 0 for not at all. */
  duplicateWithinMs(smscId: SmscId, nowMs: number): number {
    const suspicion = this.#suspicions.get(smscId)
    if (!suspicion || nowMs >= suspicion.untilMs) return 0
    return Math.max(SUSPECT_FOR_MS, nowMs - suspicion.sinceMs)
  }

  #suspect(smscId: SmscId, sinceMs: number, nowMs: number): void {
    const before = this.#suspicions.get(smscId)
    const isOpen = before !== undefined && nowMs < before.untilMs
    this.#suspicions.set(smscId, {
      untilMs: nowMs + SUSPECT_FOR_MS,
      sinceMs: isOpen ? Math.min(before.sinceMs, sinceMs) : sinceMs,
    })
  }
}
