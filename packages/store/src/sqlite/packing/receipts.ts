import type { ReceiptRecord, ReceiptResult } from '../../port.ts'
import { type Packed, Packer, Unpacker } from './packed.ts'

const [SMSC, AT, HEXADECIMAL, DECIMAL, STATE, STAT, ERROR] = [0, 1, 2, 3, 4, 5, 6] as const

export function packReceipts(receipts: readonly ReceiptRecord[]): Packed {
  const to = new Packer()
  for (const receipt of receipts) {
    const { idForms, otherRadix } = receipt
    to.putAgain(SMSC, receipt.smscId)
    to.putAgain(AT, receipt.atMs)
    to.put(receipt.smscMessageId)
    to.put(idForms.length === 1 ? idForms[0] : idForms)
    to.putAgain(HEXADECIMAL, otherRadix.hexadecimalAnswer)
    to.putAgain(DECIMAL, otherRadix.decimalAnswer)
    to.put(receipt.userMessageReference)
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
    // In the order in which they were packed: the fields of an object are evaluated as they stand.
    receipts.push({
      smscId: from.takeAgain(SMSC),
      atMs: from.takeAgain(AT),
      smscMessageId: from.take(),
      idForms: unpackForms(from),
      otherRadix: { hexadecimalAnswer: from.takeAgain(HEXADECIMAL), decimalAnswer: from.takeAgain(DECIMAL) },
      userMessageReference: from.take(),
      destination: from.take(),
      state: from.takeAgain(STATE),
      stat: from.takeAgain(STAT),
      error: from.takeAgain(ERROR),
    })
  }
  return receipts
}

function unpackForms(from: Unpacker): readonly string[] {
  const forms = from.take<string | readonly string[]>()
  return typeof forms === 'string' ? [forms] : forms
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
    to.put(result.part.number)
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
    else results.push({ kind, part: { messageId: from.take(), number: from.take() }, by: from.takeAgain(HOW) })
  }
  return results
}
