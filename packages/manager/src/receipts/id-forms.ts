import type { SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { ReceiptResult } from '@smpp-connect/store'

type IdForm = SmscDefinition['idForm']
/** After so many receipts that say the same, it is known. */
const ENOUGH = 3

interface Evidence {
  same: number
  'hexadecimal-answer': number
  'decimal-answer': number
}

/**
 * How the ids of receipts relate to those of answers, SMSC by SMSC, learned from the first receipts (decision 6). A
 * receipt whose id is found as it stands, although in another radix it would read differently, speaks for "the same". One
 * that is found only in the other radix, to the very destination, speaks for that. What first has three voices and
 * nothing against it is taken; something against it starts the count anew.
 */
export class IdForms {
  readonly #learned = new Map<SmscId, IdForm>()
  readonly #evidence = new Map<SmscId, Evidence>()

  /** What was learned before. */
  load(smscId: SmscId, form: IdForm): void {
    this.#learned.set(smscId, form)
  }

  /** What has been learned of an SMSC; null while nothing has. */
  learned(smscId: SmscId): IdForm | null {
    return this.#learned.get(smscId) ?? null
  }

  /** The form to look receipts of an SMSC up in: the one that is set, else the learned one. */
  formOf(smscId: SmscId, set: IdForm): IdForm {
    return set === 'learn' ? (this.#learned.get(smscId) ?? 'learn') : set
  }

  /**
   * Notes how one receipt was matched. `tellsRadix` says whether its id reads differently in another radix, so that a match
   * means something. Returns what is known from now on, when this was the receipt that settled it.
   */
  note(smscId: SmscId, result: ReceiptResult, tellsRadix: boolean): IdForm | undefined {
    if (this.#learned.has(smscId)) return undefined
    const voice = voiceOf(result, tellsRadix)
    if (voice === undefined) return undefined
    const evidence = this.#evidence.get(smscId) ?? { same: 0, 'hexadecimal-answer': 0, 'decimal-answer': 0 }
    const others = Object.entries(evidence).some(([form, count]) => form !== voice && count > 0)
    const next: Evidence = others
      ? { same: 0, 'hexadecimal-answer': 0, 'decimal-answer': 0, [voice]: 1 }
      : { ...evidence, [voice]: evidence[voice] + 1 }
    this.#evidence.set(smscId, next)
    if (next[voice] < ENOUGH) return undefined
    this.#learned.set(smscId, voice)
    this.#evidence.delete(smscId)
    return voice
  }

  /** Learns an SMSC anew: it was given another account, or somebody asks for it. */
  forget(smscId: SmscId): void {
    this.#learned.delete(smscId)
    this.#evidence.delete(smscId)
  }
}

function voiceOf(result: ReceiptResult, tellsRadix: boolean): keyof Evidence | undefined {
  if (result.kind === 'parked') return result.couldBe ?? undefined
  return result.by === 'id' && tellsRadix ? 'same' : undefined
}
