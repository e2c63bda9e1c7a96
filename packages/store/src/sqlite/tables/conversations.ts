import type { ConversationId } from '@smpp-connect/contracts'
import type { Tables } from '../../engine/tables.ts'
import { Statements, type TableContext } from './context.ts'
import { CONVERSATION_COLUMNS, CONVERSATION_TABLES, conversationRow } from './conversation-rows.ts'

type ConversationTables = Pick<
  Tables,
  | 'conversation'
  | 'conversationOf'
  | 'conversationCounts'
  | 'touchConversation'
  | 'updateConversation'
  | 'removeConversation'
  | 'newestOf'
> & {
  /** The row of a conversation. */
  readonly seqOf: (id: ConversationId) => number
}

export function conversationTables({ db }: TableContext): ConversationTables {
  const statements = new Statements(db)
  const byId = statements.of(`SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE c.id = ?`)
  const byPair = statements.of(`
    SELECT ${CONVERSATION_COLUMNS} FROM ${CONVERSATION_TABLES} WHERE c.person = ? AND c.ours = ?`)
  const seqById = statements.of('SELECT seq FROM conversations WHERE id = ?')
  const byPairKey = statements.of('SELECT seq, id FROM conversations WHERE person = ? AND ours = ?')
  const count = statements.of(
    'UPDATE conversations SET unread = unread + ?, message_count = message_count + 1, last_seq = ? WHERE seq = ?',
  )
  const insert = statements.of('INSERT INTO conversations VALUES (?, ?, ?, ?, ?, 1, ?)')
  const last = statements.of('SELECT coalesce(max(seq), 0) FROM conversations')
  const counts = statements.of('SELECT unread, message_count, last_seq FROM conversations WHERE id = ?')
  const update = statements.of('UPDATE conversations SET unread = ?, message_count = ?, last_seq = ? WHERE id = ?')
  const removeMarks = statements.of('DELETE FROM hold_backs WHERE conversation = ?')
  const remove = statements.of('DELETE FROM conversations WHERE seq = ?')
  const newest = statements.of('SELECT max(seq) FROM messages WHERE conversation = ?')
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

    touchConversation({ id, person, ours, seq, isInbound }) {
      const row = byPairKey.get(person, ours)
      const known = row?.[0] ?? seqById.get(id)?.[0]
      lastId = (row?.[1] ?? id) as ConversationId
      if (known === undefined) {
        newestRow ??= last.get()?.[0] as number
        newestRow += 1
        insert.run(newestRow, id, person, ours, Number(isInbound), seq)
        lastSeq = newestRow
      } else {
        count.run(Number(isInbound), seq, known)
        lastSeq = known as number
      }
      return lastId
    },

    conversationCounts(id) {
      const row = counts.get(id)
      if (!row) return undefined
      const [unread, messageCount, lastSeq] = row as [number, number, number]
      return { unread, messageCount, lastSeq }
    },

    updateConversation(id, { unread, messageCount, lastSeq }) {
      update.run(unread, messageCount, lastSeq, id)
    },

    removeConversation(id) {
      const seq = seqOf(id)
      removeMarks.run(seq)
      remove.run(seq)
      forgetLast()
    },

    newestOf: (id) => newest.get(seqOf(id))?.[0] as number,
  }
}
