import { type ConversationId, type ConversationView, type Outcome, ok, refuse } from '@smpp-connect/contracts'
import type { ConversationRecord } from '@smpp-connect/store'
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
  const { store, intake, clock } = parts
  const find = (id: string) => store.conversation(id as ConversationId)
  const views = async (records: readonly ConversationRecord[]): Promise<ConversationView[]> => {
    const optedOut = records.length === 0 ? [] : await store.optedOut(records)
    return records.map((record, at) => conversationView(record, optedOut[at] === true))
  }
  const viewOf = async (record: ConversationRecord): Promise<Outcome<ConversationView>> =>
    ok((await views([record]))[0] as ConversationView)
  const unknown = <Value>(id: string) => refuse<Value>('not-found', `there is no conversation ${id}`)
  return {
    async conversations(query) {
      const page = await store.conversations(query)
      return { items: await views(page.items), next: page.next }
    },
    async conversation(id) {
      const record = await find(id)
      return record ? viewOf(record) : unknown(id)
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
      // The SMSC that the person's texts come through knows the address; if it is away, routing chooses another.
      return intake.send(caller, { to: record.person, from: record.ours, text }, idempotency, record.smscId)
    },
    async markRead(id) {
      const record = await find(id)
      if (!record) return unknown(id)
      await store.markRead(record.id, clock.nowMs())
      return viewOf({ ...record, unread: 0 })
    },
  }
}
