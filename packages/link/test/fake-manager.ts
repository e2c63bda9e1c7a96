import type { BindState, InboundPdu, InboundVerdict, ManagerPort, SmscId, SubmitAnswer } from '@smpp-connect/contracts'

/** A manager that remembers what it is told. Writing can be held up, or fail. */
export class FakeManager implements ManagerPort {
  readonly credit = new Map<SmscId, number>()
  readonly answered: SubmitAnswer[] = []
  readonly inbound: InboundPdu[] = []
  readonly binds: BindState[] = []
  onCredit: (() => void) | undefined
  onAnswers: ((batch: readonly SubmitAnswer[]) => void) | undefined
  verdict: (pdu: InboundPdu) => InboundVerdict = () => ({ kind: 'stored' })
  /** What every write waits for. */
  store: () => Promise<void> = async () => {}

  grantCredit(smscId: SmscId, count: number): void {
    this.credit.set(smscId, this.creditOf(smscId) + count)
    this.onCredit?.()
  }

  revokeCredit(smscId: SmscId, count: number): void {
    this.credit.set(smscId, this.creditOf(smscId) - count)
  }

  creditOf(smscId: SmscId): number {
    return this.credit.get(smscId) ?? 0
  }

  async answers(batch: readonly SubmitAnswer[]): Promise<void> {
    await this.store()
    this.answered.push(...batch)
    this.onAnswers?.(batch)
  }

  async deliver(batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> {
    await this.store()
    this.inbound.push(...batch)
    return batch.map(this.verdict)
  }

  bindChanged(state: BindState): void {
    this.binds.push(state)
  }
}
