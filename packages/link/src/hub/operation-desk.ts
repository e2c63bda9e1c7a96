import type { OperationAnswer, OperationOrder, SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { Clock, Timer } from '@smpp-connect/kernel'
import type { FrameSource, Outgoing } from '../session/session.ts'
import type { FrameKind } from '../wire/frame.ts'
import { operationAnswerFromWire, operationToWire } from '../wire/operation.ts'

interface Call {
  readonly order: OperationOrder
  readonly answer: (answer: OperationAnswer) => void
  readonly timer: Timer
  sent: boolean
}

export interface OperationDeskParts {
  readonly clock: Clock
  readonly definition: (smscId: SmscId) => SmscDefinition | undefined
}

const MOST_CALLS = 500
/** On top of what the SMSC itself may take. */
const SLACK_MS = 10_000

/** Questions to one edge. Each is answered once: what left without an answer is uncertain, what did not leave is not sent. */
export class OperationDesk implements FrameSource {
  readonly #parts: OperationDeskParts
  readonly #calls = new Set<Call>()
  #queue: Call[] = []

  constructor(parts: OperationDeskParts) {
    this.#parts = parts
  }

  ask(order: OperationOrder): Promise<OperationAnswer> {
    if (this.#calls.size >= MOST_CALLS) {
      return Promise.resolve({ kind: 'not-sent', reason: `${MOST_CALLS} others wait for their answer` })
    }
    const { clock, definition } = this.#parts
    const limitMs = (definition(order.smscId)?.responseTimeoutSeconds ?? 60) * 1_000 + SLACK_MS
    return new Promise((answer) => {
      const timer = clock.after(limitMs, () => this.#end(call, this.#lost(call, 'the edge gave no answer in time')))
      const call: Call = { order, answer, timer, sent: false }
      this.#calls.add(call)
      this.#queue.push(call)
    })
  }

  next(): Outgoing | undefined {
    const call = this.#queue.shift()
    if (!call) return undefined
    call.sent = true
    return {
      kind: { case: 'operate', value: operationToWire(call.order) },
      done: (reply) => {
        this.#end(call, answerIn(reply))
      },
    }
  }

  /** The link broke. */
  cut(): void {
    for (const call of [...this.#calls]) this.#end(call, this.#lost(call, 'the link to the edge broke'))
  }

  #lost({ sent }: Call, reason: string): OperationAnswer {
    return { kind: sent ? 'uncertain' : 'not-sent', reason }
  }

  #end(call: Call, answer: OperationAnswer): void {
    if (!this.#calls.delete(call)) return
    this.#queue = this.#queue.filter((other) => other !== call)
    call.timer.cancel()
    call.answer(answer)
  }
}

function answerIn(reply: FrameKind | undefined): OperationAnswer {
  if (reply?.case === 'operationDone') return operationAnswerFromWire(reply.value)
  if (reply?.case === 'notSupported') {
    return { kind: 'not-sent', reason: 'the edge does not know this operation; update it' }
  }
  return { kind: 'uncertain', reason: 'the edge gave no answer that is known here' }
}
