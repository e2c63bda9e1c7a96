import type { PartOfMessage, Tables } from '../../engine/tables.ts'
import type { ParkedReceiptRecord, ReceiptRecord } from '../../port.ts'

import { type TableContext, WriterStatements } from './context.ts'
import { asQueued, PART_COLUMNS, PART_TABLES, type PartByKey, partKey, partOfMessage } from './part-rows.ts'

type ReceiptTables = Pick<
  Tables,
  'byReference' | 'byIdForms' | 'addIdForms' | 'park' | 'repark' | 'parkedReceipt' | 'parked' | 'unpark'
>

/** Which parts receipts may mean, and receipts that match nothing yet. */
export function receiptTables(context: TableContext, partByKey: PartByKey): ReceiptTables {
  const { smscs, streams, book, held, sending } = context
  const statements = new WriterStatements(context)
  const inDoubtBy = statements.of(`
    SELECT ${PART_COLUMNS} FROM ${PART_TABLES}
    WHERE p.smsc = ? AND (p.state = 11 OR p.state = 12) AND p.user_message_reference = ? AND p.state IN (11, 12)`)
  const byIdForm = statements.indifferent(`
    SELECT key FROM parts WHERE smsc = ? AND id_form = ? AND id_form IS NOT NULL`)
  const byFurtherForm = statements.of('SELECT part FROM more_id_forms WHERE smsc = ? AND form = ?')
  const anyFurtherForm = statements.of('SELECT 1 FROM more_id_forms LIMIT 1')
  const addIdForm = statements.of('INSERT OR IGNORE INTO more_id_forms VALUES (?, ?, ?)')
  const insert = statements.of('INSERT INTO parked_receipts (smsc, at_ms, receipt) VALUES (?, ?, ?) RETURNING seq')
  const insertForm = statements.of('INSERT OR IGNORE INTO parked_forms VALUES (?, ?, ?)')
  const removeForms = statements.of('DELETE FROM parked_forms WHERE parked = ?')
  const update = statements.of('UPDATE parked_receipts SET receipt = ? WHERE seq = ?')
  const one = statements.of('SELECT receipt FROM parked_receipts WHERE seq = ?')
  const select = statements.of(`
    SELECT r.seq, r.receipt FROM parked_forms f CROSS JOIN parked_receipts r ON r.seq = f.parked
    WHERE f.smsc = ? AND f.form = ? ORDER BY f.parked`)
  const remove = statements.of('DELETE FROM parked_receipts WHERE seq = ?')
  /** Whether there may be any at all: most SMSCs write an id in one way, and then nothing is asked of them. */
  let mayHaveFurther: boolean | undefined
  const insertForms = (seq: number, { smscId, idForms }: ReceiptRecord): void => {
    for (const form of idForms) insertForm.run(smscs.of(smscId), form, seq)
  }

  return {
    byReference(smscId, userMessageReference) {
      const sent = sending.withReference(userMessageReference).flatMap((key) => partByKey(key) ?? [])
      const inDoubt = inDoubtBy.all(smscs.find(smscId), userMessageReference)
      return [
        ...sent.filter(({ part }) => part.smscId === smscId),
        ...inDoubt.map((row) => partOfMessage(row, streams)),
      ].sort((a, b) => asQueued(a.part, b.part))
    },

    byIdForms(smscId, idForms) {
      const smsc = smscs.find(smscId)
      mayHaveFurther ??= anyFurtherForm.get() !== undefined
      const keys: number[] = []
      for (const form of idForms) {
        for (const row of byIdForm.all(smsc, form)) keys.push(row[0] as number)
        held.addKeys(smscId, form, keys)
        if (!mayHaveFurther) continue
        for (const row of byFurtherForm.all(smsc, form)) keys.push(row[0] as number)
      }
      const inOrder = keys.length > 1 ? [...new Set(keys)].sort((a, b) => a - b) : keys
      const found: PartOfMessage[] = []
      for (const key of inOrder) {
        const one = partByKey(key)
        if (one) found.push(one)
      }
      return found
    },

    addIdForms(part, idForms) {
      const key = partKey(part.messageSeq, part.number)
      mayHaveFurther = true
      for (const form of idForms) addIdForm.run(smscs.of(part.smscId), form, key)
    },

    park(receipt) {
      const seq = insert.get(smscs.of(receipt.smscId), receipt.atMs, JSON.stringify(receipt))?.[0] as number
      insertForms(seq, receipt)
    },

    repark({ seq, receipt }) {
      update.run(JSON.stringify(receipt), seq)
      removeForms.run(seq)
      insertForms(seq, receipt)
    },

    parkedReceipt(seq) {
      const row = one.get(seq)
      return row && { seq, receipt: JSON.parse(String(row[0])) as ReceiptRecord }
    },

    parked(smscId, idForms) {
      if (book.counter('receiptsParked') === 0) return []
      const found = new Map<number, ParkedReceiptRecord>()
      for (const form of idForms) {
        for (const [seq, receipt] of select.all(smscs.find(smscId), form)) {
          found.set(Number(seq), { seq: Number(seq), receipt: JSON.parse(String(receipt)) as ReceiptRecord })
        }
      }
      return [...found.values()].sort((a, b) => a.seq - b.seq)
    },

    unpark(seq) {
      removeForms.run(seq)
      remove.run(seq)
    },
  }
}
