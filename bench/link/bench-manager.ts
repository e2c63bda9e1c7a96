import type {
  EdgePort,
  InboundPdu,
  InboundVerdict,
  ManagerPort,
  SmscId,
  SubmitAnswer,
  SubmitOrder,
} from '@smpp-connect/contracts'
import { SMSC } from './bench-edge.ts'

const TEXT = Buffer.from('Your parcel is on its way and will be with you between 10:00 and 12:00. Reply STOP to end.')

/** A manager whose store is at once: it hands over orders by credit and by pace, and takes the time of each answer. */
export class BenchManager implements ManagerPort {
  edge: EdgePort | undefined
  answered = 0
  receipts = 0
  /** Milliseconds from the hand-over to the answer. */
  readonly latencies: number[] = []
  #credit = 0
  #wanted = 0
  #made = 0
  readonly #sentAt = new Map<string, number>()
  onAnswered: (() => void) | undefined

  /** So many more orders are to go, as the credit allows. */
  want(count: number): void {
    this.#wanted += count
    this.#pump()
  }

  get backlog(): number {
    return this.#wanted
  }

  grantCredit(_smscId: SmscId, count: number): void {
    this.#credit += count
    this.#pump()
  }

  revokeCredit(_smscId: SmscId, count: number): void {
    this.#credit -= count
  }

  async answers(batch: readonly SubmitAnswer[]): Promise<void> {
    const nowMs = performance.now()
    for (const { part } of batch) {
      const sentAt = this.#sentAt.get(part.messageId)
      if (sentAt === undefined) throw new Error(`${part.messageId} was answered twice, or never asked`)
      this.#sentAt.delete(part.messageId)
      this.latencies.push(nowMs - sentAt)
    }
    this.answered += batch.length
    this.onAnswered?.()
  }

  async deliver(batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> {
    this.receipts += batch.length
    return batch.map(() => ({ kind: 'stored' }))
  }

  bindChanged(): void {}

  #pump(): void {
    while (this.#credit > 0 && this.#wanted > 0) {
      const count = Math.min(this.#credit, this.#wanted, 500)
      this.#credit -= count
      this.#wanted -= count
      const orders = Array.from({ length: count }, () => this.#order())
      const nowMs = performance.now()
      for (const { part } of orders) this.#sentAt.set(part.messageId, nowMs)
      this.edge?.submit(orders)
    }
  }

  #order(): SubmitOrder {
    this.#made += 1
    const number = String(this.#made).padStart(9, '0')
    return {
      part: { messageId: `msg_01jv5w0d3k8q6r2m4${number}`, number: 1 },
      attempt: 1,
      smscId: SMSC,
      messageClass: 'transactional',
      serviceType: '',
      source: { ton: 5, npi: 0, address: 'Parcels' },
      destination: { ton: 1, npi: 1, address: `447${number}` },
      esmClass: 0,
      protocolId: 0,
      priorityFlag: 0,
      scheduleDeliveryTime: '',
      validityPeriod: '000001000000000R',
      registeredDelivery: 1,
      replaceIfPresent: false,
      dataCoding: 0,
      shortMessage: TEXT,
      tlvs: [{ tag: 0x0204, value: Uint8Array.of(this.#made >> 8, this.#made & 255) }],
    }
  }
}
