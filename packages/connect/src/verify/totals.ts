import type { Finding, Verification, VerificationSlice } from '@smpp-connect/contracts'

/** Most findings of one rule that are kept; all of them are counted. */
const MOST_KEPT = 20

/** What the slices of a verification come to. */
export class VerificationTotals {
  #messages = 0
  #parts = 0
  #conservation: Verification['conservation'] = { accepted: 0, final: 0, waiting: 0, uncertain: 0 }
  readonly #rules = new Map<string, { rule: string; what: string; checked: number; broken: number }>()
  readonly #findings = new Map<string, Finding[]>()

  add(slice: VerificationSlice): void {
    this.#messages += slice.messages
    this.#parts += slice.parts
    // The figures are those of the whole store: the last ones are the newest.
    this.#conservation = slice.conservation
    for (const { rule, what, checked, broken } of slice.rules) {
      const sum = this.#rules.get(rule) ?? { rule, what, checked: 0, broken: 0 }
      this.#rules.set(rule, { rule, what, checked: sum.checked + checked, broken: sum.broken + broken })
    }
    for (const finding of slice.findings) {
      const kept = this.#findings.get(finding.rule) ?? []
      if (kept.length < MOST_KEPT) this.#findings.set(finding.rule, [...kept, finding])
    }
  }

  get whole(): Verification {
    const { accepted, final, waiting, uncertain } = this.#conservation
    const rules = [...this.#rules.values()]
    return {
      messages: this.#messages,
      parts: this.#parts,
      conservation: this.#conservation,
      rules,
      findings: [...this.#findings.values()].flat(),
      sound: accepted === final + waiting + uncertain && rules.every(({ broken }) => broken === 0),
    }
  }
}
