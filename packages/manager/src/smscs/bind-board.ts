import { type BindState, leavesThroughIt, type SmscDefinition, type SmscId } from '@smpp-connect/contracts'

/** What the edges last said of each bind. */
export class BindBoard {
  readonly #states = new Map<SmscId, Map<string, BindState>>()
  readonly #whyNone: (definition: SmscDefinition) => string | undefined

  /** `whyNone` says why there is no bind, in a sentence, where that is known. */
  constructor(whyNone: (definition: SmscDefinition) => string | undefined = () => undefined) {
    this.#whyNone = whyNone
  }

  /** Notes a state; `before` is what it replaces. */
  note(state: BindState): { readonly before: BindState | undefined } {
    const key = `${state.edgeId ?? ''} ${state.bindType} ${state.number}`
    const binds = this.#states.get(state.smscId) ?? new Map<string, BindState>()
    this.#states.set(state.smscId, binds)
    const before = binds.get(key)
    if (state.status === 'closed') binds.delete(key)
    else binds.set(key, state)
    return { before }
  }

  of(smscId: SmscId): readonly BindState[] {
    return [...(this.#states.get(smscId)?.values() ?? [])]
  }

  forget(smscId: SmscId): void {
    this.#states.delete(smscId)
  }

  /** A bind that carries submits, when one is bound. */
  sending(smscId: SmscId): BindState | undefined {
    return this.of(smscId).find((bind) => bind.status === 'bound' && bind.bindType !== 'receiver')
  }

  /** Why this SMSC takes no submits now, in a sentence; undefined when it does. */
  hindrance(definition: SmscDefinition): string | undefined {
    if (!leavesThroughIt(definition)) return `The SMSC ${definition.name} is being deleted.`
    if (!definition.enabled) return `The SMSC ${definition.name} is disabled.`
    if (this.sending(definition.id)) return undefined
    const bind = this.of(definition.id).find((candidate) => candidate.bindType !== 'receiver')
    const why = bind ? bind.reason : this.#whyNone(definition)
    return `The SMSC ${definition.name} is not bound.${why ? ` ${why}` : ''}`
  }
}
