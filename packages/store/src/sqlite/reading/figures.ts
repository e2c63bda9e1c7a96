import type { MessageState, SmscId } from '@smpp-connect/contracts'
import type { Store } from '../../port.ts'
import type { CountsRecord } from '../../records.ts'
import type { Statements } from '../tables/context.ts'
import type { Sync } from './sync.ts'

const TOTALS = new Set(['outbound', 'inbound', 'mayBeDuplicate', 'receiptsParked'])

/** Figures that are kept up with every step; nothing here looks at more than one row of an SMSC's queue. */
export function figureQueries(statements: Statements): Sync<Pick<Store, 'counts' | 'queues'>> {
  const counters = statements.of('SELECT name, value FROM counters WHERE value <> 0')
  const queues = statements.of(`
    SELECT s.id, s.key,
      coalesce(max(value) FILTER (WHERE state = 'queued'), 0),
      coalesce(max(value) FILTER (WHERE state = 'sending'), 0),
      coalesce(max(value) FILTER (WHERE state = 'uncertain'), 0),
      coalesce(max(value) FILTER (WHERE state = 'held'), 0)
    FROM part_counters CROSS JOIN smsc_names s ON s.key = smsc
    WHERE state <> 'submitted' AND value > 0 GROUP BY s.key ORDER BY s.id`)
  const oldest = statements.of(`
    SELECT created_at_ms FROM messages WHERE seq = (
      SELECT min(message) FROM (
        SELECT * FROM (SELECT message FROM parts
          WHERE smsc = ?1 AND state = 'queued' AND due_at_ms = 0 ORDER BY key LIMIT 1)
        UNION ALL
        SELECT * FROM (SELECT message FROM parts INDEXED BY parts_delayed
          WHERE smsc = ?1 AND state = 'queued' AND due_at_ms > 0 ORDER BY key LIMIT 1)))`)
  return {
    counts() {
      const totals = { outbound: 0, inbound: 0, mayBeDuplicate: 0, receiptsParked: 0 }
      const byState: Partial<Record<MessageState, number>> = {}
      for (const [name, value] of counters.all() as readonly (readonly [string, number])[]) {
        if (TOTALS.has(name)) totals[name as keyof typeof totals] = value
        else byState[name as MessageState] = value
      }
      return { byState, ...totals } satisfies CountsRecord
    },
    queues: () =>
      queues.all().map((row) => ({
        smscId: row[0] as SmscId,
        queued: row[2] as number,
        sending: row[3] as number,
        uncertain: row[4] as number,
        held: row[5] as number,
        oldestQueuedAtMs: (oldest.get(row[1] as number)?.[0] ?? null) as number | null,
      })),
  }
}
