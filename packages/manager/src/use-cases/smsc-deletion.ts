import {
  type Outcome,
  ok,
  type RuleChange,
  refuse,
  type SmscDefinition,
  type SmscDeletionChoice,
  type SmscDeletionPlan,
  type SmscDeletionRequest,
  type SmscDeletionState,
  type SmscId,
  type SmscUsage,
  takesNew,
} from '@smpp-connect/contracts'
import { RouteTable } from '../route/route-table.ts'
import { rulesNaming, rulesWithout } from '../route/rules-without.ts'
import { isChoice } from '../smscs/definitions.ts'
import { planReroute } from '../smscs/deletion/plan-reroute.ts'
import { waitsFor } from '../smscs/deletion/waits-for.ts'
import type { Caller, UseCases } from '../use-cases.ts'
import { deletionHead } from '../views/smsc.ts'
import { usageView } from '../views/smsc-usage.ts'
import { time } from '../views/time.ts'
import { callerName } from './caller-name.ts'
import type { UseCaseParts } from './use-case-parts.ts'

type DeletionUseCases = Pick<UseCases, 'smscUsage' | 'planSmscDeletion' | 'beginSmscDeletion' | 'smscDeletion'>

/** Who uses an SMSC, what would become of it all, and the deletion that makes it so. */
export function smscDeletionUseCases(parts: UseCaseParts): DeletionUseCases {
  const { store, definitions, router, binds, clock, deletions } = parts

  const usageOf = async (definition: SmscDefinition): Promise<SmscUsage> => {
    const { id } = definition
    const [load, last, keys, users] = await Promise.all([
      store.smscLoad(id, clock.nowMs()),
      store.messages({ smscId: id, direction: 'outbound', limit: 1 }),
      store.apiKeys(),
      store.users(),
    ])
    const names = new Map<string, string>([...keys, ...users].map((one) => [one.id, one.name]))
    const others = definitions.all.filter((one) => one.id !== id)
    return usageView({
      definition,
      load,
      rules: rulesNaming(router.routing.rules, id),
      usual: {
        defaultSender: definition.defaultSender,
        isUsed: router.routing.table.isUsual(definition),
        isLast: !others.some(takesNew),
      },
      binds: binds.of(id),
      ownerName: (owner) => (owner === 'automatic' ? 'Connect, in answer to a word' : (names.get(owner) ?? owner)),
      lastMessageAtMs: last.items[0]?.createdAtMs ?? null,
    })
  }

  /** Why nothing leaves through it or comes, beside that it is being deleted. */
  const hindranceOf = ({ deletion: _, ...definition }: SmscDefinition) => binds.hindrance(definition)

  const underWay = async (definition: SmscDefinition, rules: readonly RuleChange[]): Promise<SmscDeletionState> => {
    const { id, deletion } = definition
    const state = { smscId: id, state: 'under-way' as const, rules: [...rules], deletedAt: null, deletedBy: null }
    if (!deletion) return { ...state, deletion: null }
    const load = await store.smscLoad(id, clock.nowMs())
    const sentences = waitsFor(load, deletion, hindranceOf(definition))
    return { ...state, deletion: { ...deletionHead(deletion), waitsFor: sentences, stuck: deletions.stuck(id) } }
  }

  const over = async (id: string): Promise<Outcome<SmscDeletionState>> => {
    const [last] = await store.smscHistory(id as SmscId, null, 1)
    if (last?.definition !== null || !last) return refuse('not-found', `there is no SMSC ${id}`)
    const { atMs, by } = last
    const deletedBy = by === '' ? null : by
    return ok({ smscId: id, state: 'deleted', deletion: null, rules: [], deletedAt: time(atMs), deletedBy })
  }

  return {
    async smscUsage(id) {
      const definition = definitions.get(id)
      return definition ? ok(await usageOf(definition)) : refuse('not-found', `there is no SMSC ${id}`)
    },

    async planSmscDeletion(id, { routing, version, ...choice }) {
      const definition = definitions.get(id)
      if (!definition) return refuse('not-found', `there is no SMSC ${id}`)
      const { rules, changes } = rulesWithout(router.routing.rules, id)
      const named = routing === 'refuse' ? router.routing.whyNamed(id)?.refusal : undefined
      const isOther = version !== undefined && version !== definition.version
      const refusal: SmscDeletionPlan['refusal'] = isOther
        ? {
            code: 'version-conflict',
            detail: `you looked at version ${version}, the stored one is ${definition.version}`,
          }
        : named
          ? { code: named.code, detail: named.detail }
          : null
      // As all will stand once it has begun.
      const leaving = { ...definition, deletion: { ...choice, sinceMs: clock.nowMs(), by: '' } }
      const table = new RouteTable(
        rules,
        definitions.all.map((one) => (one.id === id ? leaving : one)),
        router.routing.table.countries,
      )
      const load = await store.smscLoad(definition.id, clock.nowMs())
      const context = {
        route: (question: Parameters<typeof router.chooseBy>[1]) => router.chooseBy(table, question),
        maxParts: parts.maxParts,
        // Nothing comes of it: no reference is used up.
        nextReference: () => 0,
      }
      const isRerouted = choice.waiting === 'reroute'
      return ok({
        usage: await usageOf(definition),
        refusal,
        rules: [...changes],
        waitsFor: waitsFor(load, choice, hindranceOf(definition)),
        rerouted: isRerouted ? await planReroute(store, definition, choice, context) : null,
      })
    },

    async beginSmscDeletion(caller, id, request) {
      const begun = await beginDeletion(parts, caller, id, request)
      if (!begun.ok) return begun.refusal.code === 'not-found' ? over(id) : begun
      await deletions.turn()
      const now = definitions.get(id)
      return now ? ok(await underWay(now, begun.value.changes)) : over(id)
    },

    async smscDeletion(id) {
      const definition = definitions.get(id)
      if (!definition) return over(id)
      if (definition.deletion) return ok(await underWay(definition, []))
      return refuse('smsc-not-deleted', `${definition.name} is not being deleted`)
    },
  }
}

/** Makes it durable that an SMSC is being deleted, with the rules that it is taken out of. */
export async function beginDeletion(
  { definitions, router }: Pick<UseCaseParts, 'definitions' | 'router'>,
  caller: Caller,
  id: string,
  { routing, version, ...choice }: SmscDeletionRequest,
): Promise<Outcome<{ readonly value: SmscDefinition; readonly changes: readonly RuleChange[] }>> {
  const begin = (rules: Parameters<typeof definitions.beginDeletion>[4]) =>
    definitions.beginDeletion(id, choice, version, callerName(caller), rules)
  if (routing === 'remove') return router.routing.without(id, begin)
  const begun = await router.routing.unlessNamed(id, () => begin(null))
  return begun.ok ? ok({ value: begun.value, changes: [] }) : begun
}

/** Whether its deletion is under way, and is to go just so. */
export function isLeavingSo({ deletion }: SmscDefinition, choice: SmscDeletionChoice): boolean {
  return deletion !== undefined && isChoice(deletion, choice)
}
