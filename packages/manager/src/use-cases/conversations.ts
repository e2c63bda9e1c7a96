import {
  type ConnectEvent,
  type ConsentEffect,
  type ConversationId,
  type ConversationView,
  type EventKind,
  type MessageId,
  type MessageView,
  type Outcome,
  ok,
  refuse,
  type ThreadMessage,
} from '@smpp-connect/contracts'
import type { ConversationRecord } from '@smpp-connect/store'
import { asSearched } from '../address/canonical.ts'
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
  // No other message has events about consent: they belong to the text that asked for it.
  const threadMessage = async (message: MessageView): Promise<ThreadMessage> => {
    const timeline = message.direction === 'inbound' ? await store.timeline(message.id as MessageId) : []
    return { ...message, consent: consentEffect(timeline) }
  }
  const unknown = <Value>(id: string) => refuse<Value>('not-found', `there is no conversation ${id}`)
  return {
    async conversations(query) {
      const { search, ...rest } = query
      const page = await store.conversations(search === undefined ? rest : { ...rest, search: asSearched(search) })
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
      const messages = await messageViews(parts, found.items)
      const items = await Promise.all(messages.map(threadMessage))
      return ok({ items, next: found.next })
    },
    async answer(caller, id, answer, idempotency) {
      const record = await find(id)
      if (!record) return unknown(id)
      // The SMSC that the person's texts come through knows the address; if it is away, routing chooses another.
      return intake.send(caller, { ...answer, to: record.person, from: record.ours }, idempotency, record.smscId)
    },
    async markRead(id) {
      const record = await find(id)
      if (!record) return unknown(id)
      await store.markRead(record.id, clock.nowMs())
      return viewOf({ ...record, unread: 0 })
    },
  }
}

const EFFECTS: Readonly<Partial<Record<EventKind, ConsentEffect>>> = {
  'opt-out.recorded': 'opted-out',
  'opt-out.withdrawn': 'opted-in',
  'opt-out.possible': 'possible-stop',
}

function consentEffect(timeline: readonly ConnectEvent[]): ConsentEffect | null {
  for (const { kind } of timeline) {
    const effect = EFFECTS[kind]
    if (effect !== undefined) return effect
  }
  return null
}
