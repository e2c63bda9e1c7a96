import type { BindState } from '@smpp-connect/contracts'
import type { FrameSource, Outgoing } from '../session/session.ts'
import { bindToWire } from '../wire/bind-state.ts'

/**
 * The binds as they are told to the manager: all of them when a connection begins, then those that changed, each as it is
 * when there is room to tell it.
 */
export class BindReports implements FrameSource {
  readonly #binds = new Map<string, BindState>()
  readonly #changed = new Map<string, BindState>()
  #all = false

  note(state: BindState): void {
    const key = `${state.smscId} ${state.bindType} ${state.number}`
    // A closed one is told once; on the next connection it is simply not there.
    if (state.status === 'closed') this.#binds.delete(key)
    else this.#binds.set(key, state)
    this.#changed.set(key, state)
  }

  resume(): void {
    this.#all = true
    this.#changed.clear()
  }

  next(): Outgoing | undefined {
    if (!this.#all && this.#changed.size === 0) return undefined
    const states = [...(this.#all ? this.#binds : this.#changed).values()]
    const all = this.#all
    this.#all = false
    this.#changed.clear()
    return {
      kind: { case: 'binds', value: { $typeName: 'connect.link.v1.Binds', all, binds: states.map(bindToWire) } },
    }
  }
}
