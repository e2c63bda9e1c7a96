import type { BindType, SmscDefinition } from '@smpp-connect/contracts'
import type { Sender } from '../sender/sender.ts'
import { Bind, type BindParts } from './bind.ts'
import { whatChanged } from './what-changed.ts'

export type SmscBindsParts = Omit<BindParts, 'bindType' | 'sender'> & {
  readonly newSender: (definition: SmscDefinition) => Sender
}

const BIND_TYPES: Readonly<Record<SmscDefinition['bindMode'], readonly BindType[]>> = {
  transceiver: ['transceiver'],
  'transmitter-receiver': ['transmitter', 'receiver'],
}

/**
 * What is bound with one SMSC. Changes are carried out one after the other, and a new bind is never opened before the
 * old one is down: many accounts allow one only.
 */
export class SmscBinds {
  readonly #parts: SmscBindsParts
  readonly #sender: Sender
  #wanted: SmscDefinition | undefined
  #carriedOut: SmscDefinition | undefined
  #binds: readonly Bind[] = []
  #working: Promise<void> | undefined

  constructor(definition: SmscDefinition, parts: SmscBindsParts) {
    this.#parts = parts
    this.#sender = parts.newSender(definition)
  }

  get sender(): Sender {
    return this.#sender
  }

  /** Makes it so; undefined ends all. Resolves when it is carried out, which may take as long as a window to run empty. */
  apply(definition: SmscDefinition | undefined): Promise<void> {
    this.#wanted = definition
    this.#working ??= this.#carryOut().finally(() => {
      this.#working = undefined
    })
    return this.#working
  }

  /** Tells the manager what changed in the binds' figures. */
  report(): void {
    for (const bind of this.#binds) bind.report()
  }

  async #carryOut(): Promise<void> {
    while (this.#carriedOut !== this.#wanted) {
      const wanted = this.#wanted
      const change = whatChanged(this.#carriedOut, wanted)
      if (change === 'end' || change === 'rebind') await this.#end()
      if (wanted && (change === 'start' || change === 'rebind')) this.#start(wanted)
      if (wanted && change === 'in-place') for (const bind of this.#binds) bind.update(wanted)
      this.#carriedOut = wanted
    }
  }

  #start(definition: SmscDefinition): void {
    this.#binds = BIND_TYPES[definition.bindMode].map((bindType) => {
      const sender = bindType === 'receiver' ? undefined : this.#sender
      return new Bind(definition, { ...this.#parts, bindType, sender })
    })
    for (const bind of this.#binds) bind.start()
  }

  async #end(): Promise<void> {
    const binds = this.#binds
    await Promise.all(binds.map((bind) => bind.end()))
    this.#binds = []
  }
}
