import type { ConversationId, SmscId } from '@smpp-connect/contracts'
import type { Tables } from '../../engine/tables.ts'
import type { ConversationRow } from '../../rules/rows.ts'
import type { Row } from '../database.ts'
import { Statements, type TableContext } from './context.ts'
import { CONVERSATION_COLUMNS, CONVERSATION_TABLES, conversationRow } from './conversation-rows.ts'

type ConversationTables = Pick<
  Tables,
  | 'conversation'
  | 'conversationOf'
  | 'insertConversation'
  | 'updateConversation'
  | 'removeConversation'
  | 'newestMessage'
> & {
  /** The row of a conversation, which is asked for unless it was read or made in this transaction. */
  readonly seqOf: (id: ConversationId) => number
  /** Forgets which rows were read or made: to be called between transactions, and when a step is undone. */
  readonly forget: () => void
}

export function conversationTables({ db, smscs }: TableContext): ConversationTables {
  const statements = new Statements(db)
  const byId = statements.of(`SELECT ${CONVERSATION_COLUMNS}, c.seq FROM ${CONVERSATION_TABLES} WHERE c.id = ?`)
  const byPair = statements.of(`
    SELECT ${CONVERSATION_COLUMNS}, c.seq FROM ${CONVERSATION_TABLES} WHERE c.person = ? AND c.ours = ?`)
  const seqById = statements.of('SELECT seq FROM conversations WHERE id = ?')
  const insert = statements.of(`
    INSERT INTO conversations
      (seq, id, person, ours, smsc, unread, message_count, last_seq, last_at_ms, last_direction, last_text)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
  const last = statements.of('SELECT coalesce(max(seq), 0) FROM conversations')
  const update = statements.of(`
    UPDATE conversations SET smsc = ?, unread = ?, message_count = ?, last_seq = ?, last_at_ms = ?, last_direction = ?,
      last_text = ?
    WHERE seq = ?`)
  const removeMarks = statements.of('DELETE FROM hold_backs WHERE conversation = ?')
  const remove = statements.of('DELETE FROM conversations WHERE seq = ?')
  const newest = statements.of(`
    SELECT m.seq, m.smsc, m.stream, m.text, m.created_at_ms FROM messages m
    WHERE m.conversation = ? ORDER BY m.seq DESC LIMIT 1`)
  const seqs = new Map<ConversationId, number>()
  /** Of the rows there are; undefined when it has to be asked for. */
  let lastSeq: number | undefined
  const noted = (row: Row | undefined): ConversationRow | undefined => {
    if (!row) return undefined
    const found = conversationRow(row)
    seqs.set(found.id, row[10] as number)
    return found
  }
  const seqOf = (id: ConversationId): number => {
    const known = seqs.get(id) ?? (seqById.get(id)?.[0] as number)
    seqs.set(id, known)
    return known
  }

  return {
    seqOf,
    forget() {
      seqs.clear()
      lastSeq = undefined
    },
    conversation: (id) => noted(byId.get(id)),
    conversationOf: (person, ours) => noted(byPair.get(person, ours)),

    insertConversation(row) {
      lastSeq ??= last.get()?.[0] as number
      lastSeq += 1
      insert.run(
        lastSeq,
        row.id,
        row.person,
        row.ours,
        smscs.of(row.smscId),
        row.unread,
        row.messageCount,
        row.lastSeq,
        row.lastAtMs,
        row.lastDirection,
        row.lastText,
      )
      seqs.set(row.id, lastSeq)
    },

    updateConversation(row) {
      const { smscId, unread, messageCount, lastSeq, lastAtMs, lastDirection, lastText } = row
      const smsc = smscs.of(smscId)
      update.run(smsc, unread, messageCount, lastSeq, lastAtMs, lastDirection, lastText, seqOf(row.id))
    },

    removeConversation(id) {
      const seq = seqOf(id)
      removeMarks.run(seq)
      remove.run(seq)
      seqs.delete(id)
      lastSeq = undefined
    },

    newestMessage(id) {
      const row = newest.get(seqOf(id))
      if (!row) return undefined
      const [seq, smsc, stream, text, atMs] = row as [number, number, number | null, string, number]
      const smscId: SmscId = smscs.idOf(smsc)
      return { seq, smscId, direction: stream === null ? 'inbound' : 'outbound', text, atMs }
    },
  }
}
