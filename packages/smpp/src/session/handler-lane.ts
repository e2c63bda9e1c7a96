import { Status } from '../codec/status.ts'
import type { HandlerResult, IncomingRequest, RequestAnswer } from './answer.ts'
import { WaitingLine } from './waiting-line.ts'

/**
 * Requests of the peer on their way through the handler: a bounded number at a time, a bounded number in line. Reading
 * goes on meanwhile, so answers to our own requests never wait behind the peer's.
 */
export class HandlerLane {
  readonly #maxConcurrent: number
  readonly #line: WaitingLine<IncomingRequest>
  readonly #handle: (request: IncomingRequest) => HandlerResult
  readonly #answer: (request: IncomingRequest, answer: RequestAnswer) => void
  readonly #failed: (error: unknown, request: IncomingRequest) => void
  #active = 0

  constructor(
    maxConcurrent: number,
    maxWaiting: number,
    handle: (request: IncomingRequest) => HandlerResult,
    answer: (request: IncomingRequest, answer: RequestAnswer) => void,
    failed: (error: unknown, request: IncomingRequest) => void,
  ) {
    this.#maxConcurrent = maxConcurrent
    this.#line = new WaitingLine(maxWaiting)
    this.#handle = handle
    this.#answer = answer
    this.#failed = failed
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

  #start(request: IncomingRequest): void {
    let result: HandlerResult
    try {
      result = this.#handle(request)
    } catch (error) {
      this.#fail(error, request)
      return
    }
    if (!(result instanceof Promise)) {
      this.#answer(request, result as RequestAnswer)
      return
    }
    this.#active++
    result.then(
      (answer) => {
        this.#active--
        this.#answer(request, answer as RequestAnswer)
        this.#next()
      },
      (error: unknown) => {
        this.#active--
        this.#fail(error, request)
        this.#next()
      },
    )
  }

  #fail(error: unknown, request: IncomingRequest): void {
    this.#answer(request, Status.ESME_RSYSERR)
    this.#failed(error, request)
  }

  #next(): void {
    while (this.#active < this.#maxConcurrent) {
      const request = this.#line.take()
      if (request === undefined) return
      this.#start(request)
    }
  }
}
