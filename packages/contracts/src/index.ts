export {
  ERRORS,
  type ErrorCode,
  type ErrorEntry,
  type ErrorPlace,
  type Outcome,
  ok,
  type Refusal,
  refuse,
} from './errors.ts'
export { type ConnectEvent, EVENT_KINDS, type EventDetail, type EventKind } from './event.ts'
export * from './http/access.ts'
export * from './http/feed.ts'
export * from './http/message.ts'
export * from './http/simulator.ts'
export * from './http/smsc.ts'
export * from './http/system.ts'
export type * from './ids.ts'
export type * from './link.ts'
export * from './smsc.ts'
export * from './states.ts'
export { type SummaryContext, summarizeEvent } from './summary.ts'
