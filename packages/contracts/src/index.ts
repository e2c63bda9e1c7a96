export * from './bind-diagnosis.ts'
export * from './bind-trial.ts'
export * from './class-treatment.ts'
export { type CursorKind, readCursor, writeCursor } from './cursor.ts'
export * from './edge-role.ts'
export * from './effective-options.ts'
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
export * from './http/bind-trial.ts'
export * from './http/definitions.ts'
export * from './http/edge.ts'
export * from './http/feed.ts'
export * from './http/message.ts'
export { numberParameter } from './http/number-parameter.ts'
export * from './http/operation.ts'
export * from './http/opt-out.ts'
export * from './http/parked-receipt.ts'
export { isPlainBatch, isPlainMessage } from './http/plain-message.ts'
export * from './http/route.ts'
export * from './http/simulator.ts'
export * from './http/smsc.ts'
export * from './http/smsc-deletion.ts'
export * from './http/smsc-history.ts'
export * from './http/system.ts'
export * from './http/verify.ts'
export type * from './ids.ts'
export type * from './link.ts'
export * from './message-class.ts'
export type { MetricEntry } from './metric-entry.ts'
export { INSIDE_METRICS, METRICS, type MetricName, type MetricTable, OUTSIDE_METRICS } from './metrics.ts'
export * from './smpp-options.ts'
export * from './smsc.ts'
export * from './smsc-deletion.ts'
export { upgradeSmsc } from './smsc-upgrade.ts'
export * from './states.ts'
export * from './status-action.ts'
export * from './status-rule.ts'
export { type SummaryContext, summarizeEvent } from './summary.ts'
export * from './tlv.ts'
