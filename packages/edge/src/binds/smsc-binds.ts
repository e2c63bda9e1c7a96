import type { SmscDefinition } from '@smpp-connect/contracts'
import type { Sender } from '../sender/sender.ts'
import { Bind, type BindParts } from './bind.ts'
import type { BindTypesOf } from './bind-types.ts'
import { whatChanged } from './what-changed.ts'

export type SmscBindsParts = Omit<BindParts, 'bindType' | 'number' | 'sender'> & {
  readonly sender: Sender
  /** Which binds this edge holds for a mode. */
  readonly bindTypes: BindTypesOf
}

/**
 * What is bound with one SMSC: `bindCount` binds of each type that its mode asks for. Changes are carried out one after
 * the other, and there are never more than that at once, which is what accounts are limited to: a bind that has to be
 * made anew is opened when the old one is down.
 *
 * - in place: pace, windows, timers; binds are added to and taken from the end, the others go on.
 * - rebind: all end, then all are made anew: they were made with what changed.
 */
export class SmscBinds {
  readonly #parts: SmscBindsParts
  #wanted: SmscDefinition | undefined
  #carriedOut: SmscDefinition | undefined
  #binds: readonly Bind[] = []
  #working: Promise<void> | undefined

  constructor(parts: SmscBindsParts) {
    this.#parts = parts
  }

  get sender(): Sender {
    return this.#parts.sender
  }

  /** Whether anything is to be bound. */
  get isWanted(): boolean {
    return this.#wanted !== undefined
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
    while (this.#wanted !== this.#carriedOut) {
      const wanted = this.#wanted
      const change = whatChanged(this.#carriedOut, wanted)
      if (change === 'end' || change === 'rebind') await this.#end(this.#binds)
      if (wanted && change !== 'end' && change !== 'nothing') {
        // What ends gives its share of the credit back before a larger window asks for more.
        const ending = this.#end(this.#binds.filter(({ number }) => number > wanted.bindCount))
        for (const bind of this.#binds) bind.update(wanted)
        this.#parts.sender.update(wanted)
        await ending
        this.#start(wanted)
        this.report()
      }
      this.#carriedOut = wanted
    }
  }

  /** Starts what is not there yet. */
  #start(definition: SmscDefinition): void {
    const started: Bind[] = []
    for (const bindType of this.#parts.bindTypes(definition.bindMode)) {
      const sender = bindType === 'receiver' ? undefined : this.#parts.sender
      for (let number = 1; number <= definition.bindCount; number++) {
        if (this.#binds.some((bind) => bind.bindType === bindType && bind.number === number)) continue
        started.push(new Bind(definition, { ...this.#parts, bindType, number, sender }))
      }
    }
    this.#binds = [...this.#binds, ...started]
    for (const bind of started) bind.start()
  }

  async #end(binds: readonly Bind[]): Promise<void> {
    await Promise.all(binds.map((bind) => bind.end()))
    this.#binds = this.#binds.filter((bind) => !binds.includes(bind))
  }
}
