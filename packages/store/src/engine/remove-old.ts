import type { ConversationId } from '@smpp-connect/contracts'
import type { Tables } from './tables.ts'

/** See `Store.removeOld`. */
export function removeOld(tables: Tables, beforeMs: number, limit: number): number {
  const ended = tables.ended(beforeMs, limit)
  const byConversation = new Map<ConversationId, number>()
  for (const { seq, direction, state, mayBeDuplicate, conversationId } of ended) {
    tables.removeMessage(seq)
    tables.count(state, -1)
    tables.count(direction, -1)
    if (mayBeDuplicate) tables.count('mayBeDuplicate', -1)
    byConversation.set(conversationId, (byConversation.get(conversationId) ?? 0) + 1)
  }
  for (const [id, gone] of byConversation) shrink(tables, id, gone)
  // Each message that goes had a handful of events.
  tables.trimLog(beforeMs, limit * 8)
  return ended.length
}

/** The conversation without so many of its messages. */
function shrink(tables: Tables, id: ConversationId, gone: number): void {
  const before = tables.conversationCounts(id)
  if (!before) return
  const messageCount = before.messageCount - gone
  if (messageCount <= 0) {
    tables.removeConversation(id)
    return
  }
  const unread = Math.min(before.unread, messageCount)
  tables.updateConversation(id, { unread, messageCount, lastSeq: tables.newestOf(id) })
}
