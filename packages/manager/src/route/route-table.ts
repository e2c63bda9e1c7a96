import {
  type MessageClass,
  type Outcome,
  ok,
  type RouteRule,
  refuse,
  type SmscDefinition,
  takesNew,
} from '@smpp-connect/contracts'
import { canonicalSender } from '../address/canonical.ts'
import { Asked, type Condition, conditionsOf } from './conditions.ts'
import type { Countries } from './countries.ts'
import { isAble, type RouteChoice, type RouteQuestion, type Standing } from './route-question.ts'
import { type Sharer, sharerOf, shareSeed } from './share.ts'

/** An SMSC that shares what a rule takes. */
export interface Target extends Sharer {
  readonly definition: SmscDefinition
}

/** A rule, with the SMSCs that it names as they are defined now. */
export interface TableRule {
  readonly rule: RouteRule
  readonly conditions: readonly Condition[]
  /** Those that are enabled, and not being deleted. */
  readonly to: readonly Target[]
  readonly fallback: readonly SmscDefinition[]
}

/**
 * Rules and SMSC definitions, made ready for answering which SMSC takes a message; made anew when either changes.
 *
 * 1. The SMSC that the caller names takes it, whatever its state: the message waits there. Only one that is being deleted
 *    takes nothing new, from nobody.
 * 2. An answer in a conversation goes to the conversation's SMSC, unless that is disabled, or out.
 * 3. Of the rules that are enabled, in their order, the first all of whose conditions hold and which names an SMSC that
 *    is enabled. Those of `to` that are able share by weight, a person always with the same one; while none of them is
 *    able, the first of `fallback` that is; while none of these is either, it waits at the SMSC of `to` that would have
 *    it if all were.
 * 4. No rule: among the enabled ones those whose default sender is the message's sender, else all; of these one that
 *    is bound, else the oldest. With none enabled the oldest definition takes it, and it waits.
 */
export class RouteTable {
  readonly rules: readonly TableRule[]
  readonly countries: Countries | undefined
  readonly #byId: ReadonlyMap<string, SmscDefinition>
  readonly #usable: readonly TableRule[]
  /** Enabled ones, all when none is; the oldest first. None that is being deleted. */
  readonly #usual: readonly SmscDefinition[]
  readonly #byDefaultSender: ReadonlyMap<string, readonly SmscDefinition[]>

  /** `countries` may be left out when no rule asks for one. */
  constructor(rules: readonly RouteRule[], definitions: readonly SmscDefinition[], countries?: Countries) {
    this.#byId = new Map(definitions.map((definition) => [definition.id, definition]))
    this.countries = countries
    this.rules = rules.map((rule) => this.#ready(rule))
    this.#usable = this.rules.filter(({ rule, to, fallback }) => rule.enabled && to.length + fallback.length > 0)
    const enabled = definitions.filter(takesNew)
    const staying = definitions.filter(({ deletion }) => deletion === undefined)
    this.#usual = (enabled.length > 0 ? enabled : staying).toSorted((a, b) => a.createdAtMs - b.createdAtMs)
    this.#byDefaultSender = Map.groupBy(this.#usual, senderOf)
  }

  choose(question: RouteQuestion, standing: Standing): Outcome<RouteChoice> {
    const { wanted, conversation } = question
    if (wanted !== undefined) {
      const named = this.#byId.get(wanted)
      if (named?.deletion) {
        const detail = `smscId: ${named.name} is being deleted, and takes nothing new`
        return refuse('smsc-deleting', detail, [{ pointer: '/smscId', detail: 'being deleted' }])
      }
      if (named) return ok({ definition: named, decidedBy: 'message', rule: null })
      return refuse('no-smsc', `smscId: there is no SMSC ${wanted}`, [{ pointer: '/smscId', detail: 'unknown SMSC' }])
    }
    const known = conversation === undefined ? undefined : this.#byId.get(conversation)
    if (known && takesNew(known) && isAble(known.id, question.messageClass, standing)) {
      return ok({ definition: known, decidedBy: 'conversation', rule: null })
    }
    if (this.#usable.length > 0) {
      const asked = new Asked(question, this.countries)
      const rule = this.#usable.find(({ conditions }) => conditions.every((condition) => condition.holds(asked)))
      if (rule) return ok({ definition: takerOf(rule, question, standing), decidedBy: 'rule', rule: rule.rule.name })
    }
    return this.#usualChoice(question, standing)
  }

  /** Whether texts that no rule takes may come to it. */
  isUsual(definition: SmscDefinition): boolean {
    return this.usualOnes(senderOf(definition)).some(({ id }) => id === definition.id)
  }

  get(id: string): SmscDefinition | undefined {
    return this.#byId.get(id)
  }

  /** Among whom is chosen when no rule decides. */
  usualOnes(sender: string | undefined): readonly SmscDefinition[] {
    return (sender === undefined ? undefined : this.#byDefaultSender.get(sender)) ?? this.#usual
  }

  #usualChoice({ sender }: RouteQuestion, standing: Standing): Outcome<RouteChoice> {
    const pool = this.usualOnes(sender)
    const definition = pool.find(({ id }) => standing.takes(id)) ?? pool[0]
    if (!definition)
      return refuse('no-smsc', this.#byId.size > 0 ? 'every SMSC is being deleted' : 'no SMSC is defined')
    return ok({ definition, decidedBy: pool === this.#usual ? 'any' : 'sender', rule: null })
  }

  #ready(rule: RouteRule): TableRule {
    const enabled = (id: string): SmscDefinition[] => {
      const definition = this.#byId.get(id)
      return definition && takesNew(definition) ? [definition] : []
    }
    return {
      rule,
      conditions: conditionsOf(rule.when),
      to: rule.to.flatMap(({ smscId, weight }) =>
        enabled(smscId).map((definition) => ({ definition, weight, seed: shareSeed(smscId) })),
      ),
      fallback: rule.fallback.flatMap(enabled),
    }
  }
}

/** Which SMSC of a rule takes a message; the rule has at least one that is enabled. */
function takerOf({ to, fallback }: TableRule, question: RouteQuestion, standing: Standing): SmscDefinition {
  const { destination, messageClass } = question
  const sharers = ableOnes(to, messageClass, standing)
  if (sharers.length > 0) return sharerOf(destination, sharers).definition
  const next = fallback.find(({ id }) => isAble(id, messageClass, standing))
  if (next) return next
  return to.length > 0 ? sharerOf(destination, to).definition : (fallback[0] as SmscDefinition)
}

/** Those of `to` that share what the rule takes now. */
export function ableOnes(to: readonly Target[], messageClass: MessageClass, standing: Standing): readonly Target[] {
  const able = ({ definition }: Target): boolean => isAble(definition.id, messageClass, standing)
  return to.every(able) ? to : to.filter(able)
}

function senderOf({ defaultSender }: SmscDefinition): string {
  const canonical = canonicalSender(defaultSender)
  return canonical.ok ? canonical.value : defaultSender
}
