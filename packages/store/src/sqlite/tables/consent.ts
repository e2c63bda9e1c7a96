import type { ConversationId, MessageId } from '@smpp-connect/contracts'
import type { Tables } from '../../engine/tables.ts'
import type { OptOutRecord } from '../../records.ts'
import type { Row } from '../database.ts'
import { classCode } from '../state-codes.ts'
import { type TableContext, WriterStatements } from './context.ts'

type ConsentTables = Pick<
  Tables,
  'isOptedOut' | 'optOut' | 'insertOptOut' | 'removeOptOuts' | 'holdBack' | 'putHoldBack'
>

/** Names are one whatever their case, as in conversations. A person has few opt-outs; they are found by the person. */
export const OURS_IS = 'ours = ? COLLATE NOCASE'

/** An opt-out, in the order that `optOutRecord` reads; `ours` is '' for all addresses. */
export const OPT_OUT_COLUMNS = 'seq, person, ours, source, keyword, message_id, recorded_by, at_ms'

export function optOutRecord(row: Row): OptOutRecord {
  return {
    person: row[1] as string,
    ours: (row[2] as string) === '' ? null : (row[2] as string),
    source: row[3] as OptOutRecord['source'],
    keyword: row[4] as string | null,
    messageId: row[5] as MessageId | null,
    by: row[6] as string | null,
    atMs: row[7] as number,
  }
}

/** What keeps parts from leaving: that a person wants none, or that an earlier one of the conversation waits. */
export function consentTables(context: TableContext, conversationSeq: (id: ConversationId) => number): ConsentTables {
  const statements = new WriterStatements(context)
  const anyOptOut = statements.of('SELECT 1 FROM opt_outs LIMIT 1')
  const isOptedOut = statements.of(`SELECT 1 FROM opt_outs WHERE person = ? AND (${OURS_IS} OR ours = '')`)
  const optOut = statements.of(`SELECT ${OPT_OUT_COLUMNS} FROM opt_outs WHERE person = ? AND ${OURS_IS}`)
  const insertOptOut = statements.of(`
    INSERT INTO opt_outs (person, ours, source, keyword, message_id, recorded_by, at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`)
  const removeOne = statements.of(`DELETE FROM opt_outs WHERE person = ? AND ${OURS_IS}`)
  const removeAll = statements.of('DELETE FROM opt_outs WHERE person = ?')
  const anyMark = statements.of('SELECT 1 FROM hold_backs LIMIT 1')
  const mark = statements.of('SELECT behind, until_ms FROM hold_backs WHERE conversation = ? AND class = ?')
  const putMark = statements.of('INSERT OR REPLACE INTO hold_backs VALUES (?, ?, ?, ?)')
  const removeVoid = statements.of(`
    DELETE FROM hold_backs WHERE (conversation, class) IN (
      SELECT conversation, class FROM hold_backs WHERE until_ms <= ? ORDER BY until_ms LIMIT 2)`)
  /** Whether there may be any at all: what is asked for each part that leaves costs nothing while there are none. */
  let mayHaveOptOuts: boolean | undefined
  let mayHaveMarks: boolean | undefined

  return {
    isOptedOut(person, ours) {
      mayHaveOptOuts ??= anyOptOut.get() !== undefined
      return mayHaveOptOuts && isOptedOut.get(person, ours) !== undefined
    },
    optOut(person, ours) {
      const row = optOut.get(person, ours ?? '')
      return row && optOutRecord(row)
    },
    insertOptOut({ person, ours, source, keyword, messageId, by, atMs }) {
      mayHaveOptOuts = true
      insertOptOut.run(person, ours ?? '', source, keyword, messageId, by, atMs)
    },
    removeOptOuts: (person, ours) => (ours === null ? removeAll.change(person) : removeOne.change(person, ours)),

    holdBack(conversationId, messageClass) {
      mayHaveMarks ??= anyMark.get() !== undefined
      const row = mayHaveMarks ? mark.get(conversationSeq(conversationId), classCode(messageClass)) : undefined
      return row && { behind: row[0] as number, untilMs: row[1] as number }
    },
    putHoldBack(conversationId, messageClass, { behind, untilMs }, nowMs) {
      mayHaveMarks = true
      // Two go for each that comes, so that there are never many void ones.
      removeVoid.run(nowMs)
      putMark.run(conversationSeq(conversationId), classCode(messageClass), behind, untilMs)
    },
  }
}
