import type { BindState, InboundPdu, InboundVerdict, ManagerPort, SmscId, SubmitAnswer } from '@smpp-connect/contracts'
import type { VirtualClock } from '@smpp-connect/testkit'

/**
 * One direction: what is handed in comes out in the same order, later; nothing comes out while it stalls. Each comes by
 * itself, and what it brings about happens before the next, as when they came in different segments.
 */
class Way {
  readonly #clock: VirtualClock
  readonly #takesMs: number
  readonly #waiting: { readonly dueMs: number; readonly work: () => void }[] = []
  #stalled = false
  #flowing = false

  constructor(clock: VirtualClock, takesMs: number) {
    this.#clock = clock
    this.#takesMs = takesMs
  }

  set stalled(stalled: boolean) {
    this.#stalled = stalled
    this.#flow()
  }

  carry(work: () => void): void {
    this.#waiting.push({ dueMs: this.#clock.monotonicMs() + this.#takesMs, work })
    if (this.#takesMs === 0) this.#flow()
    else this.#clock.after(this.#takesMs, () => this.#flow())
  }

  async #flow(): Promise<void> {
    if (this.#flowing) return
    this.#flowing = true
    while (!this.#stalled && this.#waiting[0] && this.#waiting[0].dueMs <= this.#clock.monotonicMs()) {
      this.#waiting.shift()?.work()
      for (let turn = 0; turn < 4; turn++) await undefined
    }
    this.#flowing = false
  }
}

/** A link between an edge and its manager, as far as order and time are concerned. */
export class ModelLink {
  readonly toManager: Way
  readonly toEdge: Way
  /** Questions that were asked. */
  asked = 0

  constructor(clock: VirtualClock, roundTripMs: number) {
    this.toManager = new Way(clock, roundTripMs / 2)
    this.toEdge = new Way(clock, roundTripMs / 2)
  }

  set stalled(stalled: boolean) {
    this.toManager.stalled = stalled
    this.toEdge.stalled = stalled
  }

  /** As `EdgeLink.echo`. */
  ask(): Promise<boolean> {
    this.asked++
    return new Promise((resolve) => this.toManager.carry(() => this.toEdge.carry(() => resolve(true))))
  }

  /** The manager as the edge reaches it over this link. */
  to(manager: ManagerPort): ManagerPort {
    const { toManager, toEdge } = this
    return {
      grantCredit: (smscId: SmscId, count: number) => toManager.carry(() => manager.grantCredit(smscId, count)),
      revokeCredit: (smscId: SmscId, count: number) => toManager.carry(() => manager.revokeCredit(smscId, count)),
      answers: (batch: readonly SubmitAnswer[]) =>
        new Promise<void>((resolve, reject) =>
          toManager.carry(() => {
            manager.answers(batch).then(
              () => toEdge.carry(resolve),
              (failure) => toEdge.carry(() => reject(failure)),
            )
          }),
        ),
      deliver: (batch: readonly InboundPdu[]): Promise<readonly InboundVerdict[]> => manager.deliver(batch),
      bindChanged: (state: BindState) => toManager.carry(() => manager.bindChanged(state)),
    }
  }
}
