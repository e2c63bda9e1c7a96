import type {
  BindTrialAnswer,
  BindTrialOrder,
  BlockedPair,
  ManagerPort,
  OperationAnswer,
  OperationOrder,
  SmscDefinition,
  SmscId,
  SubmitAnswer,
  SubmitOrder,
  SubmitOutcome,
} from '@smpp-connect/contracts'
import type { RemoteEdge } from '@smpp-connect/link'

/**
 * An edge without SMSCs: it keeps the rules of credit as a Sender does, and what becomes of each order is for the test to
 * say. An order is waiting (it has not left) or out (it has).
 */
export class FakeEdge implements RemoteEdge {
  readonly manager: ManagerPort
  readonly waiting: SubmitOrder[] = []
  readonly out: SubmitOrder[] = []
  /** What has left, in order. */
  readonly left: SubmitOrder[] = []
  readonly calls: string[] = []
  definitions: readonly SmscDefinition[] = []
  readonly blocked: BlockedPair[] = []
  readonly operations: OperationOrder[] = []
  operation: (order: OperationOrder) => Promise<OperationAnswer> = async () => ({ kind: 'done' })
  readonly trials: BindTrialOrder[] = []
  trial: (order: BindTrialOrder) => Promise<BindTrialAnswer> = async () => ({ kind: 'not-tried', reason: 'no SMSC' })
  onOrder: (() => void) | undefined
  unsettled = 0
  #drained: (() => void) | undefined

  constructor(manager: ManagerPort) {
    this.manager = manager
  }

  async applyDefinitions(definitions: readonly SmscDefinition[]): Promise<void> {
    this.calls.push('definitions')
    this.definitions = definitions
  }

  submit(orders: readonly SubmitOrder[]): void {
    this.calls.push(`orders ${orders.length}`)
    this.waiting.push(...orders)
    this.onOrder?.()
  }

  /** The first that waits leaves. */
  leave(count = 1): void {
    const some = this.waiting.splice(0, count)
    this.left.push(...some)
    this.out.push(...some)
  }

  /** The oldest that are out are answered. Resolves when that is durable. */
  answer(count: number, outcomeOf: (order: SubmitOrder) => SubmitOutcome = answered): Promise<void> {
    return this.#end(this.out.splice(0, count), outcomeOf)
  }

  block(pairs: readonly BlockedPair[]): void {
    this.calls.push(`block ${pairs.length}`)
    this.blocked.push(...pairs)
    const hit = ({ source, destination }: SubmitOrder): boolean =>
      pairs.some(
        (pair) => pair.destination === destination.address && (pair.source ?? source.address) === source.address,
      )
    this.#takeBack(hit, () => ({ kind: 'blocked' }))
  }

  recall(reason: string): void {
    this.calls.push('recall')
    this.#takeBack(
      () => true,
      () => ({ kind: 'not-sent', reason }),
    )
  }

  operate(order: OperationOrder): Promise<OperationAnswer> {
    this.operations.push(order)
    return this.operation(order)
  }

  tryBind(order: BindTrialOrder): Promise<BindTrialAnswer> {
    this.trials.push(order)
    return this.trial(order)
  }

  drain(): Promise<void> {
    this.calls.push('drain')
    return new Promise((resolve) => {
      this.#drained = resolve
    })
  }

  drained(): void {
    this.#drained?.()
  }

  #takeBack(which: (order: SubmitOrder) => boolean, outcomeOf: () => SubmitOutcome): void {
    const back = this.waiting.filter(which)
    const rest = this.waiting.filter((order) => !which(order))
    this.waiting.splice(0, this.waiting.length, ...rest)
    if (back.length > 0) this.#end(back, outcomeOf)
  }

  async #end(orders: readonly SubmitOrder[], outcomeOf: (order: SubmitOrder) => SubmitOutcome): Promise<void> {
    if (orders.length === 0) return
    const answers = orders.map((order): SubmitAnswer => {
      const { part, attempt, smscId } = order
      return { part, attempt, smscId, atMs: 1, sentAtMs: 1, outcome: outcomeOf(order) }
    })
    this.unsettled += answers.length
    await this.manager.answers(answers)
    this.unsettled -= answers.length
    for (const [smscId, some] of Map.groupBy(answers, (answer) => answer.smscId)) {
      this.manager.grantCredit(smscId as SmscId, some.length)
    }
  }
}

export function answered(order: SubmitOrder): SubmitOutcome {
  return { kind: 'answered', smscMessageId: `at-smsc ${order.part.messageId} ${order.attempt}` }
}
