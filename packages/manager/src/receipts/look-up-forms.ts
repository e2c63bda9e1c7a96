import { messageIdForms } from '@smpp-connect/smpp/text'

/**
 * Under which forms a message id is kept and looked up: without regard to case and leading zeros. Forms in another radix
 * (decimal here, hexadecimal there) are left out on purpose: with ids that count up, the receipt of message 256 would
 * also name message 100 (0x100 is 256), so they may only count on an SMSC that is known to write ids that way.
 */
export function lookUpForms(smscMessageId: string): readonly string[] {
  return smscMessageId.trim() === '' ? [] : [messageIdForms(smscMessageId).stripped]
}
