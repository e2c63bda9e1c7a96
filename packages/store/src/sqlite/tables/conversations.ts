import type { ConversationId } from '@smpp-connect/contracts'
import type { Tables, Touch } from '../../engine/tables.ts'
import { isRepetition } from '../failure.ts'
import { type TableContext, WriterStatements } from './context.ts'
import { ConversationIds } from './conversation-ids.ts'
import { CONVERSATION_COLUMNS, CONVERSATION_TABLES, conversationRow } from './conversation-rows.ts'
import { messagesOf } from './places.ts'

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
  const left = statements.of(`SELECT count(*) FROM (SELECT 1 FROM ${messagesOf('?')} LIMIT ?)`)
  /** The one that was touched last: a message that is inserted asks for its row next. */
  let lastId: ConversationId | undefined
  let lastSeq = 0
  const find = (id: ConversationId): number | undefined => (id === lastId ? lastSeq : ids.find(id))
  const seqOf = (id: ConversationId): number => find(id) as number

  /** Of the next conversation; undefined when it has to be asked for. */
  let nextRow: number | undefined

  /** Makes a conversation, unless the two have one; tells whether it did. */
  const make = ({ id, person, ours, isInbound }: Touch): boolean => {
    const seq = nextRow ?? ids.nextRow()
    try {
      // Refused for hardly any: cheaper than to have each one counted.
      insert.run(seq, id, person, ours, Number(isInbound))
    } catch (failure) {
      if (isRepetition(failure)) return false
      throw failure
    }
    lastId = id
    lastSeq = seq
    nextRow = seq + 1
    ids.note(id, seq)
    return true
  }

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

    touchConversation(touch) {
      const { id, person, ours, isInbound } = touch
      const place = ids.place(id)
      if (!place && make(touch)) return id
      // Where the id is nobody's, or that of another pair, the two may have one with another id.
      const isTheirs = place?.[1] === person && place[2] === ours
      const other = isTheirs ? undefined : byPairKey.get(person, ours)
      lastSeq = (other?.[0] ?? place?.[0]) as number
      lastId = (other?.[1] ?? id) as ConversationId
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
