import { EncodeError, type EncodeViolation } from '../codec/encode-error.ts'
import type { Pdu, PduInput, RequestName } from '../codec/model/pdu.ts'
import type { GenericNack } from '../codec/model/pdus.generated.ts'
import type { Answered, NotSent, NotSentCode, RequestOutcome } from './outcome.ts'
import { type Pace, Pacer } from './pacer.ts'
import { type PendingRequest, pendingRequest } from './pending-request.ts'
import { RequestWindow } from './request-window.ts'
import { throwLater } from './throw-later.ts'
import { WaitingLine } from './waiting-line.ts'

/** A request whose response timer ran out, or whose caller gave up, kept so that a late answer finds it. */
export interface LateRequest {
  readonly pdu: PduInput<RequestName>
  readonly sequenceNumber: number
  readonly sentAtMs: number
}

/** What a lane is asked to keep to. */
export interface LaneLimits {
  /** Requests that may be unanswered at a time. */
  readonly windowSize: number
  /** Requests that may wait for the window or the pacer; further ones end as `notSent`, code `queue_full`. */
  readonly maxWaiting: number
  readonly pace: Pace | undefined
  readonly responseTimeoutMs: number
  /** Requests without an answer that are remembered for a late one. */
  readonly maxRemembered: number
  readonly firstSequenceNumber: number
}

/** Where a lane's requests are written. */
export interface RequestWriter {
  /** Writes a request into the outbox and returns the number of the batch that carries it. Throws EncodeError. */
  write(pdu: PduInput<RequestName>, sequenceNumber: number): number
}

/** How far a lane is filled. */
export interface WindowStats {
  readonly size: number
  /** Sent and not answered. */
  readonly inFlight: number
  /** Waiting for the window or the pacer. */
  readonly waiting: number
}

/**
 * Outgoing requests: line, pacer, window, response timer. A request stands in the line until the window and the pacer
 * let it go, in the window until it is answered or expires, and is told exactly once how it ended.
 *
 * Knows no sockets and no clock.
 */
export class RequestLane {
  readonly #writer: RequestWriter
  readonly #line: WaitingLine<PendingRequest>
  readonly #window: RequestWindow
  readonly #pacer: Pacer
  readonly #maxRemembered: number
  #late: Map<number, LateRequest> | undefined
  #windowSize: number
  #responseTimeoutMs: number

  constructor(limits: LaneLimits, nowMs: number, writer: RequestWriter) {
    this.#writer = writer
    this.#windowSize = limits.windowSize
    this.#line = new WaitingLine(limits.maxWaiting)
    this.#window = new RequestWindow(limits.windowSize, limits.firstSequenceNumber)
    this.#pacer = new Pacer(limits.pace, nowMs)
    this.#maxRemembered = limits.maxRemembered
    this.#responseTimeoutMs = limits.responseTimeoutMs
  }

  get stats(): WindowStats {
    return { size: this.#windowSize, inFlight: this.#window.watchedCount, waiting: this.#line.length }
  }

  /** Requests that have not ended: must be 0 when the session is over. */
  get pendingCount(): number {
    return this.#window.count + this.#line.length
  }

  /** Whether a request would leave at once. */
  hasRoom(nowMs: number): boolean {
    return (
      this.#line.length === 0 && this.#window.watchedCount < this.#windowSize && this.#pacer.readyAtMs(nowMs) <= nowMs
    )
  }

  /** When the pacer would let a request go; Infinity while the window is full: then an answer makes room. */
  roomAtMs(nowMs: number): number {
    return this.#window.watchedCount < this.#windowSize ? this.#pacer.readyAtMs(nowMs) : Number.POSITIVE_INFINITY
  }

  /** Takes a request: sends it, or lets it wait its turn. */
  add(request: PendingRequest, nowMs: number): void {
    if (this.#line.length === 0 && this.#window.watchedCount < this.#windowSize && this.#pacer.take(nowMs)) {
      this.#send(request, nowMs)
    } else if (!this.#line.add(request)) {
      settle(request, notSent('queue_full', `${this.#line.maxLength} requests wait already`))
    }
  }

  /** Sends a request past window and pacer: bind, enquire_link, unbind. */
  addAhead(pdu: PduInput<RequestName>, nowMs: number, onOutcome: (outcome: RequestOutcome) => void): void {
    this.#send(pendingRequest(pdu, false, onOutcome), nowMs)
  }

  /** Lets waiting requests go as far as window and pacer allow. */
  pump(nowMs: number): void {
    while (this.#line.length > 0 && this.#window.watchedCount < this.#windowSize && this.#pacer.take(nowMs)) {
      this.#send(this.#line.take()!, nowMs)
    }
  }

  /** Whom a response answers; undefined: nobody waits for that number. */
  find(sequenceNumber: number): PendingRequest | undefined {
    return this.#window.find(sequenceNumber)
  }

  /** Ends a request with its answer. `latencyMs` counts from sending. */
  answered(request: PendingRequest, response: Pdu, nowMs: number): void {
    this.#window.remove(request)
    const { sequenceNumber } = request
    const latencyMs = nowMs - request.sentAtMs
    // The caller has checked that the response belongs to the request's command.
    if (response.commandStatus === 0 && response.command !== 'generic_nack') {
      settle(request, { kind: 'answered', response: response as Answered['response'], sequenceNumber, latencyMs })
    } else {
      const refusal = response as Answered['response'] | GenericNack
      settle(request, { kind: 'refused', status: refusal.commandStatus, response: refusal, sequenceNumber, latencyMs })
    }
    if (this.#line.length > 0) this.pump(nowMs)
  }

  /** Takes back the memory of a request that got no answer in time, now that one came. */
  takeLate(sequenceNumber: number): LateRequest | undefined {
    const late = this.#late?.get(sequenceNumber)
    if (late !== undefined) this.#late?.delete(sequenceNumber)
    return late
  }

  /** The caller no longer waits. A request that left keeps its place in the window: the peer still works on it. */
  abandon(request: PendingRequest, reason: string): void {
    if (request.settle === undefined) return
    if (request.sequenceNumber === 0) {
      this.#line.remove(request)
      settle(request, notSent('aborted', reason))
    } else {
      settle(request, { kind: 'uncertain', reason, sequenceNumber: request.sequenceNumber })
    }
  }

  /** Ends the requests whose time is over. */
  expire(nowMs: number): void {
    if (this.#responseTimeoutMs === 0) return
    for (let request = this.#window.oldest; request !== undefined; request = this.#window.oldest) {
      const waitedMs = nowMs - request.sentAtMs
      if (waitedMs < this.#responseTimeoutMs) return
      const { sequenceNumber, sentAtMs, pdu } = request
      this.#window.remove(request)
      this.#remember({ pdu, sequenceNumber, sentAtMs })
      const reason = `no answer within ${this.#responseTimeoutMs} ms`
      settle(request, { kind: 'expired', reason, sequenceNumber, waitedMs })
      this.pump(nowMs)
    }
  }

  /** Ends the requests that wait: they will not be sent. */
  refuseWaiting(code: NotSentCode, reason: string): void {
    for (const request of this.#line.takeAll()) settle(request, notSent(code, reason))
  }

  /** The link is gone. Requests up to batch `handedBatch` had been handed to the operating system. */
  lost(handedBatch: number, reason: string): void {
    for (const request of this.#window.all()) {
      this.#window.remove(request)
      const { sequenceNumber } = request
      if (request.batch > handedBatch) settle(request, notSent('link_lost', reason))
      else settle(request, { kind: 'uncertain', reason, sequenceNumber })
    }
    this.refuseWaiting('link_lost', reason)
  }

  /** When this lane next has something to do by itself; Infinity: only when something happens. */
  dueAtMs(nowMs: number): number {
    let dueAtMs = Number.POSITIVE_INFINITY
    const { oldest } = this.#window
    if (oldest !== undefined && this.#responseTimeoutMs > 0) dueAtMs = oldest.sentAtMs + this.#responseTimeoutMs
    if (this.#line.length > 0 && this.#window.watchedCount < this.#windowSize) {
      dueAtMs = Math.min(dueAtMs, this.#pacer.readyAtMs(nowMs))
    }
    return dueAtMs
  }

  updateWindow(windowSize: number, nowMs: number): void {
    this.#windowSize = windowSize
    this.#window.resize(windowSize)
    this.pump(nowMs)
  }

  updatePace(pace: Pace | undefined, nowMs: number): void {
    this.#pacer.update(pace, nowMs)
    this.pump(nowMs)
  }

  updateResponseTimeout(responseTimeoutMs: number): void {
    this.#responseTimeoutMs = responseTimeoutMs
  }

  #send(request: PendingRequest, nowMs: number): void {
    request.sentAtMs = nowMs
    this.#window.add(request)
    try {
      request.batch = this.#writer.write(request.pdu, request.sequenceNumber)
    } catch (error) {
      this.#window.remove(request)
      if (!(error instanceof EncodeError)) throw error
      settle(request, notSent('invalid', error.message, error.violation))
    }
  }

  #remember(late: LateRequest): void {
    if (this.#maxRemembered === 0) return
    this.#late ??= new Map()
    if (this.#late.size >= this.#maxRemembered) {
      for (const oldest of this.#late.keys()) {
        this.#late.delete(oldest)
        break
      }
    }
    this.#late.set(late.sequenceNumber, late)
  }
}

/** The outcome of a request that never left. */
export function notSent(code: NotSentCode, reason: string, violation?: EncodeViolation): NotSent {
  return { kind: 'notSent', code, reason, ...(violation === undefined ? {} : { violation }) }
}

/** Tells a request how it ended, the first time; later calls do nothing. */
export function settle(request: PendingRequest, outcome: RequestOutcome): void {
  const tell = request.settle
  if (tell === undefined) return
  request.settle = undefined
  try {
    tell(outcome)
  } catch (error) {
    throwLater(error)
  }
}
