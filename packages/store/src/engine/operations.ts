import { accept } from './accept.ts'
import { recordInbound, yieldIncomplete } from './inbound.ts'
import { lease } from './lease.ts'
import { recordReceipts } from './receipts.ts'
import {
  addApiKey,
  addSession,
  addUser,
  appendEvents,
  deleteSmsc,
  markRead,
  putSmsc,
  removeApiKey,
  removeSession,
  setPassword,
  sweep,
  touchApiKey,
} from './settings.ts'
import { expire, markUncertain, recordSubmits, resolve } from './submits.ts'

/** Every operation that changes something, by its name in the port: the same code over every adapter's tables. */
export const operations = {
  accept,
  lease,
  recordSubmits,
  markUncertain,
  resolve,
  expire,
  recordReceipts,
  recordInbound,
  yieldIncomplete,
  markRead,
  appendEvents,
  putSmsc,
  deleteSmsc,
  addUser,
  setPassword,
  addApiKey,
  removeApiKey,
  touchApiKey,
  addSession,
  removeSession,
  sweep,
}
export type OperationName = keyof typeof operations
/** The arguments of an operation, without the tables it works on. */
export type OperationArguments<Name extends OperationName> =
  Parameters<(typeof operations)[Name]> extends [unknown, ...infer Rest] ? Rest : never
export type OperationResult<Name extends OperationName> = ReturnType<(typeof operations)[Name]>
