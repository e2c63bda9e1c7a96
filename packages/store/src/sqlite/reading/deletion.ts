import type { PartState } from '@smpp-connect/contracts'
import { MOST_COUNTED } from '../../deletion.ts'
import { OPEN_PART_STATES, type StreamFigure } from '../../engine/tables.ts'
import type { SmscLoad, Store, WaitingPart } from '../../port.ts'
import { ownersOf } from '../../rules/owners.ts'
import type { Row } from '../database.ts'
import { isSmscFixed, messageClassOf, partState } from '../state-codes.ts'
import type { Statements } from '../tables/context.ts'
import { MESSAGE_COLUMN_COUNT, MESSAGE_COLUMNS, MESSAGE_TABLES_BY_PART } from '../tables/message-rows.ts'
import { messageSeqOf, partKey, partNumberOf } from '../tables/part-rows.ts'
import type { ReadKeyNames } from './key-names.ts'
import { candidate } from './reroutable.ts'
import type { Sync } from './sync.ts'

/** Queued parts of a stream after a place, by the index of those that are due, or of those that are not. */
const queuedIn = (index: string, due: string): string => `
  SELECT key FROM parts INDEXED BY ${index} WHERE stream = ? AND state = 1 AND ${due} AND key > ? ORDER BY key LIMIT ?`

/** What whoever empties an SMSC reads. Figures are kept up; messages are found by the indexes of what is open. */
export function deletionQueries(
  statements: Statements,
  names: ReadKeyNames,
): Sync<Pick<Store, 'smscLoad' | 'waitingAt'>> {
  const streams = statements.of(`
    SELECT t.key, t.class, t.owner FROM streams t WHERE t.smsc = (SELECT key FROM smsc_names WHERE id = ?)`)
  const figures = statements.of('SELECT figure, value FROM stream_figures WHERE stream = ? AND value > 0')
  const scheduled = statements.of(`
    SELECT count(*) FROM (
      SELECT 1 FROM parts p INDEXED BY parts_delayed CROSS JOIN messages m ON m.seq = p.key >> 8
      WHERE p.stream = ? AND p.state = 1 AND p.due_at_ms > 0 AND m.send_at_ms > ? LIMIT ?)`)
  const due = statements.of(queuedIn('parts_queued', 'due_at_ms = 0'))
  const delayed = statements.of(queuedIn('parts_delayed', 'due_at_ms > 0'))
  const held = statements.of(`
    SELECT key FROM parts INDEXED BY parts_in_doubt
    WHERE smsc = (SELECT key FROM smsc_names WHERE id = ?) AND state = 12 AND (state = 11 OR state = 12)
      AND key > ?
    ORDER BY user_message_reference, key LIMIT ?`)
  const message = statements.of(`
    SELECT ${MESSAGE_COLUMNS}, f.key, m.flags, f.esm_class FROM ${MESSAGE_TABLES_BY_PART} WHERE f.key = ?`)
  const parts = statements.of(`
    SELECT key, state, may_be_duplicate = 1 OR last_status IS 0 OR receipt_at_ms IS NOT NULL OR uncertain_since_ms IS NOT NULL
    FROM parts WHERE key BETWEEN ? AND ? ORDER BY key`)
  const partOf = ([key, state, left]: Row): WaitingPart => ({
    number: partNumberOf(key as number),
    state: partState(state as number),
    mayHaveLeft: left === 1,
  })

  return {
    smscLoad(id, nowMs) {
      const sums: Record<StreamFigure, number> = {
        queued: 0,
        sending: 0,
        uncertain: 0,
        held: 0,
        submitted: 0,
        delayed: 0,
        movable: 0,
      }
      const queuedByClass = { code: 0, transactional: 0, bulk: 0 }
      const owners = new Map<string, number>()
      let notYet = 0
      for (const [stream, code, owner] of streams.all(id) as readonly (readonly [number, number, string])[]) {
        let open = 0
        for (const [figure, value] of figures.all(stream) as readonly (readonly [StreamFigure, number])[]) {
          sums[figure] += value
          if (figure === 'queued') queuedByClass[messageClassOf(code)] += value
          if ((OPEN_PART_STATES as readonly PartState[]).includes(figure as PartState)) open += value
          if (figure === 'delayed' && notYet < MOST_COUNTED) {
            notYet += scheduled.get(stream, nowMs, MOST_COUNTED - notYet)?.[0] as number
          }
        }
        if (open > 0) owners.set(owner, (owners.get(owner) ?? 0) + open)
      }
      const { queued, sending, uncertain, held, submitted, movable } = sums
      return {
        queued,
        queuedByClass,
        scheduled: notYet,
        fixed: queued - movable,
        sending,
        uncertain,
        held,
        submitted,
        owners: ownersOf(owners),
      } satisfies SmscLoad
    },

    waitingAt(smscId, afterSeq, limit) {
      const most = Math.max(0, limit)
      const after = partKey(afterSeq, 255)
      const seqs = new Set<number>()
      const gather = (read: (after: number, limit: number) => readonly Row[]): void => {
        const mine = new Set<number>()
        // A message has many parts, and its place is that of the first of them that waits.
        for (let from = after; mine.size < most; ) {
          const rows = read(from, most)
          for (const [key] of rows) mine.add(messageSeqOf(key as number))
          if (rows.length < most) break
          from = rows.at(-1)?.[0] as number
        }
        for (const seq of mine) seqs.add(seq)
      }
      for (const [stream] of streams.all(smscId)) {
        gather((from, many) => due.all(stream as number, from, many))
        gather((from, many) => delayed.all(stream as number, from, many))
      }
      // By a person's decision they leave here one by one, so there are few of them.
      for (const [key] of held.all(smscId, after, MOST_HELD)) seqs.add(messageSeqOf(key as number))
      const inOrder = [...seqs].sort((a, b) => a - b).slice(0, most)
      return inOrder.flatMap((seq) => {
        const row = message.get(partKey(seq, 1))
        if (!row) return []
        return {
          ...candidate(row, names),
          smscFixed: isSmscFixed(row[MESSAGE_COLUMN_COUNT + 1] as number),
          parts: parts.all(partKey(seq, 1), partKey(seq, 255)).map(partOf),
        }
      })
    },
  }
}

const MOST_HELD = 20_000
