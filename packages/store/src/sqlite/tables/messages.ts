import type { ConversationId, PartRef, PartState, SmscId } from '@smpp-connect/contracts'
import type { PartOfMessage, Tables } from '../../engine/tables.ts'
import { marks, Statements, type TableContext } from './context.ts'
import { difference, HEAD_CHANGES, PART_CHANGES, partKey } from './part-rows.ts'

type MessageTables = Pick<
  Tables,
  'nextMessageSeq' | 'insertMessage' | 'insertPart' | 'placeOf' | 'find' | 'verdicts' | 'updatePart' | 'updateHead'
>

/** Messages and their parts, one at a time. `conversationSeq` gives the row of a conversation of this transaction. */
export function messageTables(
  { db, smscs, book, cache }: TableContext,
  conversationSeq: (id: ConversationId) => number,
  partByKey: (key: number) => PartOfMessage | undefined,
): MessageTables {
  const statements = new Statements(db)
  const insertMessage = statements.of(`INSERT INTO messages VALUES (${marks(25)})`)
  const insertPart = statements.of(`INSERT INTO parts VALUES (${marks(21)})`)
  const placeOf = statements.of(`
    SELECT m.seq, c.id, m.smsc FROM messages m JOIN conversations c ON c.seq = m.conversation WHERE m.id = ?`)
  const seqOf = statements.of('SELECT seq FROM messages WHERE id = ?')
  const verdicts = statements.of('SELECT state, error_code FROM parts WHERE key BETWEEN ? AND ? ORDER BY key')

  return {
    nextMessageSeq: () => book.nextMessageSeq(),

    insertMessage({ seq, record, wire }) {
      const isOutbound = record.direction === 'outbound'
      insertMessage.run(
        seq,
        record.id,
        record.direction,
        record.state,
        smscs.of(record.smscId),
        conversationSeq(record.conversationId),
        isOutbound ? record.to : record.from,
        isOutbound ? record.from : record.to,
        record.parts,
        record.encoding,
        Number(record.mayBeDuplicate),
        record.errorCode,
        record.createdAtMs,
        record.updatedAtMs,
        record.finalAtMs,
        record.expiresAtMs,
        record.reference,
        wire?.dataCoding ?? null,
        wire?.source.ton ?? null,
        wire?.source.npi ?? null,
        wire?.source.address ?? null,
        wire?.destination.ton ?? null,
        wire?.destination.npi ?? null,
        wire?.destination.address ?? null,
        record.text,
      )
      book.noteMessage(seq)
    },

    insertPart(part, { esmClass, shortMessage }) {
      insertPart.run(
        partKey(part.messageSeq, part.number),
        part.messageSeq,
        smscs.of(part.smscId),
        part.state,
        part.attempts,
        part.answeredAttempt,
        part.dueAtMs,
        part.uncertainSinceMs,
        part.deadlineMs,
        part.smscMessageId,
        part.sentAtMs,
        part.answeredAtMs,
        part.receiptAtMs,
        part.lastStatus,
        part.receiptError,
        part.lastReceipt,
        part.errorCode,
        Number(part.mayBeDuplicate),
        part.userMessageReference,
        esmClass,
        shortMessage,
      )
    },

    placeOf(id) {
      const row = placeOf.get(id)
      if (!row) return undefined
      const [seq, conversationId, smsc] = row as [number, ConversationId, number]
      return { seq, conversationId, smscId: smscs.idOf(smsc) satisfies SmscId }
    },

    find({ messageId, number }: PartRef) {
      const seq = cache.seqOf(messageId) ?? (seqOf.get(messageId)?.[0] as number | undefined)
      return seq === undefined ? undefined : partByKey(partKey(seq, number))
    },

    verdicts(messageSeq) {
      const rows = verdicts.all(partKey(messageSeq, 1), partKey(messageSeq, 255))
      return rows.map(([state, errorCode]) => ({ state: state as PartState, errorCode: errorCode as string | null }))
    },

    updatePart(part, before) {
      const { columns, values } = difference(PART_CHANGES, part, before)
      if (columns === '') return
      cache.changePart(part)
      statements.of(`UPDATE parts SET ${columns} WHERE key = ?`).run(...values, partKey(part.messageSeq, part.number))
    },

    updateHead(head, before) {
      const { columns, values } = difference(HEAD_CHANGES, head, before)
      if (columns === '') return
      cache.changeHead(head)
      statements.of(`UPDATE messages SET ${columns} WHERE seq = ?`).run(...values, head.seq)
    },
  }
}
