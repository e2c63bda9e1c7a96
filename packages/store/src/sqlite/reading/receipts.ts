import type { ReceiptRecord, Store } from '../../port.ts'
import type { Statements } from '../tables/context.ts'
import type { Sync } from './sync.ts'

export function receiptQueries(statements: Statements): Sync<Pick<Store, 'parkedReceipts'>> {
  const all = statements.of('SELECT seq, receipt FROM parked_receipts WHERE seq > ? ORDER BY seq LIMIT ?')
  const ofSmsc = statements.of(`
    SELECT seq, receipt FROM parked_receipts
    WHERE smsc = (SELECT key FROM smsc_names WHERE id = ?) AND seq > ? ORDER BY seq LIMIT ?`)
  return {
    parkedReceipts(smscId, afterSeq, limit) {
      const most = Math.max(0, limit)
      const rows = smscId === undefined ? all.all(afterSeq, most) : ofSmsc.all(smscId, afterSeq, most)
      return rows.map(([seq, receipt]) => ({
        seq: seq as number,
        receipt: JSON.parse(receipt as string) as ReceiptRecord,
      }))
    },
  }
}
