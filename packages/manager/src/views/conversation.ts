import type { ConversationView } from '@smpp-connect/contracts'
import type { ConversationRecord } from '@smpp-connect/store'
import { time } from './time.ts'

export function conversationView(record: ConversationRecord, optedOut: boolean): ConversationView {
  const { lastAtMs, ...rest } = record
  return { ...rest, optedOut, lastAt: time(lastAtMs) }
}
