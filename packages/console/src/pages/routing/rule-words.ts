import type { RouteRule } from '@smpp-connect/contracts'
import { CLASS_WORDS } from '../../format/class-words.ts'
import { countryName } from '../../format/countries.ts'
import type { RuleDraft } from './routing-draft.ts'

/** Names for ids, as far as they are known. */
export type NameOf = (id: string) => string

/** What a rule takes, in a sentence without its end: “one-time codes to the United Kingdom”. */
export function conditionWords({ when }: Pick<RouteRule, 'when'>, callerName: NameOf): string {
  const { prefixes, countries, senders, classes, callers } = when
  const what = classes.length === 0 ? 'every message' : anyOf(classes.map((one) => CLASS_WORDS[one].many))
  const where = [...countries.map(countryName), ...(countries.length === 0 ? prefixes.map(begun) : [])]
  const also = countries.length > 0 && prefixes.length > 0 ? `, beginning ${anyOf(prefixes.map(begun))}` : ''
  const said = [
    what,
    where.length === 0 ? '' : `to ${anyOf(where)}${also}`,
    senders.length === 0 ? '' : `from ${anyOf(senders)}`,
    callers.length === 0 ? '' : `sent by ${anyOf(callers.map(callerName))}`,
  ]
  return said.filter((words) => words !== '').join(' ')
}

/** Where it goes: “Northern Mobile (75 %) and Simulator (25 %), else Old route”. */
export function targetWords({ to, fallback }: Pick<RuleDraft, 'to' | 'fallback'>, smscName: NameOf): string {
  const total = to.reduce((sum, { weight }) => sum + (weight || 0), 0)
  const shares = to.map(({ smscId, weight }) =>
    to.length === 1 ? smscName(smscId) : `${smscName(smscId)} (${percent(weight || 0, total)})`,
  )
  const main = shares.length === 0 ? 'no SMSC yet' : allOf(shares)
  return fallback.length === 0 ? main : `${main}, else ${fallback.map(smscName).join(', then ')}`
}

/** A part of a whole, as people read it. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${Math.round((part / whole) * 100)} %`
}

function begun(prefix: string): string {
  return `${prefix.startsWith('+') ? prefix : `+${prefix}`}…`
}

const MOST_NAMED = 4

function anyOf(names: readonly string[]): string {
  return joined(names, 'or')
}

function allOf(names: readonly string[]): string {
  return joined(names, 'and')
}

function joined(names: readonly string[], word: string): string {
  if (names.length > MOST_NAMED)
    return `${names.slice(0, MOST_NAMED - 1).join(', ')} ${word} ${names.length - MOST_NAMED + 1} more`
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} ${word} ${names.at(-1)}`
}
