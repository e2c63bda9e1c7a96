import { Status } from '../codec/status.ts'
import type { IncomingRequest, RequestAnswer } from './answer.ts'
import { type HandlerResult, LaterAnswer, type LaterAnswerTaker } from './later-answer.ts'
import { WaitingLine } from './waiting-line.ts'

/** Whose requests a lane handles. */
export interface HandlerOwner {
  handle(request: IncomingRequest): HandlerResult
  answer(request: IncomingRequest, answer: RequestAnswer): void
  handlerFailed(error: unknown, request: IncomingRequest): void
}

/**
 * Requests of the peer on their way through the handler: a bounded number at a time, a bounded number in line. Reading
 * goes on meanwhile, so answers to our own requests never wait behind the peer's.
 */
export class HandlerLane implements LaterAnswerTaker {
  readonly #maxConcurrent: number
  readonly #line: WaitingLine<IncomingRequest>
  readonly #owner: HandlerOwner
  #active = 0

  constructor(maxConcurrent: number, maxWaiting: number, owner: HandlerOwner) {
    this.#maxConcurrent = maxConcurrent
    this.#line = new WaitingLine(maxWaiting)
    this.#owner = owner
  }

  /** Requests in work or in line. */
  get count(): number {
    return this.#active + this.#line.length
  }

  /** Takes a request; false when too many are here already. */
  add(request: IncomingRequest): boolean {
    if (this.#active >= this.#maxConcurrent) return this.#line.add(request)
    this.#start(request)
    return true
  }

  /** Forgets the line: the session is over. What is in work ends by itself, and its answer goes nowhere. */
  clear(): void {
    this.#line.takeAll()
  }

  /** The answer that a handler promised is there. @internal */
  answeredLater(request: IncomingRequest, answer: RequestAnswer): void {
    this.#active--
    this.#owner.answer(request, answer)
    this.#next()
  }

  #start(request: IncomingRequest): void {
    let result: HandlerResult
    try {
      result = this.#owner.handle(request)
    } catch (error) {
      this.#fail(error, request)
      return
    }
    if (result instanceof LaterAnswer) {
      this.#active++
      result.passTo(this, request)
      return
    }
    if (!(result instanceof Promise)) {
      this.#owner.answer(request, result as RequestAnswer)
      return
    }
    this.#active++
    result.then(
      (answer) => this.answeredLater(request, answer as RequestAnswer),
      (error: unknown) => {
        this.#active--
        this.#fail(error, request)
        this.#next()
      },
    )
  }

  #fail(error: unknown, request: IncomingRequest): void {
    this.#owner.answer(request, Status.ESME_RSYSERR)
    this.#owner.handlerFailed(error, request)
  }

  #next(): void {
    while (this.#active < this.#maxConcurrent) {
      const request = this.#line.take()
      if (request === undefined) return
      this.#start(request)
    }
  }
}
