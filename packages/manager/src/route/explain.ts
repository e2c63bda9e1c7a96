import { type RouteExplanation, type SmscDefinition, type SmscId, takesNew } from '@smpp-connect/contracts'
import { Asked } from './conditions.ts'
import { isAble, type RouteQuestion, type Standing } from './route-question.ts'
import { ableOnes, type RouteTable, type TableRule } from './route-table.ts'

/** Which SMSC takes a message, and why that one. */
export type RouteReason = Omit<RouteExplanation, 'parts' | 'encoding' | 'forcedBy'>

export interface ExplainContext {
  readonly table: RouteTable
  readonly standing: Standing
  /** Why an SMSC takes no submits now, in a sentence; undefined when it does. */
  readonly hindrance: (definition: SmscDefinition) => string | undefined
  readonly failoverSeconds: number
}

/** What the table answers, with what it looked at on the way. The choice is the table's own; here it is only put in words. */
export function explainRoute(question: RouteQuestion, context: ExplainContext): RouteReason {
  const { table, standing } = context
  const outcome = table.choose(question, standing)
  const choice = outcome.ok ? outcome.value : null
  const deciding = table.rules.find(({ rule }) => rule.name === choice?.rule)
  const named = question.wanted === undefined ? undefined : table.get(question.wanted)
  const usual = choice && !named ? table.usualOnes(choice.decidedBy === 'sender' ? question.sender : undefined) : []
  return {
    smscId: choice?.definition.id ?? null,
    refusal: outcome.ok ? null : { code: outcome.refusal.code, detail: outcome.refusal.detail },
    decidedBy: choice?.decidedBy ?? null,
    rule: choice?.rule ?? null,
    rules: rulesInWords(question, table, deciding),
    candidates: deciding
      ? ofRule(deciding, question, choice?.definition, context)
      : (named ? [named] : usual).map((one) => {
          const isTaker = one === choice?.definition
          return candidate(one, isTaker ? 1 : 0, isTaker ? 'It takes the message.' : '', context)
        }),
  }
}

function rulesInWords(
  question: RouteQuestion,
  table: RouteTable,
  deciding: TableRule | undefined,
): RouteExplanation['rules'] {
  const asked = new Asked(question, table.countries)
  let decided = false
  return table.rules.map((one) => {
    const { name, enabled } = one.rule
    if (question.wanted !== undefined) return { name, matched: false, why: 'Not asked: the message names its SMSC.' }
    if (!enabled) return { name, matched: false, why: 'It is switched off.' }
    const unmet = one.conditions.find((condition) => !condition.holds(asked))
    if (unmet) return { name, matched: false, why: sentence(unmet.why(asked)) }
    const all = one.conditions.map((condition) => condition.why(asked))
    const why = all.length > 0 ? sentence(all.join(', ')) : 'It asks nothing: it takes every message.'
    const isDead = one.to.length + one.fallback.length === 0
    const but = decided ? ' But an earlier rule decides.' : isDead ? ' But none of its SMSCs is enabled.' : ''
    decided ||= one === deciding
    return { name, matched: true, why: `${why}${but}` }
  })
}

function ofRule(
  { rule, to, fallback }: TableRule,
  question: RouteQuestion,
  taker: SmscDefinition | undefined,
  context: ExplainContext,
): RouteExplanation['candidates'] {
  const { table, standing, failoverSeconds } = context
  const able = ableOnes(to, question.messageClass, standing)
  const isInFallback = able.length === 0 && fallback.some((one) => one === taker)
  const sharers = isInFallback ? [] : able.length > 0 ? able : to
  const total = sharers.reduce((sum, { weight }) => sum + weight, 0)
  const known = (id: string, chance: number, role: string): RouteExplanation['candidates'][number] => {
    const definition = table.get(id)
    if (!definition) return { smscId: id, name: id, able: false, chance: 0, why: 'There is no such SMSC any more.' }
    const isWaitedFor =
      chance > 0 && !standing.takes(id as SmscId) && isAble(id as SmscId, question.messageClass, standing)
    const patience = isWaitedFor ? `What is its own waits for it until it has been so for ${failoverSeconds} s.` : ''
    return candidate(definition, chance, role, context, patience)
  }
  const shares = rule.to.map(({ smscId, weight }) => {
    const isSharer = sharers.some(({ definition }) => definition.id === smscId)
    const role = smscId === taker?.id && sharers.length > 1 ? 'Of those that share, it is this person’s.' : ''
    return known(smscId, isSharer ? weight / total : 0, role)
  })
  const inReserve = rule.fallback.map((smscId) => {
    const isTaker = isInFallback && smscId === taker?.id
    return known(smscId, isTaker ? 1 : 0, isTaker ? 'None of the others is able to.' : 'In reserve.')
  })
  return [...shares, ...inReserve]
}

function candidate(
  definition: SmscDefinition,
  chance: number,
  role: string,
  { standing, hindrance }: ExplainContext,
  patience = '',
): RouteExplanation['candidates'][number] {
  const { id, name } = definition
  const words = [role, hindrance(definition) ?? 'It is bound.', patience].filter((part) => part !== '')
  return { smscId: id, name, able: takesNew(definition) && standing.takes(id), chance, why: words.join(' ') }
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
