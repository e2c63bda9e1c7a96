import type { SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { Log, Metrics } from '@smpp-connect/kernel'
import type { ReceiptRecord, ReceiptResult, Store } from '@smpp-connect/store'
import { Tally } from '../tally.ts'
import type { IdForms } from './id-forms.ts'
import { receiptForms } from './look-up-forms.ts'

export interface ReceiptsParts {
  readonly store: Pick<Store, 'recordReceipts' | 'parkedReceipts' | 'retryParked' | 'putDocument'>
  readonly idForms: IdForms
  readonly definition: (smscId: SmscId) => SmscDefinition | undefined
  readonly log: Log
  readonly metrics: Metrics
}

/** How long a receipt that matches nothing is kept, and tried against every new answer. */
export const PARKED_RECEIPTS_KEPT_MS = 7 * 24 * 3_600_000
const PARKED_AT_ONCE = 500
/** So many of those whose form is not known are looked at in a turn, and again in the next round: their answers may come. */
const LEARNED_FROM_AT_ONCE = 50

/**
 * Records receipts, and learns from how they match in which form each SMSC writes ids. Once that is known, what was parked
 * for it is tried again under the right form.
 */
export class Receipts {
  readonly #parts: ReceiptsParts
  /** Where learning from parked receipts stands: how far it has looked in this round, and which have been counted. */
  readonly #rounds = new Map<SmscId, { lookedUpTo: number; readonly counted: Set<number> }>()

  constructor(parts: ReceiptsParts) {
    this.#parts = parts
  }

  /** The form in which receipts of an SMSC are looked up. */
  formOf(smscId: SmscId): SmscDefinition['idForm'] {
    const { idForms, definition } = this.#parts
    return idForms.formOf(smscId, definition(smscId)?.idForm ?? 'learn')
  }

  /** Resolves when they are durable, with what became of each. */
  async record(batch: readonly ReceiptRecord[], nowMs: number): Promise<readonly ReceiptResult[]> {
    const { store, idForms, metrics } = this.#parts
    const inForm = batch.map((receipt) => {
      const form = this.formOf(receipt.smscId)
      return form === 'hexadecimal-answer' || form === 'decimal-answer'
        ? { ...receipt, idForms: receiptForms(receipt.smscMessageId, form) }
        : receipt
    })
    const results = await store.recordReceipts(inForm)
    countReceipts(metrics, inForm, results)
    const settled = new Map<SmscId, SmscDefinition['idForm']>()
    for (let at = 0; at < inForm.length; at += 1) {
      const { smscId, otherRadix } = inForm[at] as ReceiptRecord
      if (this.formOf(smscId) !== 'learn') continue
      const tellsRadix = otherRadix.hexadecimalAnswer !== null || otherRadix.decimalAnswer !== null
      const form = idForms.note(smscId, results[at] as ReceiptResult, tellsRadix)
      if (form !== undefined) settled.set(smscId, form)
    }
    // What was learned is no part of what the SMSC waits to hear stored: a failure here is learned anew later.
    for (const [smscId, form] of settled) this.#settle(smscId, form, nowMs)
    return results
  }

  /** Tries what is parked for an SMSC again, in the form that is known now. */
  async retryParked(smscId: SmscId, nowMs: number): Promise<number> {
    const { store } = this.#parts
    const form = this.formOf(smscId)
    let matched = 0
    for (let after = 0; ; ) {
      const parked = await store.parkedReceipts(smscId, after, PARKED_AT_ONCE)
      if (parked.length === 0) return matched
      after = parked.at(-1)?.seq ?? after
      const again = parked.map(({ seq, receipt }) => ({ seq, idForms: receiptForms(receipt.smscMessageId, form) }))
      const results = await store.retryParked(again, nowMs)
      matched += results.filter((result) => result !== null && result.kind !== 'parked').length
    }
  }

  /**
   * Looks whether parked receipts of an SMSC whose form is not known tell it: where receipts come before their answers,
   * nothing could match when they came. Each of them counts once.
   */
  async learnFromParked(smscId: SmscId, nowMs: number): Promise<void> {
    const { store, idForms } = this.#parts
    if (this.formOf(smscId) !== 'learn') return
    const round = this.#rounds.get(smscId) ?? { lookedUpTo: 0, counted: new Set() }
    this.#rounds.set(smscId, round)
    const parked = await store.parkedReceipts(smscId, round.lookedUpTo, LEARNED_FROM_AT_ONCE)
    round.lookedUpTo = parked.length < LEARNED_FROM_AT_ONCE ? 0 : (parked.at(-1)?.seq ?? 0)
    const asTheyAre = parked.map(({ seq, receipt }) => ({ seq, idForms: receipt.idForms }))
    const results = parked.length === 0 ? [] : await store.retryParked(asTheyAre, nowMs)
    for (const [at, result] of results.entries()) {
      const seq = parked[at]?.seq ?? 0
      if (result?.kind !== 'parked' || result.couldBe === null || round.counted.has(seq)) continue
      round.counted.add(seq)
      const form = idForms.note(smscId, result, true)
      if (form === undefined) continue
      this.#rounds.delete(smscId)
      await this.#learned(smscId, form, nowMs)
      return
    }
  }

  #settle(smscId: SmscId, form: SmscDefinition['idForm'], nowMs: number): void {
    this.#learned(smscId, form, nowMs).catch((failure: unknown) => {
      this.#parts.log.error('learning not stored', { smscId, cause: String(failure) })
    })
  }

  async #learned(smscId: SmscId, form: SmscDefinition['idForm'], nowMs: number): Promise<void> {
    const { store, log } = this.#parts
    await store.putDocument(`learned:${smscId}`, { idForm: form }, null, nowMs)
    const matched = await this.retryParked(smscId, nowMs)
    log.info('learned how ids of receipts are written', { smscId, form, matched })
  }
}

function countReceipts(metrics: Metrics, receipts: readonly ReceiptRecord[], results: readonly ReceiptResult[]): void {
  const states = new Tally()
  const unmatched = new Tally()
  for (let at = 0; at < receipts.length; at += 1) {
    const { smscId, state } = receipts[at] as ReceiptRecord
    states.add(smscId, state)
    if (results[at]?.kind === 'parked') unmatched.add(smscId, '')
  }
  states.each((smsc, state, count) => metrics.count('connect_receipt_total', { smsc, state }, count))
  unmatched.each((smsc, _, count) => metrics.count('connect_receipt_unmatched_total', { smsc }, count))
}
