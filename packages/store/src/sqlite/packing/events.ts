import type { ConnectEvent, ConversationId, MessageId, SmscId } from '@smpp-connect/contracts'
import { LogReader } from '../octets/log-entry.ts'

/**
 * The events of a transaction as the log has them, and what their readers need to know of the messages and SMSCs that
 * they name by position and key.
 */
export interface PackedEvents {
  readonly firstSeq: number
  readonly octets: Uint8Array
  /** The id and the conversation of each message, in the order of the events: once for events in a row about the same. */
  readonly messages: readonly (MessageId | ConversationId)[]
  readonly smscs: ReadonlyMap<number, SmscId>
}

export function unpackEvents({ firstSeq, octets, messages, smscs }: PackedEvents): readonly ConnectEvent[] {
  const events: ConnectEvent[] = []
  const log = new LogReader(octets)
  let seq = firstSeq
  let message = -2
  let lastSeq: number | null = null
  while (!log.isEmpty) {
    const { atMs, messageSeq, smsc, conversationId, kind, part, detail } = log.next()
    if (messageSeq !== null && messageSeq !== lastSeq) message += 2
    lastSeq = messageSeq
    events.push({
      seq,
      atMs,
      kind,
      messageId: messageSeq === null ? null : (messages[message] as MessageId),
      part,
      conversationId: messageSeq === null ? conversationId : (messages[message + 1] as ConversationId),
      smscId: smsc === null ? null : (smscs.get(smsc) as SmscId),
      detail,
    })
    seq += 1
  }
  return events
}
