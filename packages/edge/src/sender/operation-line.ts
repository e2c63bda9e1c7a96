import type { OperationAnswer, OperationOrder } from '@smpp-connect/contracts'

/** An operation that has not left. */
export interface WaitingOperation {
  readonly order: OperationOrder
  readonly answer: (answer: OperationAnswer) => void
}

const MOST = 1_000

/** Operations that wait for a bind with room. */
export class OperationLine {
  #waiting: WaitingOperation[] = []

  get length(): number {
    return this.#waiting.length
  }

  /** Resolves with how it ended. */
  add(order: OperationOrder): Promise<OperationAnswer> {
    if (this.#waiting.length >= MOST) {
      return Promise.resolve({ kind: 'not-sent', reason: `${MOST} operations wait already` })
    }
    return new Promise((answer) => this.#waiting.push({ order, answer }))
  }

  take(): WaitingOperation | undefined {
    return this.#waiting.shift()
  }

  /** Ends all: none of them has left. */
  refuseAll(reason: string): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const { answer } of waiting) answer({ kind: 'not-sent', reason })
  }
}
