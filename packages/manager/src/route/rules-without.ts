import type { NamingRule, RouteRule, RuleChange } from '@smpp-connect/contracts'

/** The rules that name an SMSC, in their order. */
export function rulesNaming(rules: readonly RouteRule[], smscId: string): readonly NamingRule[] {
  return rules.flatMap(({ name, enabled, to, fallback }, at) => {
    const shares = to.some((target) => target.smscId === smscId)
    if (!shares && !fallback.includes(smscId)) return []
    const isOnly = shares && to.length === 1
    return [{ position: at + 1, name, enabled, as: isOnly ? 'only' : shares ? 'share' : 'reserve' }]
  })
}

/**
 * The rules as they are when an SMSC is taken out of them, and what becomes of each that named it. They choose as they
 * did while it was disabled: those that are left share; where none is, the first in reserve takes all; and a rule that
 * names nobody any more, which would decide nothing, goes.
 */
export function rulesWithout(
  rules: readonly RouteRule[],
  smscId: string,
): { readonly rules: readonly RouteRule[]; readonly changes: readonly RuleChange[] } {
  const changes: RuleChange[] = []
  const left = rules.flatMap((rule, at) => {
    const to = rule.to.filter((target) => target.smscId !== smscId)
    const fallback = rule.fallback.filter((id) => id !== smscId)
    if (to.length === rule.to.length && fallback.length === rule.fallback.length) return [rule]
    const [first, ...others] = fallback
    const isReserveUsed = to.length === 0 && first !== undefined
    const after = isReserveUsed ? { to: [{ smscId: first, weight: 1 }], fallback: others } : { to, fallback }
    const becomes = isReserveUsed
      ? 'taken-by-reserve'
      : to.length === 0
        ? 'removed'
        : to.length < rule.to.length
          ? 'shared-by-others'
          : 'without-reserve'
    changes.push({ position: at + 1, name: rule.name, becomes, to: after.to, fallback: after.fallback })
    return becomes === 'removed' ? [] : [{ ...rule, ...after }]
  })
  return { rules: left, changes }
}
