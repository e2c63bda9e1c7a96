import type { LinkAddress } from '@smpp-connect/contracts'
import type { PartOfMessage, ReadyPart, Tables } from '../../engine/tables.ts'
import type { Row } from '../database.ts'
import { Statements, type TableContext } from './context.ts'
import { PART_COLUMN_COUNT, PART_COLUMNS, PART_TABLES, partKey, partOfMessage } from './part-rows.ts'

type QueueTables = Pick<
  Tables,
  'promoteDue' | 'ready' | 'sending' | 'overdue' | 'byReference' | 'byIdForms' | 'addIdForms'
>

/** Parts by what they wait for. Each query reads a partial index, and its condition must repeat the index's word for word. */
export function queueTables(
  { db, smscs, cache }: TableContext,
  partByKey: (key: number) => PartOfMessage | undefined,
): QueueTables {
  const statements = new Statements(db)
  const hasDelayed = statements.of(`
    SELECT 1 FROM parts WHERE smsc = ? AND state = 'queued' AND due_at_ms > 0 AND due_at_ms <= ? LIMIT 1`)
  const promote = statements.of(`
    UPDATE parts SET due_at_ms = 0 WHERE smsc = ? AND state = 'queued' AND due_at_ms > 0 AND due_at_ms <= ?`)
  const ready = statements.of(`
    SELECT ${PART_COLUMNS}, m.source_ton, m.source_npi, m.source_address, m.destination_ton, m.destination_npi,
      m.destination_address, p.esm_class, m.data_coding, p.short_message
    FROM ${PART_TABLES}
    WHERE p.smsc = ? AND p.state = 'queued' AND p.due_at_ms = 0 ORDER BY p.key LIMIT ?`)
  const sending = statements.of(`
    SELECT ${PART_COLUMNS} FROM ${PART_TABLES}
    WHERE p.smsc = ? AND p.state = 'sending'`)
  const overdue = statements.of(`
    SELECT ${PART_COLUMNS} FROM ${PART_TABLES}
    WHERE p.deadline_ms <= ? AND p.deadline_ms IS NOT NULL AND p.state <> 'sending'
    ORDER BY p.deadline_ms, p.key LIMIT ?`)
  const byReference = statements.of(`
    SELECT ${PART_COLUMNS} FROM ${PART_TABLES}
    WHERE p.smsc = ? AND (p.state = 'sending' OR p.state = 'uncertain' OR p.state = 'held')
      AND p.user_message_reference = ? ORDER BY p.key`)
  const byIdForm = statements.of('SELECT part FROM smsc_message_ids WHERE smsc = ? AND form = ?')
  const addIdForm = statements.of('INSERT OR IGNORE INTO smsc_message_ids VALUES (?, ?, ?)')
  const read = (row: Row): ReturnType<typeof partOfMessage> => partOfMessage(row, smscs)

  return {
    promoteDue(smscId, nowMs) {
      const smsc = smscs.find(smscId)
      if (!hasDelayed.get(smsc, nowMs)) return
      promote.run(smsc, nowMs)
      cache.clear()
    },

    ready: (smscId, limit) => ready.all(smscs.find(smscId), limit).map((row) => cache.note(readyPart(row, read(row)))),

    sending(smscIds) {
      const keys = smscIds ? [...new Set(smscIds)].map((smscId) => smscs.find(smscId)) : smscs.keys()
      const found = keys.flatMap((smsc) => sending.all(smsc)).map(read)
      return found.sort((a, b) => a.part.messageSeq - b.part.messageSeq || a.part.number - b.part.number)
    },

    overdue: (nowMs, limit) => overdue.all(nowMs, Math.max(0, limit)).map(read),

    byReference: (smscId, userMessageReference) => byReference.all(smscs.find(smscId), userMessageReference).map(read),

    byIdForms(smscId, idForms) {
      const smsc = smscs.find(smscId)
      const keys = idForms.flatMap((form) => byIdForm.all(smsc, form).map(([part]) => part as number))
      const inOrder = keys.length > 1 ? [...new Set(keys)].sort((a, b) => a - b) : keys
      return inOrder.map(partByKey).filter((found) => found !== undefined)
    },

    addIdForms(part, idForms) {
      const smsc = smscs.of(part.smscId)
      for (const form of idForms) addIdForm.run(smsc, form, partKey(part.messageSeq, part.number))
    },
  }
}

function readyPart(row: Row, found: ReturnType<typeof partOfMessage>): ReadyPart {
  const wire = row.slice(PART_COLUMN_COUNT)
  const address = (at: number): LinkAddress => ({
    ton: wire[at] as number,
    npi: wire[at + 1] as number,
    address: wire[at + 2] as string,
  })
  return {
    ...found,
    source: address(0),
    destination: address(3),
    esmClass: wire[6] as number,
    dataCoding: wire[7] as number,
    shortMessage: wire[8] as Uint8Array,
  }
}
