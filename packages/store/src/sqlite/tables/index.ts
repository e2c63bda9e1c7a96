import type { DatabaseSync } from 'node:sqlite'
import type { Tables } from '../../engine/tables.ts'
import { Book } from '../book.ts'
import { Statement, type WriteSettings } from '../database.ts'
import { DueTimes } from '../due-times.ts'
import type { PackedEvents } from '../packing/index.ts'
import { RowCache } from '../row-cache.ts'
import { SmscKeys } from '../smsc-keys.ts'
import { StreamKeys } from '../stream-keys.ts'
import { WireProfiles } from '../wire-profiles.ts'
import { consentTables } from './consent.ts'
import { type TableContext, WriterStatements } from './context.ts'
import { conversationTables } from './conversations.ts'
import { HeldChanges } from './held-changes.ts'
import { inboundTables } from './inbound.ts'
import { messageTables } from './messages.ts'
import { NewParts } from './new-parts.ts'
import { messageSeqOf, PART_COLUMNS, PART_TABLES, type PartByKey, partNumberOf, partOfMessage } from './part-rows.ts'
import { PartUpdates } from './part-updates.ts'
import { queueTables } from './queue.ts'
import { receiptTables } from './receipts.ts'
import { SendingParts } from './sending.ts'
import { settingTables } from './settings.ts'

/**
 * The tables over a connection, with the book of the transaction under way. They remember much of what they wrote: when a
 * transaction is not kept, they are to be opened anew.
 */
export interface SqliteTables {
  readonly tables: Tables
  readonly book: Book
  /** Writes all that was kept for the end of the transaction; returns the events, which are for the listeners after the commit. */
  settle(): PackedEvents
}

export function openTables(db: DatabaseSync, { indexEvery }: WriteSettings = {}): SqliteTables {
  const smscs = new SmscKeys(db)
  const streams = new StreamKeys(db, smscs)
  const wires = new WireProfiles(db)
  const book = new Book(db, smscs, streams)
  const cache = new RowCache()
  const newParts = new NewParts(db, smscs)
  const held = new HeldChanges(new PartUpdates(db), newParts)
  const sending = new SendingParts(db, book)
  const dueTimes = new DueTimes(db)
  const context: TableContext = { db, smscs, streams, wires, dueTimes, book, cache, held, newParts, sending }
  const { seqOf, ...conversations } = conversationTables(context, indexEvery)
  const byKey = new WriterStatements(context).of(`SELECT ${PART_COLUMNS} FROM ${PART_TABLES} WHERE p.key = ?`)
  const partByKey: PartByKey = (key) => {
    const known = cache.find(messageSeqOf(key), partNumberOf(key))
    if (known) return known
    const row = byKey.get(key)
    if (!row) return undefined
    const found = partOfMessage(row, streams)
    cache.note(found)
    return found
  }
  const tables: Tables = {
    trimLog: logTrimmer(context),
    count: (counter, by) => book.count(counter, by),
    countParts: (stream, figure, by) => book.countParts(stream, figure, by),
    hasParts: (smscId, states) => book.hasParts(smscId, states),
    ...messageTables(context, seqOf, partByKey),
    ...queueTables(context, partByKey),
    ...receiptTables(context, partByKey),
    ...consentTables(context, seqOf),
    ...conversations,
    ...inboundTables(context),
    ...settingTables(context),
  }
  return {
    tables,
    book,
    settle() {
      held.writeAll()
      return book.write()
    },
  }
}

/** The log is trimmed by whole transactions; the last one stays, for its position is that of the newest event. */
function logTrimmer({ db }: TableContext): Tables['trimLog'] {
  const oldest = new Statement(
    db,
    'SELECT last_seq, first_seq, at_ms FROM log WHERE last_seq > 0 ORDER BY last_seq LIMIT 100',
  )
  const last = new Statement(db, 'SELECT max(last_seq) FROM log')
  const remove = new Statement(db, 'DELETE FROM log WHERE last_seq <= ?')
  return (beforeMs, limit) => {
    const newest = last.get()?.[0] as number | null
    let upTo = 0
    let events = 0
    for (const [lastSeq, firstSeq, atMs] of oldest.all() as readonly (readonly [number, number, number])[]) {
      if (atMs >= beforeMs || lastSeq === newest || events >= limit) break
      upTo = lastSeq
      events += lastSeq - firstSeq + 1
    }
    if (upTo > 0) remove.run(upTo)
  }
}
