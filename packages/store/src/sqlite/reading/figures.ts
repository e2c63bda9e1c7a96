import type { MessageState, SmscId } from '@smpp-connect/contracts'
import type { Store } from '../../port.ts'
import type { CountsRecord, QueueRecord } from '../../records.ts'
import { PLACES_REMEMBERED } from '../figures.ts'
import { messageClassOf } from '../state-codes.ts'
import type { Statements } from '../tables/context.ts'
import type { Sync } from './sync.ts'

const TOTALS = new Set(['outbound', 'inbound', 'mayBeDuplicate', 'receiptsParked'])
const OTHERS = new Set(PLACES_REMEMBERED)

/** Figures that are kept up with every step; nothing here looks at more than one row of a stream. */
export function figureQueries(statements: Statements): Sync<Pick<Store, 'counts' | 'queues'>> {
  const counters = statements.of('SELECT name, value FROM counters WHERE value <> 0')
  const figures = statements.of(`
    SELECT s.id, t.key, t.class, g.figure, g.value
    FROM stream_figures g CROSS JOIN streams t ON t.key = g.stream CROSS JOIN smsc_names s ON s.key = t.smsc
    WHERE g.value > 0 ORDER BY s.id`)
  const oldest = statements.of(`
    SELECT m.created_at_ms, m.seq FROM messages m WHERE m.seq = (
      SELECT min(key) >> 8 FROM (
        SELECT * FROM (SELECT key FROM parts INDEXED BY parts_queued
          WHERE stream = ?1 AND state = 1 AND due_at_ms = 0 ORDER BY key LIMIT 1)
        UNION ALL
        SELECT * FROM (SELECT key FROM parts INDEXED BY parts_delayed
          WHERE stream = ?1 AND state = 1 AND due_at_ms > 0 ORDER BY key LIMIT 1)))`)

  return {
    counts() {
      const totals = { outbound: 0, inbound: 0, mayBeDuplicate: 0, receiptsParked: 0 }
      const byState: Partial<Record<MessageState, number>> = {}
      for (const [name, value] of counters.all() as readonly (readonly [string, number])[]) {
        if (TOTALS.has(name)) totals[name as keyof typeof totals] = value
        else if (!OTHERS.has(name)) byState[name as MessageState] = value
      }
      return { byState, ...totals } satisfies CountsRecord
    },

    queues() {
      const queues = new Map<SmscId, Mutable<QueueRecord> & { oldestSeq: number }>()
      for (const row of figures.all()) {
        const [smscId, stream, code, figure, value] = row as unknown as [SmscId, number, number, string, number]
        const queue = queues.get(smscId) ?? { ...emptyQueue(smscId), oldestSeq: Number.POSITIVE_INFINITY }
        queues.set(smscId, queue)
        switch (figure) {
          case 'queued': {
            queue.queued += value
            queue.queuedByClass[messageClassOf(code)] += value
            const [atMs, seq] = (oldest.get(stream) ?? []) as readonly number[]
            if (seq !== undefined && seq < queue.oldestSeq) {
              queue.oldestSeq = seq
              queue.oldestQueuedAtMs = atMs ?? null
            }
            break
          }
          case 'sending':
          case 'uncertain':
          case 'held':
          case 'delayed':
            queue[figure] += value
        }
      }
      return [...queues.values()].filter(hasWork).map(({ oldestSeq: _oldestSeq, ...queue }) => queue)
    },
  }
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Value[Key] extends object ? Mutable<Value[Key]> : Value[Key] }

function emptyQueue(smscId: SmscId): Mutable<QueueRecord> {
  const queuedByClass = { code: 0, transactional: 0, bulk: 0 }
  return { smscId, queued: 0, sending: 0, uncertain: 0, held: 0, queuedByClass, delayed: 0, oldestQueuedAtMs: null }
}

function hasWork({ queued, sending, uncertain, held }: QueueRecord): boolean {
  return queued + sending + uncertain + held > 0
}
