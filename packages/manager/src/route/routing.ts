import {
  type ErrorPlace,
  type Outcome,
  ok,
  type RouteRule,
  type RoutingChange,
  type Routing as RoutingSettings,
  type RoutingView,
  type RuleChange,
  refuse,
  routingSchema,
  type SmscDefinition,
} from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import { time } from '../views/time.ts'
import { asksForCountries, checkRouting } from './check-routing.ts'
import { type Countries, loadCountries } from './countries.ts'
import { RouteTable } from './route-table.ts'
import { rulesNaming, rulesWithout } from './rules-without.ts'

export interface RoutingParts {
  readonly store: Pick<Store, 'document' | 'putDocument'>
  readonly clock: Clock
  readonly definitions: () => readonly SmscDefinition[]
}

/** Rules to be stored with something else. */
export interface RulesToStore {
  readonly settings: RoutingSettings
  readonly expectedVersion: number
  readonly updatedAtMs: number
}

/**
 * The routing rules: durable before they are called saved, and in force at once. What they name is there: an SMSC that a
 * rule names cannot be deleted, and a rule cannot name one that is not there.
 */
export class Routing {
  readonly #parts: RoutingParts
  #settings: RoutingSettings = routingSchema.parse({ rules: [] })
  #version = 0
  #updatedAtMs: number | null = null
  #warnings: readonly ErrorPlace[] = []
  #countries: Countries | undefined
  #table: RouteTable
  /** Changes of rules and deletions of SMSCs are made one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: RoutingParts) {
    this.#parts = parts
    this.#table = new RouteTable([], [])
  }

  /** Rules and definitions as they are now. */
  get table(): RouteTable {
    return this.#table
  }

  get failoverSeconds(): number {
    return this.#settings.failoverSeconds
  }

  /** Reads what is stored; after the definitions are there. Throws when it cannot be understood: no rule is dropped silently. */
  async load(): Promise<void> {
    const { version, value, updatedAtMs } = await this.#parts.store.document('routing')
    if (value === null) return this.defined()
    const read = routingSchema.safeParse(value)
    if (!read.success) throw new Error(`the stored routing rules cannot be understood: ${read.error.message}`)
    const countries = asksForCountries(read.data) ? await loadCountries() : undefined
    const { warnings } = checkRouting(read.data, () => undefined, countries)
    this.#take(read.data, { version, updatedAtMs, warnings, countries })
  }

  /** The definitions changed. */
  defined(): void {
    this.#table = new RouteTable(this.#settings.rules, this.#parts.definitions(), this.#countries)
  }

  view(): RoutingView {
    const updatedAt = this.#updatedAtMs === null ? null : time(this.#updatedAtMs)
    return { ...this.#settings, version: this.#version, updatedAt, warnings: [...this.#warnings] }
  }

  change({ version: edited, ...wanted }: RoutingChange): Promise<Outcome<RoutingView>> {
    return this.#inTurn(async () => {
      if (edited !== undefined && edited !== this.#version) {
        return refuse('version-conflict', `you edited version ${edited}, the stored one is ${this.#version}`)
      }
      const countries = asksForCountries(wanted) ? await loadCountries() : undefined
      const definitions = this.#parts.definitions()
      const unfit = (id: string): string | undefined => {
        const found = definitions.find((definition) => definition.id === id)
        if (!found) return `there is no SMSC ${id}`
        return found.deletion && `${found.name} is being deleted`
      }
      const { routing, problems, warnings } = checkRouting(wanted, unfit, countries)
      if (problems.length > 0) return refuse('routing-invalid', placesOf(problems), problems)
      const updatedAtMs = this.#parts.clock.nowMs()
      const stored = await this.#parts.store.putDocument('routing', routing, edited ?? null, updatedAtMs)
      if (stored.kind === 'conflict') return refuse('version-conflict', 'the stored version is another one')
      this.#take(routing, { version: stored.version, updatedAtMs, warnings, countries })
      return ok(this.view())
    })
  }

  get rules(): readonly RouteRule[] {
    return this.#settings.rules
  }

  /** Does what removes an SMSC, unless a rule names it; no rule comes to name it meanwhile. */
  unlessNamed<Value>(smscId: string, remove: () => Promise<Outcome<Value>>): Promise<Outcome<Value>> {
    return this.#inTurn(async () => this.whyNamed(smscId) ?? remove())
  }

  /** What is refused because rules name it; undefined when none does. */
  whyNamed(smscId: string): Extract<Outcome<never>, { ok: false }> | undefined {
    const naming = rulesNaming(this.#settings.rules, smscId)
    if (naming.length === 0) return undefined
    const names = naming.map(({ name }) => `“${name}”`).join(', ')
    const detail = naming.length === 1 ? `the routing rule ${names} names it` : `the routing rules ${names} name it`
    return { ok: false, refusal: { code: 'smsc-in-routing', detail } }
  }

  /**
   * Takes an SMSC out of the rules. `store` makes that durable, with what belongs to it, in one step; null when no rule names
   * it. Returns what became of the rules.
   */
  without<Value>(
    smscId: string,
    store: (rules: RulesToStore | null) => Promise<Outcome<Value>>,
  ): Promise<Outcome<{ readonly value: Value; readonly changes: readonly RuleChange[] }>> {
    return this.#inTurn(async () => {
      const { rules, changes } = rulesWithout(this.#settings.rules, smscId)
      const settings: RoutingSettings = { ...this.#settings, rules: [...rules] }
      const isNamed = changes.length > 0
      const updatedAtMs = this.#parts.clock.nowMs()
      const done = await store(isNamed ? { settings, expectedVersion: this.#version, updatedAtMs } : null)
      if (!done.ok) return done
      if (isNamed) {
        const { warnings } = checkRouting(settings, () => undefined, this.#countries)
        this.#take(settings, { version: this.#version + 1, updatedAtMs, warnings, countries: this.#countries })
      }
      return ok({ value: done.value, changes })
    })
  }

  #take(
    settings: RoutingSettings,
    stored: {
      readonly version: number
      readonly updatedAtMs: number | null
      readonly warnings: readonly ErrorPlace[]
      readonly countries: Countries | undefined
    },
  ): void {
    this.#settings = settings
    this.#version = stored.version
    this.#updatedAtMs = stored.updatedAtMs
    this.#warnings = stored.warnings
    this.#countries = stored.countries
    this.defined()
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const mine = this.#turn.then(work, work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }
}

const MOST_PLACES = 5

function placesOf(problems: readonly ErrorPlace[]): string {
  const told = problems.slice(0, MOST_PLACES).map(({ pointer, detail }) => `${pointer}: ${detail}`)
  const more = problems.length > MOST_PLACES ? `; and ${problems.length - MOST_PLACES} more` : ''
  return `${told.join('; ')}${more}`
}
