import type { SmscDefinition } from '@smpp-connect/contracts'
import { messageIdInDecimal, messageIdInHexadecimal, strippedMessageId } from '@smpp-connect/smpp/text'
import type { ReceiptRecord } from '@smpp-connect/store'

/**
 * Under which forms a message id is kept and looked up: without regard to case and leading zeros. Forms in another radix
 * (decimal here, hexadecimal there) are left out on purpose: with ids that count up, the receipt of message 256 would
 * also name message 100 (0x100 is 256), so they may only count on an SMSC that is known to write ids that way.
 */
export function lookUpForms(smscMessageId: string): readonly string[] {
  return formsOf(strippedMessageId(smscMessageId))
}

/** The same of an id that is stripped. */
export function formsOf(stripped: string): readonly string[] {
  return stripped === '' ? [] : [stripped]
}

/**
 * A stripped id of a receipt as the answer would have had it if this SMSC wrote answers in hexadecimal and receipts in
 * decimal, or the other way round. Null where there is no such form, or where it is the same.
 */
export function otherRadixForms(stripped: string): ReceiptRecord['otherRadix'] {
  const decToHex = messageIdInHexadecimal(stripped) ?? stripped
  const hexToDec = messageIdInDecimal(stripped) ?? stripped
  if (decToHex === stripped && hexToDec === stripped) return NO_OTHER
  return {
    hexadecimalAnswer: decToHex === stripped ? null : decToHex,
    decimalAnswer: hexToDec === stripped ? null : hexToDec,
  }
}

const NO_OTHER: ReceiptRecord['otherRadix'] = { hexadecimalAnswer: null, decimalAnswer: null }

/** The forms of a receipt's id at an SMSC of which it is known how ids of receipts relate to those of answers. */
export function receiptForms(smscMessageId: string, idForm: SmscDefinition['idForm']): readonly string[] {
  const stripped = strippedMessageId(smscMessageId)
  const other = otherRadixForms(stripped)
  const form =
    idForm === 'hexadecimal-answer' ? other.hexadecimalAnswer : idForm === 'decimal-answer' ? other.decimalAnswer : null
  return form === null ? formsOf(stripped) : [form]
}
