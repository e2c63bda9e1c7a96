import type { RerouteCandidate, Store } from '../../port.ts'
import type { Row } from '../database.ts'
import { isSmscFixed } from '../state-codes.ts'
import type { Statements } from '../tables/context.ts'
import { MESSAGE_COLUMN_COUNT, MESSAGE_COLUMNS, MESSAGE_TABLES_BY_PART, messageRecord } from '../tables/message-rows.ts'
import { messageSeqOf, partKey } from '../tables/part-rows.ts'
import type { ReadKeyNames } from './key-names.ts'
import type { Sync } from './sync.ts'

/**
 * The first parts that wait in a stream, in the order of the queue: of those that are due and of those that are not, each
 * list by its own index.
 */
const firstParts = (index: string, due: string): string => `
  SELECT ${MESSAGE_COLUMNS}, f.key, m.flags, f.esm_class
  FROM ${MESSAGE_TABLES_BY_PART.replace('parts f', `parts f INDEXED BY ${index}`)}
  WHERE f.stream = ? AND f.state = 1 AND ${due} AND f.key > ? ORDER BY f.key LIMIT ?`

export function rerouteQueries(statements: Statements, names: ReadKeyNames): Sync<Pick<Store, 'reroutable'>> {
  const streams = statements.of(`
    SELECT t.key FROM streams t CROSS JOIN stream_figures g ON g.stream = t.key AND g.figure = 'movable'
    WHERE t.smsc = (SELECT key FROM smsc_names WHERE id = ?) AND g.value > 0`)
  const ready = statements.of(firstParts('parts_queued', 'f.due_at_ms = 0'))
  const delayed = statements.of(firstParts('parts_delayed', 'f.due_at_ms > 0'))
  /** Whether some part of the message is not queued, or may be at the SMSC. */
  const isElsewhere = statements.of(`
    SELECT 1 FROM parts WHERE key BETWEEN ? AND ?
      AND (state <> 1 OR may_be_duplicate = 1 OR last_status = 0 OR receipt_at_ms IS NOT NULL) LIMIT 1`)
  const isMovable = (row: Row): boolean => {
    const [key, flags] = row.slice(MESSAGE_COLUMN_COUNT) as [number, number]
    const seq = messageSeqOf(key)
    return key === partKey(seq, 1) && !isSmscFixed(flags) && !isElsewhere.get(partKey(seq, 1), partKey(seq, 255))
  }

  return {
    reroutable(smscId, afterSeq, limit) {
      const most = Math.max(0, limit)
      const found: Row[] = []
      for (const [stream] of streams.all(smscId)) {
        for (const statement of [ready, delayed]) {
          let ofList = 0
          for (let after = partKey(afterSeq, 255); ofList < most; ) {
            const rows = statement.all(stream as number, after, most)
            const movable = rows.filter(isMovable)
            found.push(...movable)
            ofList += movable.length
            const last = rows.at(-1)
            if (!last || rows.length < most) break
            after = last[MESSAGE_COLUMN_COUNT] as number
          }
        }
      }
      const inOrder = found.sort((a, b) => (a[0] as number) - (b[0] as number)).slice(0, most)
      return inOrder.map((row) => candidate(row, names))
    },
  }
}

/** A row of `MESSAGE_COLUMNS`, a key, the flags, and the esm_class of the first part. */
export function candidate(row: Row, names: ReadKeyNames): RerouteCandidate {
  const record = messageRecord(row, names)
  const { id, from, to, text, reference, sendAtMs, tlvs } = record
  return {
    seq: row[0] as number,
    id,
    from,
    to,
    text,
    messageClass: record.messageClass as RerouteCandidate['messageClass'],
    owner: record.owner as string,
    reference,
    sendAtMs,
    expiresAtMs: record.expiresAtMs as number,
    wire: record.wire as RerouteCandidate['wire'],
    tlvs,
    esmClass: row[MESSAGE_COLUMN_COUNT + 2] as number,
  }
}
