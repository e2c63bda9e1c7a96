import type { ConnectEvent, EventDetail, EventKind } from '@smpp-connect/contracts'
import type { Store } from '../../port.ts'
import type { Row } from '../database.ts'
import type { Statements } from '../tables/context.ts'
import type { Sync } from './sync.ts'

const EVENTS = `
  SELECT e.seq, e.at_ms, e.kind, m.id, e.part, coalesce(c.id, e.conversation), s.id, e.detail
  FROM events e
    LEFT JOIN messages m ON m.seq = e.message
    LEFT JOIN conversations c ON c.seq = m.conversation
    LEFT JOIN smsc_names s ON s.key = coalesce(m.smsc, e.smsc)`

export function eventQueries(statements: Statements): Sync<Pick<Store, 'timeline' | 'events' | 'lastEventSeq'>> {
  const timeline = statements.of(`
    ${EVENTS} WHERE e.message = (SELECT seq FROM messages WHERE id = ?) AND e.message IS NOT NULL ORDER BY e.seq`)
  const after = statements.of(`${EVENTS} WHERE e.seq > ? ORDER BY e.seq LIMIT ?`)
  const last = statements.of('SELECT coalesce(max(seq), 0) FROM events')
  return {
    timeline: (id) => timeline.all(id).map(connectEvent),
    events: (afterSeq, limit) => after.all(afterSeq, Math.max(0, limit)).map(connectEvent),
    lastEventSeq: () => Number(last.get()?.[0]),
  }
}

function connectEvent(row: Row): ConnectEvent {
  return {
    seq: row[0] as number,
    atMs: row[1] as number,
    kind: row[2] as EventKind,
    messageId: row[3] as ConnectEvent['messageId'],
    part: row[4] as number | null,
    conversationId: row[5] as ConnectEvent['conversationId'],
    smscId: row[6] as ConnectEvent['smscId'],
    detail: JSON.parse(row[7] as string) as EventDetail,
  }
}
