import {
  type RouteExplanation,
  type RouteRule,
  routeQuestionSchema,
  routingChangeSchema,
} from '@smpp-connect/contracts'
import { type Answer, good, invalid, refuse } from './answers.ts'
import type { World } from './world.ts'

/** The routing rules, and a dry run that knows prefixes and classes only. */
export function routing(world: World, route: string, body: unknown): Answer {
  switch (route) {
    case 'GET routing':
      return good(world.routing)
    case 'PUT routing': {
      const read = routingChangeSchema.safeParse(body)
      if (!read.success) return invalid(read.error.issues)
      const { version, ...rules } = read.data
      if (version !== undefined && version !== world.routing.version) {
        return refuse(409, 'version-conflict', `It is at version ${world.routing.version} now.`)
      }
      const errors = rules.rules.flatMap(({ when }, at) =>
        when.countries.includes('UK')
          ? [{ pointer: `/rules/${at}/when/countries/0`, detail: 'no country of ISO 3166; the United Kingdom is GB' }]
          : [],
      )
      if (errors.length > 0) return refuse(422, 'routing-invalid', 'The rules do not hold together.', errors)
      const next = world.routing.version + 1
      world.routing = { ...rules, version: next, updatedAt: world.at(), warnings: warnings(rules.rules) }
      world.tell({ settings: ['routing'] })
      return good(world.routing)
    }
    case 'POST routing/explain': {
      const read = routeQuestionSchema.safeParse(body)
      return read.success ? good(explain(world, read.data)) : invalid(read.error.issues)
    }
    default:
      return refuse(404, 'not-found', 'There is no such thing.')
  }
}

function warnings(rules: readonly RouteRule[]): { pointer: string; detail: string }[] {
  const first = rules.findIndex(
    ({ enabled, when }) => enabled && Object.values(when).every((list) => list.length === 0),
  )
  return first < 0 || first === rules.length - 1
    ? []
    : [{ pointer: `/rules/${first + 1}`, detail: `“${rules[first]?.name}” stands before it and takes all of it` }]
}

type Question = {
  to: string
  from?: string | undefined
  smscId?: string | undefined
  class?: string | undefined
  text?: string | undefined
}

function explain(world: World, question: Question): RouteExplanation {
  const sender = question.from ?? world.smscs[0]?.defaultSender ?? ''
  const blocked = world.optOuts.some((one) => one.person === question.to && (one.ours === null || one.ours === sender))
  const fits = ({ enabled, when }: RouteRule) =>
    enabled &&
    (when.prefixes.length === 0 || when.prefixes.some((prefix) => question.to.startsWith(prefix))) &&
    (when.classes.length === 0 || when.classes.some((one) => one === (question.class ?? 'transactional')))
  const rule = question.smscId === undefined ? world.routing.rules.find(fits) : undefined
  const taker = world.smscs.find(({ id }) => id === (question.smscId ?? rule?.to[0]?.smscId ?? world.smscs[0]?.id))
  const nameOf = (id: string) => world.smscs.find((smsc) => smsc.id === id)?.name ?? id
  return {
    smscId: blocked ? null : (taker?.id ?? null),
    refusal: blocked ? { code: 'opted-out', detail: 'The person wants no texts from this address.' } : null,
    decidedBy: question.smscId !== undefined ? 'message' : rule ? 'rule' : 'any',
    rule: rule?.name ?? null,
    rules: world.routing.rules.map((one) => ({
      name: one.name,
      matched: fits(one),
      why: fits(one)
        ? 'The destination begins with one of its prefixes.'
        : 'The destination begins with none of its prefixes.',
    })),
    candidates: (rule?.to ?? []).map(({ smscId, weight }) => ({
      smscId,
      name: nameOf(smscId),
      able: true,
      chance: weight / (rule?.to.reduce((sum, one) => sum + one.weight, 0) ?? 1),
      why: 'It is bound.',
    })),
    parts: question.text === undefined ? null : 1,
    encoding: question.text === undefined ? null : 'gsm7',
    forcedBy: null,
  }
}
