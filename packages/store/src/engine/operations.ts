import { accept } from './accept.ts'
import { keepAnswer, settleAnswer } from './answers.ts'
import { changeConsent } from './consent.ts'
import { deleteSmsc, putSmscWithRouting } from './deletion.ts'
import { recordInbound, yieldIncomplete } from './inbound.ts'
import { lease } from './lease.ts'
import { recordReceipts, retryParked } from './receipts.ts'
import { removeOld } from './remove-old.ts'
import { retext, rewrite } from './rewrite.ts'
import {
  addApiKey,
  addSession,
  addUser,
  appendEvents,
  markRead,
  probe,
  putDocument,
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
  keepAnswer,
  settleAnswer,
  lease,
  recordSubmits,
  markUncertain,
  resolve,
  rewrite,
  retext,
  expire,
  recordReceipts,
  retryParked,
  recordInbound,
  yieldIncomplete,
  changeConsent,
  markRead,
  appendEvents,
  putSmsc,
  putSmscWithRouting,
  deleteSmsc,
  putDocument,
  removeOld,
  addUser,
  setPassword,
  addApiKey,
  removeApiKey,
  touchApiKey,
  addSession,
  removeSession,
  sweep,
  probe,
}
export type OperationName = keyof typeof operations
/** The arguments of an operation, without the tables it works on. */
export type OperationArguments<Name extends OperationName> =
  Parameters<(typeof operations)[Name]> extends [unknown, ...infer Rest] ? Rest : never
export type OperationResult<Name extends OperationName> = ReturnType<(typeof operations)[Name]>
