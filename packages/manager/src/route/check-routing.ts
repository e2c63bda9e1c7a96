import type { ErrorPlace, RouteRule, Routing } from '@smpp-connect/contracts'
import { canonicalSender } from '../address/canonical.ts'
import type { Countries } from './countries.ts'

export interface CheckedRouting {
  /** As it is to be stored: prefixes with their `+`, sender addresses in canonical form. */
  readonly routing: Routing
  /** What it is refused for. */
  readonly problems: readonly ErrorPlace[]
  /** What is allowed, and is most likely not meant. */
  readonly warnings: readonly ErrorPlace[]
}

/** Judges rules that somebody wants to save. `unfit` says why no rule may name an SMSC. `countries` may be left out when no rule names one. */
export function checkRouting(
  wanted: Routing,
  unfit: (id: string) => string | undefined,
  countries: Countries | undefined,
): CheckedRouting {
  const rules = wanted.rules.map(normalised)
  const problems = rules.flatMap((rule, at) => [
    ...nameProblems(rules, at),
    ...smscProblems(rule, at, unfit),
    ...conditionProblems(rule, at, countries),
  ])
  return { routing: { ...wanted, rules }, problems, warnings: shadowed(rules) }
}

/** Whether some rule names a country, and so the table of countries has to be there. */
export function asksForCountries({ rules }: Pick<Routing, 'rules'>): boolean {
  return rules.some(({ when }) => when.countries.length > 0)
}

function normalised(rule: RouteRule): RouteRule {
  const { prefixes, senders } = rule.when
  const canonical = senders.map((sender) => {
    const read = canonicalSender(sender)
    return read.ok ? read.value : sender
  })
  const when = { ...rule.when, prefixes: prefixes.map((prefix) => `+${prefix.replace('+', '')}`), senders: canonical }
  return { ...rule, when }
}

function nameProblems(rules: readonly RouteRule[], at: number): readonly ErrorPlace[] {
  const name = rules[at]?.name.toLowerCase()
  const before = rules.slice(0, at).findIndex((other) => other.name.toLowerCase() === name)
  if (before < 0) return []
  return [{ pointer: `/rules/${at}/name`, detail: `rule ${before + 1} has this name too; names tell rules apart` }]
}

function smscProblems(rule: RouteRule, at: number, unfit: (id: string) => string | undefined): readonly ErrorPlace[] {
  const places = [
    ...rule.to.map(({ smscId }, index) => ({ id: smscId, pointer: `/rules/${at}/to/${index}/smscId` })),
    ...rule.fallback.map((id, index) => ({ id, pointer: `/rules/${at}/fallback/${index}` })),
  ]
  return places.flatMap(({ id, pointer }, index) => {
    const why = unfit(id)
    if (why !== undefined) return [{ pointer, detail: why }]
    const isAgain = places.slice(0, index).some((other) => other.id === id)
    return isAgain ? [{ pointer, detail: 'this rule names it already; give it one place, and a weight' }] : []
  })
}

function conditionProblems({ when }: RouteRule, at: number, countries: Countries | undefined): readonly ErrorPlace[] {
  const wrongCountries = when.countries.flatMap((code, index) => {
    if (countries?.has(code)) return []
    const hint = code === 'UK' ? '; the United Kingdom is GB' : ''
    return [{ pointer: `/rules/${at}/when/countries/${index}`, detail: `no country of ISO 3166 with numbers${hint}` }]
  })
  const wrongSenders = when.senders.flatMap((sender, index) => {
    const read = canonicalSender(sender)
    if (read.ok) return []
    const pointer = `/rules/${at}/when/senders/${index}`
    return (read.refusal.errors ?? []).map(({ detail }) => ({ pointer, detail }))
  })
  return [...wrongCountries, ...wrongSenders]
}

/**
 * A rule that an earlier one shadows: whatever it asks for, the earlier one takes. That is a warning and no refusal: it
 * still is of use while all SMSCs of the earlier one are disabled.
 */
function shadowed(rules: readonly RouteRule[]): readonly ErrorPlace[] {
  const earlier: { readonly name: string; readonly covers: (narrow: RouteRule['when']) => boolean }[] = []
  return rules.flatMap(({ name, enabled, when }, at) => {
    if (!enabled) return []
    const wide = earlier.find(({ covers }) => covers(when))
    earlier.push({ name, covers: coverOf(when) })
    if (!wide) return []
    const detail = `“${wide.name}” stands before it and takes all of it while one of its SMSCs is enabled; put the narrower rule first`
    return [{ pointer: `/rules/${at}`, detail }]
  })
}

/** Tells whether everything that fits some conditions fits these, as far as the lists tell. An empty list asks nothing. */
function coverOf(wide: RouteRule['when']): (narrow: RouteRule['when']) => boolean {
  const prefixes = new Set(wide.prefixes)
  const beginsSo = (prefix: string): boolean =>
    Array.from(prefix, (_, at) => prefix.slice(0, at + 1)).some((beginning) => prefixes.has(beginning))
  const lists = (['countries', 'senders', 'classes', 'callers'] as const).map(
    (name) => [name, new Set<string>(wide[name])] as const,
  )
  return (narrow) =>
    (prefixes.size === 0 || (narrow.prefixes.length > 0 && narrow.prefixes.every(beginsSo))) &&
    lists.every(([name, allowed]) => {
      return allowed.size === 0 || (narrow[name].length > 0 && narrow[name].every((one) => allowed.has(one)))
    })
}
