import type { ConnectEvent, ConversationId, MessageId, SmscId } from '@smpp-connect/contracts'
import type { Store } from '../../port.ts'
import { readHistory } from '../octets/history.ts'
import { LogReader } from '../octets/log-entry.ts'
import type { Statements } from '../tables/context.ts'
import { partKey } from '../tables/part-rows.ts'
import type { ReadKeyNames } from './key-names.ts'
import type { Sync } from './sync.ts'

type MessageNames = Pick<ConnectEvent, 'messageId' | 'conversationId'>

export function eventQueries(
  statements: Statements,
  names: ReadKeyNames,
): Sync<Pick<Store, 'timeline' | 'events' | 'lastEventSeq'>> {
  const message = statements.of(`
    SELECT m.seq, c.id, m.smsc, m.history FROM messages m CROSS JOIN conversations c ON c.seq = m.conversation
    WHERE m.id = ?`)
  const histories = statements.of('SELECT history FROM parts WHERE key BETWEEN ? AND ?')
  const nameOf = statements.of(`
    SELECT m.id, c.id FROM messages m CROSS JOIN conversations c ON c.seq = m.conversation WHERE m.seq = ?`)
  const log = statements.of('SELECT first_seq, events FROM log WHERE last_seq > ? ORDER BY last_seq LIMIT 1')
  const last = statements.of('SELECT max(last_seq) FROM log')
  const namesOf = (messageSeq: number): MessageNames => {
    const row = nameOf.get(messageSeq)
    return {
      messageId: (row?.[0] ?? null) as MessageId | null,
      conversationId: (row?.[1] ?? null) as ConversationId | null,
    }
  }

  return {
    timeline(messageId) {
      const row = message.get(messageId)
      if (!row) return []
      const [seq, conversationId, smsc, history] = row as unknown as [number, ConversationId, number, Uint8Array]
      const ofParts = histories.all(partKey(seq, 1), partKey(seq, 255)).map(([octets]) => octets as Uint8Array)
      const entries = [history, ...ofParts].flatMap(readHistory).sort((a, b) => b.seq - a.seq)
      let smscId = names.smscId(smsc)
      const newestFirst = entries.map(({ seq, atMs, kind, part, detail }): ConnectEvent => {
        const event = { seq, atMs, kind, messageId, part, conversationId, smscId, detail }
        // Before it was given to this SMSC it was another's.
        if (kind === 'message.rerouted') smscId = detail.from as SmscId
        return event
      })
      return newestFirst.reverse()
    },

    events(afterSeq, limit) {
      const events: ConnectEvent[] = []
      for (let after = afterSeq; events.length < limit; ) {
        const row = log.get(after)
        if (!row) break
        const [firstSeq, octets] = row as unknown as [number, Uint8Array]
        const entries = new LogReader(octets)
        for (let seq = firstSeq; !entries.isEmpty; seq++) {
          const { atMs, kind, part, detail, messageSeq, conversationId, smsc } = entries.next()
          after = seq
          if (seq <= afterSeq || events.length >= limit) continue
          const whom = messageSeq === null ? { messageId: null, conversationId } : namesOf(messageSeq)
          const smscId = smsc === null ? null : names.smscId(smsc)
          events.push({
            seq,
            atMs,
            kind,
            messageId: whom.messageId,
            part,
            conversationId: whom.conversationId,
            smscId,
            detail,
          })
        }
      }
      return events
    },

    lastEventSeq: () => Number(last.get()?.[0] ?? 0),
  }
}
