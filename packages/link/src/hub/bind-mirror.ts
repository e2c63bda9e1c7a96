import type { BindState, SmscId } from '@smpp-connect/contracts'

const MOST_BINDS = 20_000

/**
 * What one edge last said of its binds. While the link is down none of them carries anything for the manager, whatever
 * their state out there: they are told as waiting for the link.
 */
export class BindMirror {
  readonly #tell: (state: BindState) => void
  readonly #states = new Map<string, BindState>()

  constructor(tell: (state: BindState) => void) {
    this.#tell = tell
  }

  /** `all`: those that are not named are gone. False, with nothing taken, when there are more than can be. */
  take(states: readonly BindState[], all: boolean, nowMs: number): boolean {
    if (this.#states.size + states.length > MOST_BINDS) return false
    const named = new Set(states.map(keyOf))
    for (const [key, state] of this.#states) {
      if (!all || named.has(key)) continue
      this.#states.delete(key)
      this.#tell({ ...state, status: 'closed', sinceMs: nowMs, retryAtMs: null, reason: '', windowInUse: 0 })
    }
    for (const state of states) {
      if (state.status === 'closed') this.#states.delete(keyOf(state))
      else this.#states.set(keyOf(state), state)
      this.#tell(state)
    }
    return true
  }

  cut(reason: string, nowMs: number): void {
    for (const state of this.#states.values()) {
      if (state.status === 'disabled') continue
      this.#tell({ ...state, status: 'waiting', sinceMs: nowMs, reason, retryAtMs: null, windowInUse: 0 })
    }
  }

  /** The edge is another process, or is taken for lost: its binds are gone. */
  forget(nowMs: number): void {
    this.take([], true, nowMs)
  }

  /** Whether a bind with this SMSC is bound that carries requests of ours. */
  holds(smscId: SmscId): boolean {
    for (const { smscId: of, status, bindType } of this.#states.values()) {
      if (of === smscId && status === 'bound' && bindType !== 'receiver') return true
    }
    return false
  }
}

function keyOf({ smscId, bindType, number }: BindState): string {
  return `${smscId} ${bindType} ${number}`
}
