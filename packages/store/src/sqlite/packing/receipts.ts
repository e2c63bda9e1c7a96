import type { ReceiptRecord, ReceiptResult } from '../../port.ts'
import { packForms, unpackForms } from './id-forms.ts'
import { type Packed, Packer, Unpacker } from './packed.ts'

const [SMSC, AT, HEXADECIMAL, DECIMAL, REFERENCE, STATE, STAT, ERROR] = [0, 1, 2, 3, 4, 5, 6, 7] as const

export function packReceipts(receipts: readonly ReceiptRecord[]): Packed {
  const to = new Packer()
  for (const receipt of receipts) {
    const { idForms, otherRadix } = receipt
    to.putAgain(SMSC, receipt.smscId)
    to.putAgain(AT, receipt.atMs)
    to.put(receipt.smscMessageId)
    packForms(to, receipt.smscMessageId, idForms)
    to.putAgain(HEXADECIMAL, otherRadix.hexadecimalAnswer)
    to.putAgain(DECIMAL, otherRadix.decimalAnswer)
    to.putAgain(REFERENCE, receipt.userMessageReference)
    to.put(receipt.destination)
    to.putAgain(STATE, receipt.state)
    to.putAgain(STAT, receipt.stat)
    to.putAgain(ERROR, receipt.error)
  }
  return to.packed()
}

export function unpackReceipts(packed: Packed): readonly ReceiptRecord[] {
  const from = new Unpacker(packed)
  const receipts: ReceiptRecord[] = []
  while (!from.isEmpty) {
    const smscId = from.takeAgain<ReceiptRecord['smscId']>(SMSC)
    const atMs = from.takeAgain<number>(AT)
    const smscMessageId = from.take<string>()
    // In the order in which they were packed: the fields of an object are evaluated as they stand.
    receipts.push({
      smscId,
      atMs,
      smscMessageId,
      idForms: unpackForms(from, smscMessageId),
      otherRadix: { hexadecimalAnswer: from.takeAgain(HEXADECIMAL), decimalAnswer: from.takeAgain(DECIMAL) },
      userMessageReference: from.takeAgain(REFERENCE),
      destination: from.take(),
      state: from.takeAgain(STATE),
      stat: from.takeAgain(STAT),
      error: from.takeAgain(ERROR),
    })
  }
  return receipts
}

const [KIND, HOW] = [0, 1] as const

export function packReceiptResults(results: readonly ReceiptResult[]): Packed {
  const to = new Packer()
  for (const result of results) {
    to.putAgain(KIND, result.kind)
    if (result.kind === 'parked') {
      to.put(result.couldBe)
      continue
    }
    to.put(result.part.messageId)
    to.putSmall(result.part.number)
    to.putAgain(HOW, result.by)
  }
  return to.packed()
}

export function unpackReceiptResults(packed: Packed): readonly ReceiptResult[] {
  const from = new Unpacker(packed)
  const results: ReceiptResult[] = []
  while (!from.isEmpty) {
    const kind = from.takeAgain<ReceiptResult['kind']>(KIND)
    if (kind === 'parked') results.push({ kind, couldBe: from.take() })
    else results.push({ kind, part: { messageId: from.take(), number: from.takeSmall() }, by: from.takeAgain(HOW) })
  }
  return results
}
