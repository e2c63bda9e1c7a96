import type { Clock } from '@smpp-connect/kernel'
import { Pacer } from '@smpp-connect/smpp'
import type { SimulatorFaults } from '../options.ts'
import type { BoundSession } from './bound-session.ts'

/** What happens to a submit before anybody looks at it. */
export type FaultVerdict = 'pass' | 'drop' | 'throttle'

/** The faults of the moment, and what they need to remember. */
export class FaultPanel {
  #faults: SimulatorFaults
  readonly #clock: Clock
  readonly #pacers = new Map<string, Pacer>()

  constructor(faults: SimulatorFaults, clock: Clock) {
    this.#faults = faults
    this.#clock = clock
  }

  get faults(): SimulatorFaults {
    return this.#faults
  }

  /** Replaces all of them. */
  set(faults: SimulatorFaults): void {
    this.#faults = faults
    this.#pacers.clear()
  }

  /** Call for each submit that comes, with its session counted up already. */
  judge(bound: BoundSession): FaultVerdict {
    const { dropAfter, throttleAbovePerSecond } = this.#faults
    if (dropAfter !== undefined && bound.received > dropAfter) return 'drop'
    if (throttleAbovePerSecond === undefined) return 'pass'
    const nowMs = this.#clock.monotonicMs()
    let pacer = this.#pacers.get(bound.systemId)
    if (pacer === undefined) {
      pacer = new Pacer({ perSecond: throttleAbovePerSecond }, nowMs)
      this.#pacers.set(bound.systemId, pacer)
    }
    return pacer.take(nowMs) ? 'pass' : 'throttle'
  }
}
