import type { IncomingRequest, RequestAnswer } from './answer.ts'

/** What a handler returns, at once or later. Nothing answers ESME_ROK. */
// biome-ignore lint/suspicious/noConfusingVoidType: it stands in the return type of a callback, where it belongs
export type HandlerResult = RequestAnswer | void | Promise<RequestAnswer | void> | LaterAnswer

/** Who waits for a later answer. */
export interface LaterAnswerTaker {
  answeredLater(request: IncomingRequest, answer: RequestAnswer): void
}

/**
 * An answer that comes later, without a promise: for the hot path, as `requestWith` is for requests. A handler returns it,
 * and whoever knows the answer gives it, from anywhere, within the time that the peer waits. Until then it counts as a
 * request in work. A class of your own may extend it by what it needs to know the answer.
 */
export class LaterAnswer {
  #taker: LaterAnswerTaker | undefined
  #request: IncomingRequest | undefined
  #isGiven = false
  #answer: RequestAnswer

  /** Answers; nothing is ESME_ROK. Only the first call counts. */
  give(answer?: RequestAnswer): void {
    if (this.#isGiven) return
    this.#isGiven = true
    this.#answer = answer
    this.#pass()
  }

  /** The handler has returned it. @internal */
  passTo(taker: LaterAnswerTaker, request: IncomingRequest): void {
    this.#taker = taker
    this.#request = request
    if (this.#isGiven) this.#pass()
  }

  #pass(): void {
    if (this.#taker !== undefined) this.#taker.answeredLater(this.#request!, this.#answer)
  }
}
