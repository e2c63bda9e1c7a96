import type {
  BindState,
  BindTrialAnswer,
  BindTrialOrder,
  BlockedPair,
  EdgePort,
  InboundPdu,
  InboundVerdict,
  ManagerPort,
  OperationAnswer,
  OperationOrder,
  SmscDefinition,
  SmscId,
  SubmitAnswer,
  SubmitOrder,
} from '@smpp-connect/contracts'
import { invariant } from '@smpp-connect/kernel'

/**
 * The link when edge and manager live in one process: a function call. Both sides are handed a port before the other
 * exists, so that neither has to know how the other is made; `join` ties them together.
 */
export class InProcessLink {
  #edge: EdgePort | undefined
  #manager: ManagerPort | undefined

  /** What the manager calls to reach the edge. */
  readonly toEdge: EdgePort = {
    applyDefinitions: (definitions: readonly SmscDefinition[]) => this.#edgeOrFail().applyDefinitions(definitions),
    submit: (orders: readonly SubmitOrder[]) => this.#edgeOrFail().submit(orders),
    block: (pairs: readonly BlockedPair[]) => this.#edgeOrFail().block(pairs),
    operate: (order: OperationOrder): Promise<OperationAnswer> => this.#edgeOrFail().operate(order),
    tryBind: (order: BindTrialOrder): Promise<BindTrialAnswer> => this.#edgeOrFail().tryBind(order),
    drain: () => this.#edgeOrFail().drain(),
  }

  /** What the edge calls to reach the manager. */
  readonly toManager: ManagerPort = {
    grantCredit: (smscId: SmscId, count: number) => this.#managerOrFail().grantCredit(smscId, count),
    revokeCredit: (smscId: SmscId, count: number) => this.#managerOrFail().revokeCredit(smscId, count),
    answers: (batch: readonly SubmitAnswer[]) => this.#managerOrFail().answers(batch),
    deliver: (batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> => this.#managerOrFail().deliver(batch),
    bindChanged: (state: BindState) => this.#managerOrFail().bindChanged(state),
  }

  /** Ties the two sides together; once. */
  join(edge: EdgePort, manager: ManagerPort): void {
    invariant(!this.#edge && !this.#manager, 'a link is joined once')
    this.#edge = edge
    this.#manager = manager
  }

  #edgeOrFail(): EdgePort {
    invariant(this.#edge !== undefined, 'the link is used before it is joined')
    return this.#edge
  }

  #managerOrFail(): ManagerPort {
    invariant(this.#manager !== undefined, 'the link is used before it is joined')
    return this.#manager
  }
}
