import type { DatabaseSync } from 'node:sqlite'
import type { PartOfMessage, Tables } from '../../engine/tables.ts'
import { Book } from '../book.ts'
import { Statement } from '../database.ts'
import { RowCache } from '../row-cache.ts'
import { SmscKeys } from '../smsc-keys.ts'
import type { TableContext } from './context.ts'
import { conversationTables } from './conversations.ts'
import { inboundTables } from './inbound.ts'
import { messageTables } from './messages.ts'
import { PART_COLUMNS, PART_TABLES, partOfMessage } from './part-rows.ts'
import { queueTables } from './queue.ts'
import { receiptTables } from './receipts.ts'
import { settingTables } from './settings.ts'

/** The tables over a connection, with the book of the transaction under way. */
export interface SqliteTables {
  readonly tables: Tables
  readonly book: Book
  /** To be called when a transaction is through. */
  readonly settled: () => void
  /** To be called when a step was undone: drops what was remembered of rows that may be other ones now. */
  readonly undone: () => void
}

export function openTables(db: DatabaseSync): SqliteTables {
  const smscs = new SmscKeys(db)
  const book = new Book(db, smscs)
  const cache = new RowCache()
  const context: TableContext = { db, smscs, book, cache }
  const { seqOf, forget, ...conversations } = conversationTables(context)
  const byKey = new Statement(db, `SELECT ${PART_COLUMNS} FROM ${PART_TABLES} WHERE p.key = ?`)
  const partByKey = (key: number): PartOfMessage | undefined => {
    const known = cache.find(key)
    if (known) return known
    const row = byKey.get(key)
    return row && cache.note(partOfMessage(row, smscs))
  }
  const tables: Tables = {
    append: (event, messageSeq) => book.append(event, messageSeq),
    count: (counter, by) => book.count(counter, by),
    countParts: (smscId, state, by) => book.countParts(smscId, state, by),
    hasOpenParts: (smscId) => book.hasOpenParts(smscId),
    ...messageTables(context, seqOf, partByKey),
    ...queueTables(context, partByKey),
    ...receiptTables(context),
    ...conversations,
    ...inboundTables(context),
    ...settingTables(context),
  }
  const undone = (): void => {
    forget()
    cache.clear()
  }
  return { tables, book, settled: forget, undone }
}
