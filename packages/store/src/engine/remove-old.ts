import type { ConversationId } from '@smpp-connect/contracts'
import type { Tables } from './tables.ts'

/** See `Store.removeOld`. */
export function removeOld(tables: Tables, beforeMs: number, limit: number): number {
  const ended = tables.ended(beforeMs, limit)
  const conversations = new Set<ConversationId>()
  for (const { seq, direction, state, mayBeDuplicate, conversationId } of ended) {
    tables.removeMessage(seq)
    tables.count(state, -1)
    tables.count(direction, -1)
    if (mayBeDuplicate) tables.count('mayBeDuplicate', -1)
    conversations.add(conversationId)
  }
  for (const id of conversations) shrink(tables, id)
  // Each message that goes had a handful of events.
  tables.trimLog(beforeMs, limit * 8)
  return ended.length
}

/** A conversation goes with its last message, and has no more unread than there are. */
function shrink(tables: Tables, id: ConversationId): void {
  const unread = tables.unread(id)
  if (unread === undefined) return
  const left = tables.messagesLeft(id, Math.max(1, unread))
  if (left === 0) tables.removeConversation(id)
  else if (left < unread) tables.putUnread(id, left)
}
