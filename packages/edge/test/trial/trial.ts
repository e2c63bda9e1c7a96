import { type BindTrial, type BindTrialOrder, type SmscDefinition, TRIAL_STEPS } from '@smpp-connect/contracts'
import { type Clock, systemClock, type Timer } from '@smpp-connect/kernel'
import { tryBind } from '../../src/trial/bind-trial.ts'
import { MACHINE, type TrialWorld } from '../../src/trial/trial-world.ts'
import { definition } from '../definition.ts'

/** Long for what happens by itself, so that nothing hangs on how fast the machine is. */
export const PATIENT = { stepMs: 30_000, listenMs: 0, probeMs: 30_000 }

/** Time that stands still until somebody says that what is waited for does not come. */
export class StandingClock implements Clock {
  readonly #pending = new Map<() => void, number>()
  #nowMs = 0

  nowMs(): number {
    return systemClock.nowMs()
  }

  monotonicMs(): number {
    return this.#nowMs
  }

  after(delayMs: number, fire: () => void): Timer {
    // No time at all is always over.
    if (delayMs <= 0) setImmediate(fire)
    else this.#pending.set(fire, this.#nowMs + delayMs)
    return { cancel: () => this.#pending.delete(fire) }
  }

  /** All time that anybody waits for at this moment passes. */
  readonly pass = (): void => {
    const untilMs = Math.max(this.#nowMs, ...this.#pending.values())
    for (;;) {
      const [next] = [...this.#pending].sort(([, one], [, other]) => one - other)
      if (next === undefined || next[1] > untilMs) break
      const [fire, dueAtMs] = next
      this.#pending.delete(fire)
      this.#nowMs = dueAtMs
      fire()
    }
    this.#nowMs = untilMs
  }
}

export interface TrialOptions {
  readonly given?: Partial<SmscDefinition>
  readonly order?: Partial<BindTrialOrder>
  readonly world?: Partial<TrialWorld>
}

/** Tries a bind with a port of this machine, by real sockets. */
export function trial(port: number, { given, order, world }: TrialOptions = {}): Promise<BindTrial> {
  return tryBind(
    {
      definition: definition({ host: '127.0.0.1', port, ...given }),
      bindType: 'transceiver',
      ownBinds: 0,
      mayBind: true,
      ...order,
    },
    {
      ...MACHINE,
      clock: systemClock,
      signal: new AbortController().signal,
      limits: PATIENT,
      dial: undefined,
      ...world,
    },
  )
}

/** `name ok, connection ok, bind failed`. */
export function course({ steps }: BindTrial): string {
  return steps.map(({ name, ok }) => `${name} ${ok ? 'ok' : 'failed'}`).join(', ')
}

export const WHOLE_COURSE = TRIAL_STEPS.filter((name) => name !== 'name' && name !== 'tls')
  .map((name) => `${name} ok`)
  .join(', ')
