import type { BindTrialAnswer, BindTrialOrder } from '@smpp-connect/contracts'
import type { Clock, Log } from '@smpp-connect/kernel'
import { tryBind } from './bind-trial.ts'
import { MACHINE, type TrialWorld } from './trial-world.ts'

export interface TrialDeskParts extends Partial<Pick<TrialWorld, 'limits' | 'lookUp' | 'connect'>> {
  readonly clock: Clock
  readonly log: Log
  readonly dial: (order: BindTrialOrder) => TrialWorld['dial']
}

/** Trials under way or waiting for their turn. */
const MOST_TRIALS = 10

/** Takes trials: those of one account one after the other, so that they do not stand in each other's way. */
export class TrialDesk {
  readonly #parts: TrialDeskParts
  readonly #stopping = new AbortController()
  /** The last trial of each account that has any. */
  readonly #turns = new Map<string, Promise<unknown>>()
  #count = 0

  constructor(parts: TrialDeskParts) {
    this.#parts = parts
  }

  async take(order: BindTrialOrder): Promise<BindTrialAnswer> {
    if (this.#count >= MOST_TRIALS) return notTried(`${MOST_TRIALS} other binds are being tried; try again in a moment`)
    this.#count++
    const account = `${order.definition.systemId} ${order.definition.host.toLowerCase()}`
    const before = this.#turns.get(account) ?? Promise.resolve()
    const mine = before.then(() => this.#try(order))
    this.#turns.set(account, mine)
    try {
      return await mine
    } finally {
      this.#count--
      if (this.#turns.get(account) === mine) this.#turns.delete(account)
    }
  }

  /** Ends what is under way, and takes no more. */
  stop(): void {
    this.#stopping.abort(new Error('the edge is stopping'))
  }

  async #try(order: BindTrialOrder): Promise<BindTrialAnswer> {
    const { clock, log, dial, ...machine } = this.#parts
    const { signal } = this.#stopping
    try {
      signal.throwIfAborted()
      const trial = await tryBind(order, { ...MACHINE, ...machine, clock, signal, dial: dial(order) })
      log.info('bind tried', {
        smscId: order.definition.id,
        bindType: order.bindType,
        diagnosis: trial.diagnosis?.code ?? 'none',
      })
      return { kind: 'tried', trial }
    } catch (failure) {
      if (!signal.aborted) log.error('bind trial failed', { cause: String(failure) })
      return notTried(failure instanceof Error ? failure.message : String(failure))
    }
  }
}

function notTried(reason: string): BindTrialAnswer {
  return { kind: 'not-tried', reason }
}
