import {
  type DefinitionStep,
  type Outcome,
  ok,
  refuse,
  type SmscDefinition,
  type SmscId,
  type SmscView,
} from '@smpp-connect/contracts'
import { tryBinds } from '../smscs/bind-trials.ts'
import { type PlannedStep, planDefinitions, stepView } from '../smscs/definitions-plan.ts'
import type { Caller, UseCases } from '../use-cases.ts'
import { edgeView, staleAt } from '../views/edge.ts'
import { parkedReceiptView } from '../views/parked-receipt.ts'
import { smscView } from '../views/smsc.ts'
import { smscVersionView } from '../views/smsc-version.ts'
import type { UseCaseParts } from './use-case-parts.ts'

type SmscUseCases = Pick<
  UseCases,
  | 'edges'
  | 'smscs'
  | 'smsc'
  | 'createSmsc'
  | 'changeSmsc'
  | 'deleteSmsc'
  | 'testSmsc'
  | 'planDefinitions'
  | 'applyDefinitions'
  | 'smscHistory'
  | 'restoreSmsc'
  | 'parkedReceipts'
  | 'retryParkedReceipts'
>

/** SMSC definitions, with what their binds do and what waits for them. */
export function smscUseCases(parts: UseCaseParts): SmscUseCases {
  const { store, definitions, binds } = parts
  const views = async (wanted: readonly SmscDefinition[]): Promise<SmscView[]> => {
    const queues = await store.queues()
    return wanted.map((definition) =>
      smscView(
        definition,
        binds.of(definition.id),
        queues.find((queue) => queue.smscId === definition.id),
        parts.idForms.learned(definition.id),
        staleAt(definition.id, parts.edges()),
      ),
    )
  }
  const seen = async (outcome: Outcome<SmscDefinition>): Promise<Outcome<SmscView>> => {
    if (!outcome.ok) return outcome
    const [view] = await views([outcome.value])
    return ok(view as SmscView)
  }
  const remove = async (caller: Caller, id: string): Promise<Outcome<void>> => {
    const removed = await parts.router.routing.unlessNamed(id, () => definitions.remove(id, nameOf(caller)))
    if (removed.ok) binds.forget(id as SmscDefinition['id'])
    return removed
  }
  const carryOut = (step: PlannedStep, caller: Caller): Promise<Outcome<unknown>> => {
    switch (step.kind) {
      case 'same':
        return Promise.resolve(ok(undefined))
      case 'change':
        return definitions.put(step.before, step.after, nameOf(caller))
      case 'create':
        return definitions.create(step.after, nameOf(caller))
      case 'remove':
        return remove(caller, step.before.id)
    }
  }
  return {
    edges: () => parts.edges().map((edge) => edgeView(edge, parts.certificate(edge.edgeId))),
    planDefinitions(document) {
      const planned = planDefinitions(document, definitions.all)
      return planned.ok ? ok({ steps: planned.value.map((step) => stepView(step)) }) : planned
    },
    async applyDefinitions(caller, document) {
      const planned = planDefinitions(document, definitions.all)
      if (!planned.ok) return planned
      const steps: DefinitionStep[] = []
      for (const step of planned.value) {
        const done = await carryOut(step, caller)
        steps.push(stepView(step, done.ok ? null : { code: done.refusal.code, detail: done.refusal.detail }))
      }
      return ok({ steps })
    },
    smscs: () => views(definitions.all),
    async smsc(id) {
      const definition = definitions.get(id)
      return definition ? seen(ok(definition)) : unknown(id)
    },
    createSmsc: async (caller, settings, cutOffAtMs) =>
      seen(await definitions.create(settings, nameOf(caller), cutOffAtMs)),
    changeSmsc: async (caller, id, patch) => seen(await definitions.change(id, patch, nameOf(caller))),
    restoreSmsc: async (caller, id, restore, cutOffAtMs) =>
      seen(await definitions.restore(id, restore, nameOf(caller), cutOffAtMs)),
    async smscHistory(id, { limit, cursor }) {
      const before = seqOf(cursor) || null
      // One more than is shown: a version is told of by what it changed.
      const versions = await store.smscHistory(id as SmscId, before, limit + 1)
      if (before === null && versions.length === 0) return unknown(id)
      const items = versions.slice(0, limit).map((one, index) => smscVersionView(one, versions[index + 1]))
      return ok({ items, next: versions.length > limit ? String(versions[limit - 1]?.seq) : null })
    },
    deleteSmsc: remove,
    testSmsc: (request) => tryBinds(request, parts),
    async parkedReceipts(id, { limit, cursor }) {
      const definition = definitions.get(id)
      if (!definition) return unknown(id)
      const parked = await store.parkedReceipts(definition.id, seqOf(cursor), limit)
      const isMore = parked.length === limit
      return ok({ items: parked.map(parkedReceiptView), next: isMore ? String(parked.at(-1)?.seq) : null })
    },
    async retryParkedReceipts(id) {
      const definition = definitions.get(id)
      if (!definition) return unknown(id)
      return ok({ matched: await parts.receipts.retryParked(definition.id, parts.clock.nowMs()) })
    },
  }
}

/** Who changed something, for people who read of it when the key or the user may be gone. */
function nameOf({ kind, name }: Caller): string {
  if (kind === 'connect') return ''
  return `${kind === 'user' ? 'user' : 'key'} ${name}`
}

function unknown<Value>(id: string): Outcome<Value> {
  return refuse('not-found', `there is no SMSC ${id}`)
}

/** Where a page begins. A cursor that is none of ours gives the first, as everywhere. */
function seqOf(cursor: string | undefined): number {
  return cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : 0
}
