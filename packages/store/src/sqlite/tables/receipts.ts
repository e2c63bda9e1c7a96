import type { ParkedReceipt, Tables } from '../../engine/tables.ts'
import type { ReceiptRecord } from '../../port.ts'
import { Statements, type TableContext } from './context.ts'

type ReceiptTables = Pick<Tables, 'park' | 'parked' | 'unpark'>

/** Receipts that match nothing yet. */
export function receiptTables({ db, smscs }: TableContext): ReceiptTables {
  const statements = new Statements(db)
  const insert = statements.of('INSERT INTO parked_receipts (at_ms, receipt) VALUES (?, ?) RETURNING seq')
  const insertForm = statements.of('INSERT OR IGNORE INTO parked_forms VALUES (?, ?, ?)')
  const select = statements.of(`
    SELECT r.seq, r.receipt FROM parked_forms f CROSS JOIN parked_receipts r ON r.seq = f.parked
    WHERE f.smsc = ? AND f.form = ? ORDER BY f.parked`)
  const remove = statements.of('DELETE FROM parked_receipts WHERE seq = ?')

  return {
    park(receipt) {
      const seq = insert.get(receipt.atMs, JSON.stringify(receipt))?.[0] as number
      const smsc = smscs.of(receipt.smscId)
      for (const form of receipt.idForms) insertForm.run(smsc, form, seq)
    },

    parked(smscId, idForms) {
      const found = new Map<number, ParkedReceipt>()
      for (const form of idForms) {
        for (const [seq, receipt] of select.all(smscs.find(smscId), form)) {
          found.set(Number(seq), { seq: Number(seq), receipt: JSON.parse(String(receipt)) as ReceiptRecord })
        }
      }
      return [...found.values()].sort((a, b) => a.seq - b.seq)
    },

    unpark(seq) {
      remove.run(seq)
    },
  }
}
