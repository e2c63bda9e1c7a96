export type {
  HandledName,
  IncomingNotification,
  IncomingRequest,
  RequestAnswer,
  ResponseFields,
} from './answer.ts'
export type { BindCommand, BindPdu, BindType } from './bind.ts'
export { type Clock, type ClockTimer, machineClock } from './clock.ts'
export type { SessionEnd, SessionEndCode } from './end.ts'
export { type HandlerResult, LaterAnswer } from './later-answer.ts'
export type { Answered, Expired, NotSent, NotSentCode, Refused, RequestOutcome, Uncertain } from './outcome.ts'
export { type Pace, Pacer } from './pacer.ts'
export type { LateRequest, WindowStats } from './request-lane.ts'
export { type RequestOptions, type SessionListener, SmppSession } from './session.ts'
export type { SessionCounters } from './session-counters.ts'
export type { SessionOptions } from './session-options.ts'
export { type Legality, mayReceive, maySend, negotiatedVersion } from './state-matrix.ts'
export { defaultSessionTimers, type SessionTimers } from './timers.ts'
export { maskPassword, type TraceEvent, type TraceHook } from './trace.ts'
