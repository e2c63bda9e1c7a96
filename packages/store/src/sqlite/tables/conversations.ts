import type { ConversationId } from '@smpp-connect/contracts'
import type { Tables } from '../../engine/tables.ts'
import { type TableContext, WriterStatements } from './context.ts'
import { ConversationIds } from './conversation-ids.ts'
import { CONVERSATION_COLUMNS, CONVERSATION_TABLES, conversationRow } from './conversation-rows.ts'

type ConversationTables = Pick<
  Tables,
  | 'conversation'
  | 'conversationOf'
  | 'touchConversation'
  | 'unread'
  | 'putUnread'
  | 'messagesLeft'
  | 'removeConversation'
> & {
  /** The row of a conversation. */
  readonly seqOf: (id: ConversationId) => number
}

export function conversationTables(context: TableContext, indexEvery?: number): ConversationTables {
  const statements = new WriterStatements(context)
  const ids = new ConversationIds(statements, context.book, indexEvery)
  const bySeq = statements.of(`SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE c.seq = ?`)
  const byPair = statements.of(`
    SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE c.person = ? AND c.ours = ?`)
  const byPairKey = statements.of('SELECT seq, id FROM conversations WHERE person = ? AND ours = ?')
  const count = statements.of('UPDATE conversations SET unread = unread + 1 WHERE seq = ?')
  const insert = statements.of('INSERT INTO conversations VALUES (?, ?, ?, ?, ?)')
  const unread = statements.of('SELECT unread FROM conversations WHERE seq = ?')
  const putUnread = statements.of('UPDATE conversations SET unread = ? WHERE seq = ?')
  const removeMarks = statements.of('DELETE FROM hold_backs WHERE conversation = ?')
  const remove = statements.of('DELETE FROM conversations WHERE seq = ?')
  const left = statements.of('SELECT count(*) FROM (SELECT 1 FROM messages WHERE conversation = ? LIMIT ?)')
  /** The one that was touched last: a message that is inserted asks for its row next. */
  let lastId: ConversationId | undefined
  let lastSeq = 0
  const find = (id: ConversationId): number | undefined => (id === lastId ? lastSeq : ids.find(id))
  const seqOf = (id: ConversationId): number => find(id) as number

  /** Of the next conversation; undefined when it has to be asked for. */
  let nextRow: number | undefined

  return {
    seqOf,

    conversation(id) {
      const seq = find(id)
      const row = seq === undefined ? undefined : bySeq.get(seq)
      return row && conversationRow(row)
    },

    conversationOf(person, ours) {
      const row = byPair.get(person, ours)
      return row && conversationRow(row)
    },

    touchConversation({ id, person, ours, isInbound }) {
      const row = byPairKey.get(person, ours)
      lastId = (row?.[1] ?? id) as ConversationId
      const known = (row?.[0] as number | undefined) ?? ids.find(id)
      if (known === undefined) {
        lastSeq = nextRow ?? ids.nextRow()
        nextRow = lastSeq + 1
        insert.run(lastSeq, id, person, ours, Number(isInbound))
        ids.note(id, lastSeq)
        return lastId
      }
      lastSeq = known
      if (isInbound) count.run(lastSeq)
      return lastId
    },

    unread(id) {
      const seq = find(id)
      return seq === undefined ? undefined : (unread.get(seq)?.[0] as number | undefined)
    },
    putUnread(id, count) {
      putUnread.run(count, seqOf(id))
    },
    messagesLeft: (id, most) => left.get(seqOf(id), most)?.[0] as number,

    removeConversation(id) {
      const seq = seqOf(id)
      removeMarks.run(seq)
      remove.run(seq)
      ids.forget(id, seq)
      lastId = undefined
      nextRow = undefined
    },
  }
}
