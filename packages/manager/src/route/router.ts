import type { Outcome, SmscDefinition, SmscId } from '@smpp-connect/contracts'
import type { Clock, Log, Metrics } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import type { IntakeContext } from '../accept/judge.ts'
import { explainRoute, type RouteReason } from './explain.ts'
import { Failover } from './failover.ts'
import { Outages } from './outages.ts'
import type { RouteChoice, RouteQuestion, Standing } from './route-question.ts'
import type { RouteTable } from './route-table.ts'
import { Routing } from './routing.ts'

export interface RouterParts {
  readonly store: Pick<Store, 'document' | 'putDocument' | 'reroutable' | 'rewrite'>
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly definitions: () => readonly SmscDefinition[]
  /** Why an SMSC takes no submits now, in a sentence; undefined when it does. */
  readonly hindrance: (definition: SmscDefinition) => string | undefined
  readonly context: () => Pick<IntakeContext, 'maxParts' | 'nextReference'>
  /** Something may have become due at this SMSC. */
  readonly wake: (smscId: SmscId) => void
}

/** Which SMSC a message goes to: the rules, how the SMSCs stand, and what becomes of what waits at one that is out. */
export class Router {
  readonly routing: Routing
  readonly #parts: RouterParts
  readonly #outages = new Outages()
  readonly #failover: Failover

  constructor(parts: RouterParts) {
    this.#parts = parts
    this.routing = new Routing(parts)
    this.#failover = new Failover({
      ...parts,
      table: () => this.routing.table,
      outages: this.#outages,
      failoverSeconds: () => this.routing.failoverSeconds,
    })
  }

  /** After the definitions are there. */
  async start(): Promise<void> {
    await this.routing.load()
    this.#outages.begin(this.#parts.definitions(), this.#parts.clock.monotonicMs())
  }

  /** The definitions changed. */
  defined(): void {
    this.routing.defined()
    this.#outages.defined(this.#parts.definitions())
  }

  /** Whether an SMSC takes submits may have changed. */
  noted(smscId: SmscId, takes: boolean): void {
    this.#outages.note(smscId, takes, this.#parts.clock.monotonicMs())
  }

  choose(question: RouteQuestion): Outcome<RouteChoice> {
    return this.routing.table.choose(question, this.#standing())
  }

  /** The same by other rules, which are not in force. */
  chooseBy(table: RouteTable, question: RouteQuestion): Outcome<RouteChoice> {
    return table.choose(question, this.#standing())
  }

  explain(question: RouteQuestion): RouteReason {
    const { table, failoverSeconds } = this.routing
    return explainRoute(question, {
      table,
      standing: this.#standing(),
      hindrance: this.#parts.hindrance,
      failoverSeconds,
    })
  }

  /** Gives what waits at an SMSC that is out to others; to be called again and again, never twice at once. */
  turn(): Promise<void> {
    return this.#failover.turn()
  }

  #standing(): Standing {
    return this.#outages.forNew(this.#parts.clock.monotonicMs(), this.routing.failoverSeconds * 1_000)
  }
}
