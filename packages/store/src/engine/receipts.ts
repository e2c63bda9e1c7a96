import { isFinal } from '@smpp-connect/contracts/states'
import type { ReceiptRecord, ReceiptResult } from '../port.ts'
import { awaitsAnswer } from '../rules/move.ts'
import { applyReceipt } from '../rules/receipt.ts'
import { changePart } from './change-part.ts'
import type { PartOfMessage, Tables } from './tables.ts'

/** See `Store.recordReceipts`. */
export function recordReceipts(tables: Tables, batch: readonly ReceiptRecord[]): readonly ReceiptResult[] {
  return batch.map((receipt) => {
    const match = findMatch(tables, receipt)
    if (match) return applyMatched(tables, receipt, match, receipt.atMs).result
    tables.park(receipt)
    tables.count('receiptsParked', 1)
    const { atMs, smscId, smscMessageId, stat } = receipt
    const whom = { messageId: null, part: null, conversationId: null, smscId }
    tables.append({ atMs, kind: 'receipt.parked', ...whom, detail: { smscMessageId, stat } }, null)
    return { kind: 'parked', couldBe: otherRadix(tables, receipt) }
  })
}

/** See `Store.retryParked`. */
export function retryParked(
  tables: Tables,
  batch: readonly { readonly seq: number; readonly idForms: readonly string[] }[],
  atMs: number,
): readonly (ReceiptResult | null)[] {
  return batch.map(({ seq, idForms }) => {
    // One that came before it in the batch may have brought an id, and this with it.
    const parked = tables.parkedReceipt(seq)
    if (!parked) return null
    const receipt = { ...parked.receipt, idForms }
    const match = findMatch(tables, receipt)
    if (match) return applyParked(tables, seq, receipt, match, atMs).result
    if (idForms.join('\n') !== parked.receipt.idForms.join('\n')) tables.repark({ seq, receipt })
    return { kind: 'parked', couldBe: otherRadix(tables, receipt) }
  })
}

/**
 * Remembers under which forms of message id receipts may name the part (the first is in its row already), and tries the
 * parked receipts again that have one of them. Returns the part as they leave it.
 */
export function attachId(
  tables: Tables,
  found: PartOfMessage,
  idForms: readonly string[],
  atMs: number,
): PartOfMessage {
  if (idForms.length === 0) return found
  const further = idForms.filter((form) => form !== found.part.idForm)
  if (further.length > 0) tables.addIdForms(found.part, further)
  let after = found
  for (const { seq, receipt } of tables.parked(found.part.smscId, idForms)) {
    const match = findMatch(tables, receipt)
    if (!match) continue
    const applied = applyParked(tables, seq, receipt, match, atMs)
    if (isSame(applied.after, found)) after = applied.after
  }
  return after
}

interface Match extends PartOfMessage {
  readonly by: 'id' | 'reference'
}

/**
 * The part that a receipt means: an open one known under its id; else one whose answer is outstanding or lost, with
 * its user_message_reference and destination; else one that has ended, of which this is a repetition. SMSCs that start
 * anew give ids a second time: where several parts have the id, the one to the receipt's destination goes first, then
 * the newest, and an ended one counts only when the destination fits.
 */
function findMatch(tables: Tables, receipt: ReceiptRecord): Match | undefined {
  const { smscId, idForms, userMessageReference, destination } = receipt
  const fits = ({ head }: PartOfMessage): boolean => destination === '' || head.to === destination
  let open: PartOfMessage | undefined
  let ended: PartOfMessage | undefined
  for (const known of idForms.length === 0 ? [] : tables.byIdForms(smscId, idForms)) {
    // They come in the order of the queue, so that the newest of those that fit is the last.
    if (isFinal(known.part.state)) ended = fits(known) ? known : ended
    else if (!open || fits(known) || !fits(open)) open = known
  }
  if (open) return { part: open.part, head: open.head, by: 'id' }
  if (userMessageReference !== null && destination !== '') {
    const byReference = tables
      .byReference(smscId, userMessageReference)
      .find((one) => awaitsAnswer(one.part) && one.head.to === destination)
    if (byReference) return { ...byReference, by: 'reference' }
  }
  return ended && { ...ended, by: 'id' }
}

/** Whether a part that waits for its receipt would be the receipt's if the SMSC wrote the ids of its answers in another radix. */
function otherRadix(tables: Tables, receipt: ReceiptRecord): 'hexadecimal-answer' | 'decimal-answer' | null {
  const { smscId, destination } = receipt
  const { hexadecimalAnswer, decimalAnswer } = receipt.otherRadix
  const isWaitedFor = (form: string | null): boolean =>
    form !== null &&
    destination !== '' &&
    tables.byIdForms(smscId, [form]).some(({ part, head }) => part.state === 'submitted' && head.to === destination)
  if (isWaitedFor(hexadecimalAnswer)) return 'hexadecimal-answer'
  return isWaitedFor(decimalAnswer) ? 'decimal-answer' : null
}

interface Applied {
  readonly result: ReceiptResult
  readonly after: PartOfMessage
}

function applyParked(tables: Tables, seq: number, receipt: ReceiptRecord, match: Match, atMs: number): Applied {
  tables.unpark(seq)
  tables.count('receiptsParked', -1)
  return applyMatched(tables, receipt, match, atMs)
}

function applyMatched(tables: Tables, receipt: ReceiptRecord, match: Match, atMs: number): Applied {
  const { part, head, by } = match
  const ref = { messageId: part.messageId, number: part.number }
  const change = applyReceipt(part, receipt, by)
  if (!change) return { result: { kind: 'ignored', part: ref, by }, after: match }
  const changed = changePart(tables, part, head, change, atMs)
  const after = by === 'reference' ? attachId(tables, changed, receipt.idForms, atMs) : changed
  return { result: { kind: 'applied', part: ref, by }, after }
}

function isSame(one: PartOfMessage, other: PartOfMessage): boolean {
  return one.part.messageSeq === other.part.messageSeq && one.part.number === other.part.number
}
