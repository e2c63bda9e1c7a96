import type {
  BindTrialAnswer,
  InboundPdu,
  ManagerPort,
  OperationAnswer,
  SmscId,
  SubmitOrder,
} from '@smpp-connect/contracts'
import type { RemoteEdge } from '@smpp-connect/link'

export const SMSC: SmscId = 'smsc_01jv5w0d3k8q6r2m4n7p9s1t3v'

/**
 * An edge whose SMSC answers at once: all that comes within one turn of the event loop is answered in the next, and each
 * answer is followed by a receipt.
 */
export class BenchEdge implements RemoteEdge {
  readonly #manager: ManagerPort
  #orders: SubmitOrder[] = []
  #scheduled = false

  constructor(manager: ManagerPort, window: number) {
    this.#manager = manager
    manager.grantCredit(SMSC, window)
  }

  async applyDefinitions(): Promise<void> {}
  block(): void {}
  recall(): void {}
  async drain(): Promise<void> {}
  async operate(): Promise<OperationAnswer> {
    return { kind: 'done' }
  }

  async tryBind(): Promise<BindTrialAnswer> {
    return { kind: 'not-tried', reason: 'it has no SMSC' }
  }

  submit(orders: readonly SubmitOrder[]): void {
    this.#orders.push(...orders)
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      this.#answer(this.#orders.splice(0))
    })
  }

  async #answer(orders: readonly SubmitOrder[]): Promise<void> {
    const atMs = Date.now()
    const answers = orders.map(({ part, attempt, smscId }) => ({
      part,
      attempt,
      smscId,
      atMs,
      sentAtMs: atMs,
      outcome: { kind: 'answered' as const, smscMessageId: `a${part.messageId.slice(-9)}` },
    }))
    const receipts = orders.map((order) => receiptOf(order, atMs))
    const stored = this.#manager.deliver(receipts)
    await this.#manager.answers(answers)
    this.#manager.grantCredit(SMSC, answers.length)
    await stored
  }
}

const RECEIPT =
  'id:a000000001 sub:001 dlvrd:001 submit date:2611260101 done date:2611260101 stat:DELIVRD err:000 text:Your'

function receiptOf({ part, smscId, source, destination }: SubmitOrder, atMs: number): InboundPdu {
  return {
    smscId,
    bindType: 'transceiver',
    atMs,
    source: destination,
    destination: source,
    esmClass: 4,
    dataCoding: 0,
    payload: Buffer.from(RECEIPT, 'latin1'),
    receiptedMessageId: `a${part.messageId.slice(-9)}`,
    messageState: 2,
    networkErrorCode: null,
    userMessageReference: null,
    sarMsgRefNum: null,
    sarTotalSegments: null,
    sarSegmentSeqnum: null,
    tlvs: [],
  }
}
