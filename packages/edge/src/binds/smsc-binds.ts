import { type BindType, bindTypesOf, type SmscDefinition } from '@smpp-connect/contracts'
import { type BindFigures, bindName, type SmscFigures } from '../edge-figures.ts'
import type { Sender } from '../sender/sender.ts'
import { Bind, type BindParts } from './bind.ts'
import { BindCounts } from './bind-counts.ts'
import { whatChanged } from './what-changed.ts'

export type SmscBindsParts = Omit<BindParts, 'bindType' | 'number' | 'sender' | 'onState'> & {
  readonly sender: Sender
  /** Binds that are not to be held any more are down. */
  readonly onReleased?: (() => void) | undefined
}

/**
 * What is bound with one SMSC: `bindCount` binds of each type that its mode asks for. Changes are carried out one after
 * the other, and there are never more than that at once, which is what accounts are limited to: a bind that has to be
 * made anew is opened when the old one is down.
 *
 * - in place: pace, windows, timers; binds are added to and taken from the end, the others go on.
 * - rebind: all end, then all are made anew: they were made with what changed.
 * - reseat: another edge is to hold the binds of a type, or this one is: those end, or are made.
 */
export class SmscBinds {
  readonly #parts: SmscBindsParts
  #wanted: SmscDefinition | undefined
  #carriedOut: SmscDefinition | undefined
  #binds: readonly Bind[] = []
  #working: Promise<void> | undefined
  #reseated = false
  readonly #counts = new BindCounts()

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
    return this.#work()
  }

  /** The seats of this edge are others. */
  reseat(): Promise<void> {
    this.#reseated = true
    return this.#work()
  }

  /** Types of which there are binds. */
  get types(): readonly BindType[] {
    return [...new Set(this.#binds.map(({ bindType }) => bindType))]
  }

  /** Undefined when nothing is to be bound. */
  get figures(): Omit<SmscFigures, 'inbound'> | undefined {
    const wanted = this.#wanted
    if (!wanted?.enabled) return undefined
    const { id: smscId, name, version } = wanted
    const binds = bindTypesOf(wanted.bindMode)
      .filter((bindType) => this.#holds(wanted, { bindType }))
      .flatMap((bindType) =>
        Array.from({ length: wanted.bindCount }, (_, at) => {
          const bind = this.#binds.find((one) => one.bindType === bindType && one.number === at + 1)
          return bind?.figures ?? notBegun(bindName(bindType, at + 1))
        }),
      )
    return { smscId, name, version, binds, bindCounts: this.#counts.counts, sender: this.sender.figures }
  }

  /** Drops the connections of this type. */
  cut(bindType: BindType): void {
    for (const bind of this.#binds) if (bind.bindType === bindType) bind.cut()
  }

  #work(): Promise<void> {
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
    while (this.#wanted !== this.#carriedOut || this.#reseated) {
      this.#reseated = false
      const wanted = this.#wanted
      const change = whatChanged(this.#carriedOut, wanted)
      if (change === 'end' || change === 'rebind') await this.#end(this.#binds)
      if (wanted?.enabled) {
        // What ends gives its share of the credit back before a larger window asks for more.
        const ending = this.#end(
          this.#binds.filter((bind) => bind.number > wanted.bindCount || !this.#holds(wanted, bind)),
        )
        if (change !== 'nothing') {
          for (const bind of this.#binds) bind.update(wanted)
          this.#parts.sender.update(wanted)
        }
        await ending
        this.#start(wanted)
        this.report()
      }
      this.#carriedOut = wanted
    }
  }

  #holds({ id: smscId }: SmscDefinition, { bindType }: Pick<Bind, 'bindType'>): boolean {
    return this.#parts.seats?.holds({ smscId, bindType }) ?? true
  }

  /** Starts what is not there yet. */
  #start(definition: SmscDefinition): void {
    const started: Bind[] = []
    for (const bindType of bindTypesOf(definition.bindMode)) {
      if (!this.#holds(definition, { bindType })) continue
      const sender = bindType === 'receiver' ? undefined : this.#parts.sender
      for (let number = 1; number <= definition.bindCount; number++) {
        if (this.#binds.some((bind) => bind.bindType === bindType && bind.number === number)) continue
        const name = bindName(bindType, number)
        const onState: BindParts['onState'] = (state) => this.#counts.note(name, state)
        started.push(new Bind(definition, { ...this.#parts, bindType, number, sender, onState }))
      }
    }
    this.#binds = [...this.#binds, ...started]
    for (const bind of started) bind.start()
  }

  async #end(binds: readonly Bind[]): Promise<void> {
    await Promise.all(binds.map((bind) => bind.end()))
    this.#binds = this.#binds.filter((bind) => !binds.includes(bind))
    if (binds.length > 0) this.#parts.onReleased?.()
  }
}

function notBegun(name: string): BindFigures {
  return { name, status: 'closed', sinceMs: null, reason: 'It is to be made.', roundTripMs: null }
}
