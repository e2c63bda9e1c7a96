import type { RouteRule, Routing, RoutingView } from '@smpp-connect/contracts'
import { errorsShownAt, type FieldErrors, placesOf } from '../../form/field-errors.ts'
import { type Keyed, withKeys, withoutKey } from '../../form/keyed.ts'
import { isSame } from '../../form/pointer.ts'

/** A rule as the form holds it: a weight that was cleared is empty until it is written again. */
export interface RuleDraft extends Omit<RouteRule, 'to'> {
  readonly to: readonly TargetDraft[]
}
export interface TargetDraft {
  readonly smscId: string
  readonly weight: number | ''
}

export interface RoutingDraft {
  readonly rules: readonly Keyed<RuleDraft>[]
  readonly failoverSeconds: number | ''
}

export function newRule(smscId: string | undefined): RuleDraft {
  return {
    name: '',
    enabled: true,
    when: { prefixes: [], countries: [], senders: [], classes: [], callers: [] },
    to: smscId === undefined ? [] : [{ smscId, weight: 1 }],
    fallback: [],
  }
}

export function routingDraftOf({ rules, failoverSeconds }: RoutingView): RoutingDraft {
  return { rules: withKeys<RuleDraft>(rules), failoverSeconds }
}

/** As the API takes it. */
export function routingOf({ rules, failoverSeconds }: RoutingDraft): Routing {
  return { rules: rules.map((rule) => withoutKey<RuleDraft>(rule)), failoverSeconds } as Routing
}

export function isRoutingChanged(base: RoutingDraft, draft: RoutingDraft): boolean {
  return !isSame(routingOf(base), routingOf(draft))
}

/** What can be seen to be wrong; the API judges the conditions and how the rules go together. */
export function routingProblems({ rules, failoverSeconds }: RoutingDraft): FieldErrors {
  const errors: Record<string, string> = {}
  if (failoverSeconds === '') errors['/failoverSeconds'] = 'Enter a number'
  for (const [index, { name, to }] of rules.entries()) {
    if (name.trim() === '') errors[`/rules/${index}/name`] = 'Give it a name'
    if (to.length === 0) errors[`/rules/${index}/to`] = 'Name at least one SMSC'
    for (const [at, { smscId, weight }] of to.entries()) {
      if (smscId === '') errors[`/rules/${index}/to/${at}/smscId`] = 'Choose an SMSC'
      if (weight === '') errors[`/rules/${index}/to/${at}/weight`] = 'Enter a number'
    }
  }
  return errors
}

const SHOWN =
  /^\/(failoverSeconds|rules\/\d+(\/name|\/to|\/to\/\d+\/(smscId|weight)|\/fallback|\/when\/(prefixes|countries|senders|classes|callers))?)$/

/** A refusal at the fields it is about; empty when it is about none of them. */
export function routingErrorsOf(failure: unknown): FieldErrors {
  return errorsShownAt(placesOf(failure), (place) => SHOWN.test(place))
}

/** What somebody else did to the rules, in a few words, as far as their names tell. */
export function changesBetween(before: RoutingView, after: RoutingView): string {
  const was = new Map(before.rules.map((rule) => [rule.name, rule]))
  const is = new Map(after.rules.map((rule) => [rule.name, rule]))
  const added = after.rules.filter(({ name }) => !was.has(name)).map(({ name }) => name)
  const removed = before.rules.filter(({ name }) => !is.has(name)).map(({ name }) => name)
  const changed = after.rules.filter((rule) => was.has(rule.name) && !isSame(was.get(rule.name), rule))
  const said = [
    listed('added', added),
    listed('removed', removed),
    listed(
      'changed',
      changed.map(({ name }) => name),
    ),
  ].filter((words) => words !== '')
  return said.length === 0 ? 'changed the order or the time' : said.join('; ')
}

function listed(verb: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${verb} ${names.map((name) => `“${name}”`).join(', ')}`
}
