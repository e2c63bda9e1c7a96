import { type ConversationId, ok, refuse } from '@smpp-connect/contracts'
import type { UseCases } from '../use-cases.ts'
import { conversationView } from '../views/conversation.ts'
import { messageViews } from './messages.ts'
import type { UseCaseParts } from './use-case-parts.ts'

type ConversationUseCases = Pick<
  UseCases,
  'conversations' | 'conversation' | 'conversationMessages' | 'answer' | 'markRead'
>

/** Conversations: all messages between one of our addresses and one person. */
export function conversationUseCases(parts: UseCaseParts): ConversationUseCases {
  const { store, intake, clock, definitions } = parts
  const find = (id: string) => store.conversation(id as ConversationId)
  const unknown = <Value>(id: string) => refuse<Value>('not-found', `there is no conversation ${id}`)
  return {
    async conversations(query) {
      const page = await store.conversations(query)
      return { items: page.items.map(conversationView), next: page.next }
    },
    async conversation(id) {
      const record = await find(id)
      return record ? ok(conversationView(record)) : unknown(id)
    },
    async conversationMessages(id, page) {
      const record = await find(id)
      if (!record) return unknown(id)
      const found = await store.messages({ ...page, conversationId: record.id })
      return ok({ items: await messageViews(parts, found.items), next: found.next })
    },
    async answer(caller, id, text, idempotency) {
      const record = await find(id)
      if (!record) return unknown(id)
      // The SMSC that the person's texts come through knows the address; if it is gone, routing chooses another.
      const smscId = definitions.get(record.smscId) ? { smscId: record.smscId } : {}
      return intake.send(caller, { to: record.person, from: record.ours, text, ...smscId }, idempotency)
    },
    async markRead(id) {
      const record = await find(id)
      if (!record) return unknown(id)
      await store.markRead(record.id, clock.nowMs())
      return ok(conversationView({ ...record, unread: 0 }))
    },
  }
}
