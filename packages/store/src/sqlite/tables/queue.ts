import type { ReadyPart, Tables } from '../../engine/tables.ts'
import type { Row } from '../database.ts'
import { type TableContext, WriterStatements } from './context.ts'
import { messageSeqOf, PART_COLUMNS, PART_TABLES, type PartByKey, partNumberOf, partOfMessage } from './part-rows.ts'
import { READY_COLUMNS, readyPart } from './ready-rows.ts'

type QueueTables = Pick<
  Tables,
  'streamKey' | 'queuedStreams' | 'turns' | 'putTurns' | 'promoteDue' | 'ready' | 'sending' | 'overdue'
>

/** Parts by what they wait for. Each query reads a partial index, and its condition must repeat the index's word for word. */
export function queueTables(context: TableContext, partByKey: PartByKey): QueueTables {
  const { streams, wires, book, dueTimes, cache, newParts, sending } = context
  const statements = new WriterStatements(context)
  // No change of what is queued is held back; rows that are held are seen to in `fresh`.
  const promote = statements.indifferent(`
    UPDATE parts SET due_at_ms = 0 WHERE key IN (
      SELECT key FROM parts INDEXED BY parts_queued
      WHERE stream = ? AND state = 1 AND due_at_ms > 0 AND due_at_ms <= ? ORDER BY due_at_ms, key LIMIT ?)
    RETURNING key`)
  const readyKeys = statements.indifferent(
    'SELECT key FROM parts WHERE stream = ? AND state = 1 AND due_at_ms = 0 ORDER BY key LIMIT ?',
  )
  const ready = statements.indifferent(`
    SELECT ${READY_COLUMNS} FROM ${PART_TABLES}
    WHERE p.stream = ? AND p.state = 1 AND p.due_at_ms = 0 ORDER BY p.key LIMIT ?`)
  const overdue = statements.of(`
    SELECT ${PART_COLUMNS} FROM ${PART_TABLES}
    WHERE p.deadline_ms <= ? AND p.deadline_ms IS NOT NULL AND p.state <> 2
    ORDER BY p.deadline_ms, p.key LIMIT ?`)
  const names = { stream: (key: number) => streams.stream(key), profile: (key: number) => wires.profile(key) }
  const read = (row: Row): ReturnType<typeof partOfMessage> => partOfMessage(row, streams)

  /** What is ready, where all of it was accepted a moment ago and need not be read; undefined when it was not. */
  const fresh = (stream: number, limit: number): readonly ReadyPart[] | undefined => {
    const isHeld = newParts.queuedIn(stream) > 0 && newParts.queuedIn(stream) === book.readyOf(stream)
    if (isHeld) return taken(newParts.keysIn(stream, limit))
    newParts.writeAll()
    // Where the first is not, none of what waits behind it need be looked at.
    const first = readyKeys.get(stream, 1)?.[0] as number | undefined
    if (first === undefined) return []
    if (!cache.isFresh(messageSeqOf(first), partNumberOf(first))) return undefined
    return taken(readyKeys.all(stream, limit).map(([key]) => key as number))
  }

  const taken = (keys: readonly number[]): readonly ReadyPart[] | undefined => {
    const parts: ReadyPart[] = []
    for (const key of keys) {
      const part = cache.takeFresh(messageSeqOf(key), partNumberOf(key))
      if (!part) {
        newParts.writeAll()
        return undefined
      }
      parts.push(part)
    }
    return parts
  }

  return {
    streamKey: (smscId, messageClass, owner) => streams.of(smscId, messageClass, owner),
    queuedStreams: (smscId) => book.queuedStreams(smscId),
    turns: (smscId) => book.turns(smscId),
    putTurns: (smscId, turns) => book.putTurns(smscId, turns),

    promoteDue(stream, nowMs, limit) {
      if (!dueTimes.mayHave(stream, nowMs)) return 0
      dueTimes.forget(stream)
      const promoted = promote.all(stream, nowMs, limit)
      for (const [key] of promoted) cache.makeDue(messageSeqOf(key as number), partNumberOf(key as number))
      return promoted.length
    },

    ready(stream, limit) {
      return (
        fresh(stream, limit) ??
        ready.all(stream, limit).map((row) => {
          const found = readyPart(row, names, partByKey)
          cache.note(found)
          return found
        })
      )
    },

    sending(smscIds) {
      const found = sending.keys().flatMap((key) => partByKey(key) ?? [])
      return smscIds ? found.filter(({ part }) => smscIds.includes(part.smscId)) : found
    },

    overdue: (nowMs, limit) => overdue.all(nowMs, Math.max(0, limit)).map(read),
  }
}
