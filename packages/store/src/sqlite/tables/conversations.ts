import type { ConversationId } from '@smpp-connect/contracts'
import type { Tables } from '../../engine/tables.ts'
import { type TableContext, WriterStatements } from './context.ts'
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

export function conversationTables(context: TableContext): ConversationTables {
  const statements = new WriterStatements(context)
  const byId = statements.of(`SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE c.id = ?`)
  const byPair = statements.of(`
    SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE c.person = ? AND c.ours = ?`)
  const seqById = statements.of('SELECT seq FROM conversations WHERE id = ?')
  const byPairKey = statements.of('SELECT seq, id FROM conversations WHERE person = ? AND ours = ?')
  const count = statements.of('UPDATE conversations SET unread = unread + 1 WHERE seq = ?')
  const insert = statements.of('INSERT INTO conversations VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING')
  const last = statements.of('SELECT coalesce(max(seq), 0) FROM conversations')
  const unread = statements.of('SELECT unread FROM conversations WHERE id = ?')
  const putUnread = statements.of('UPDATE conversations SET unread = ? WHERE id = ?')
  const removeMarks = statements.of('DELETE FROM hold_backs WHERE conversation = ?')
  const remove = statements.of('DELETE FROM conversations WHERE seq = ?')
  const left = statements.of('SELECT count(*) FROM (SELECT 1 FROM messages WHERE conversation = ? LIMIT ?)')
  /** The one that was touched last: a message that is inserted asks for its row next. */
  let lastId: ConversationId | undefined
  let lastSeq = 0
  const seqOf = (id: ConversationId): number => (id === lastId ? lastSeq : (seqById.get(id)?.[0] as number))

  /** Of the rows there are; undefined when it has to be asked for. */
  let newestRow: number | undefined
  const forgetLast = (): void => {
    lastId = undefined
    newestRow = undefined
  }

  return {
    seqOf,

    conversation(id) {
      const row = byId.get(id)
      return row && conversationRow(row)
    },

    conversationOf(person, ours) {
      const row = byPair.get(person, ours)
      return row && conversationRow(row)
    },

    touchConversation({ id, person, ours, isInbound }) {
      const row = byPairKey.get(person, ours)
      lastId = (row?.[1] ?? id) as ConversationId
      if (row === undefined) {
        newestRow ??= last.get()?.[0] as number
        // Most are new where they are not known by their addresses: the insert looks whether the id is.
        if (insert.change(newestRow + 1, id, person, ours, Number(isInbound)) === 1) {
          newestRow += 1
          lastSeq = newestRow
          return lastId
        }
      }
      lastSeq = (row?.[0] ?? seqById.get(id)?.[0]) as number
      if (isInbound) count.run(lastSeq)
      return lastId
    },

    unread: (id) => unread.get(id)?.[0] as number | undefined,
    putUnread(id, count) {
      putUnread.run(count, id)
    },
    messagesLeft: (id, most) => left.get(seqOf(id), most)?.[0] as number,

    removeConversation(id) {
      const seq = seqOf(id)
      removeMarks.run(seq)
      remove.run(seq)
      forgetLast()
    },
  }
}
