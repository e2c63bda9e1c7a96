import type { FieldErrors } from './field-errors.ts'
import { findTlv, type TlvValueRow, valueProblem } from './tlv-names.ts'

/** What is wrong with rows of TLVs, by the places of their fields below `at`. */
export function tlvRowProblems(
  rows: readonly TlvValueRow[],
  declared: Parameters<typeof findTlv>[1],
  at: string,
): FieldErrors {
  const errors: Record<string, string> = {}
  const seen = new Set<string>()
  for (const [index, { name, value }] of rows.entries()) {
    const tlv = findTlv(name.trim(), declared)
    if (name.trim() === '') errors[`${at}/${index}/name`] = 'Choose a TLV, or take the row away'
    else if (seen.has(name.trim())) errors[`${at}/${index}/name`] = 'It stands here already'
    else if (typeof tlv === 'string') errors[`${at}/${index}/name`] = tlv
    else {
      const problem = valueProblem(tlv, value)
      if (problem !== undefined) errors[`${at}/${index}/value`] = problem
    }
    seen.add(name.trim())
  }
  return errors
}
