import type { DatabaseSync } from 'node:sqlite'
import type { Tables } from '../../engine/tables.ts'
import { Book } from '../book.ts'
import { SmscKeys } from '../smsc-keys.ts'
import type { TableContext } from './context.ts'
import { conversationTables } from './conversations.ts'
import { inboundTables } from './inbound.ts'
import { messageTables } from './messages.ts'
import { queueTables } from './queue.ts'
import { receiptTables } from './receipts.ts'
import { settingTables } from './settings.ts'

/** The tables over a connection, with the book of the transaction under way. */
export interface SqliteTables {
  readonly tables: Tables
  readonly book: Book
  /** Drops what was remembered of rows that may be gone: when a step was undone. */
  readonly forget: () => void
}

export function openTables(db: DatabaseSync): SqliteTables {
  const smscs = new SmscKeys(db)
  const book = new Book(db, smscs)
  const context: TableContext = { db, smscs, book }
  const { seqOf, forget, ...conversations } = conversationTables(context)
  const tables: Tables = {
    append: (event, messageSeq) => book.append(event, messageSeq),
    count: (counter, by) => book.count(counter, by),
    countParts: (smscId, state, by) => book.countParts(smscId, state, by),
    hasOpenParts: (smscId) => book.hasOpenParts(smscId),
    ...messageTables(context, seqOf),
    ...queueTables(context),
    ...receiptTables(context),
    ...conversations,
    ...inboundTables(context),
    ...settingTables(context),
  }
  return { tables, book, forget }
}
