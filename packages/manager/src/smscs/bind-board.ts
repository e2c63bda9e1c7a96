import type { BindState, SmscDefinition, SmscId } from '@smpp-connect/contracts'

/** What the edges last said of each bind. */
export class BindBoard {
  readonly #states = new Map<SmscId, Map<BindState['bindType'], BindState>>()

  /** Notes a state; `before` is what it replaces. */
  note(state: BindState): { readonly before: BindState | undefined } {
    const binds = this.#states.get(state.smscId) ?? new Map<BindState['bindType'], BindState>()
    this.#states.set(state.smscId, binds)
    const before = binds.get(state.bindType)
    if (state.status === 'closed') binds.delete(state.bindType)
    else binds.set(state.bindType, state)
    return { before }
  }

  of(smscId: SmscId): readonly BindState[] {
    return [...(this.#states.get(smscId)?.values() ?? [])]
  }

  forget(smscId: SmscId): void {
    this.#states.delete(smscId)
  }

  /** The bind that carries submits, when it is bound. */
  sending(smscId: SmscId): BindState | undefined {
    return this.of(smscId).find((bind) => bind.status === 'bound' && bind.bindType !== 'receiver')
  }

  /** Why this SMSC takes no submits now, in a sentence; undefined when it does. */
  hindrance(definition: SmscDefinition): string | undefined {
    if (!definition.enabled) return `The SMSC ${definition.name} is disabled.`
    if (this.sending(definition.id)) return undefined
    const bind = this.of(definition.id).find((candidate) => candidate.bindType !== 'receiver')
    const why = bind?.reason ? ` ${bind.reason}` : ''
    return `The SMSC ${definition.name} is not bound.${why}`
  }
}
