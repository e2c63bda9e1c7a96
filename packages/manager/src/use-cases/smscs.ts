import {
  type DefinitionStep,
  type DefinitionsDocument,
  type Outcome,
  ok,
  readCursor,
  refuse,
  type SmscDefinition,
  type SmscId,
  type SmscView,
  writeCursor,
} from '@smpp-connect/contracts'
import type { SmscLoad } from '@smpp-connect/store'
import { tryBinds } from '../smscs/bind-trials.ts'
import { type PlannedStep, planDefinitions, stepView, whyNot } from '../smscs/definitions-plan.ts'
import { isDone } from '../smscs/deletion/waits-for.ts'
import type { Caller, UseCases } from '../use-cases.ts'
import { edgeView, staleAt } from '../views/edge.ts'
import { parkedReceiptView } from '../views/parked-receipt.ts'
import { smscView } from '../views/smsc.ts'
import { smscVersionView } from '../views/smsc-version.ts'
import { callerName } from './caller-name.ts'
import { beginDeletion } from './smsc-deletion.ts'
import type { UseCaseParts } from './use-case-parts.ts'

type SmscUseCases = Pick<
  UseCases,
  | 'edges'
  | 'smscs'
  | 'smsc'
  | 'createSmsc'
  | 'changeSmsc'
  | 'deleteSmsc'
  | 'keepSmsc'
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
  const remove = async (caller: Caller, id: string, version?: number): Promise<Outcome<void>> => {
    const before = definitions.get(id)
    const removed = await parts.router.routing.unlessNamed(id, () =>
      definitions.remove(id, callerName(caller), version),
    )
    if (!removed.ok || !before) return removed
    binds.forget(before.id)
    parts.deletions.gone(before)
    return removed
  }
  const carryOut = (
    step: PlannedStep,
    caller: Caller,
    removal: DefinitionsDocument['removal'],
  ): Promise<Outcome<unknown>> => {
    switch (step.kind) {
      case 'same':
        return Promise.resolve(ok(undefined))
      case 'change':
        return Promise.resolve(whyNot(step) ?? definitions.put(step.before, step.after, callerName(caller)))
      case 'create':
        return definitions.create(step.after, callerName(caller))
      case 'remove':
        return removal ? beginDeletion(parts, caller, step.before.id, removal) : remove(caller, step.before.id)
    }
  }
  const looked = async (step: PlannedStep): Promise<SmscLoad | undefined> =>
    step.kind === 'remove' ? store.smscLoad(step.before.id, parts.clock.nowMs()) : undefined
  const wouldBeRefused = (step: PlannedStep, load: SmscLoad | undefined, removal: DefinitionsDocument['removal']) => {
    if (step.kind !== 'remove') return whyNot(step)
    const named = removal?.routing === 'remove' ? undefined : parts.router.routing.whyNamed(step.before.id)
    if (named) return named
    const isOpen = load !== undefined && !isDone(load, { receipts: 'wait' })
    return isOpen && !removal ? refuse<never>('smsc-in-use', 'some of its messages have no final state yet') : undefined
  }
  return {
    edges: () => parts.edges().map((edge) => edgeView(edge, parts.certificate(edge.edgeId))),
    async planDefinitions(document) {
      const planned = planDefinitions(document, definitions.all)
      if (!planned.ok) return planned
      const steps: DefinitionStep[] = []
      for (const step of planned.value) {
        const load = await looked(step)
        steps.push(stepView(step, load, wouldBeRefused(step, load, document.removal)))
      }
      return ok({ steps })
    },
    async applyDefinitions(caller, document) {
      const planned = planDefinitions(document, definitions.all)
      if (!planned.ok) return planned
      const steps: DefinitionStep[] = []
      for (const step of planned.value) {
        const load = await looked(step)
        steps.push(stepView(step, load, await carryOut(step, caller, document.removal)))
      }
      if (document.removal) await parts.deletions.turn()
      return ok({ steps })
    },
    smscs: () => views(definitions.all),
    async smsc(id) {
      const definition = definitions.get(id)
      return definition ? seen(ok(definition)) : unknown(id)
    },
    createSmsc: async (caller, settings, cutOffAtMs) =>
      seen(await definitions.create(settings, callerName(caller), cutOffAtMs)),
    changeSmsc: async (caller, id, patch) => seen(await definitions.change(id, patch, callerName(caller))),
    restoreSmsc: async (caller, id, restore, cutOffAtMs) =>
      seen(await definitions.restore(id, restore, callerName(caller), cutOffAtMs)),
    async smscHistory(id, { limit, cursor }) {
      const before = readCursor('h', cursor) ?? null
      // One more than is shown: a version is told of by what it changed.
      const versions = await store.smscHistory(id as SmscId, before, limit + 1)
      if (before === null && versions.length === 0) return unknown(id)
      const items = versions.slice(0, limit).map((one, index) => smscVersionView(one, versions[index + 1]))
      const last = versions[limit - 1]
      return ok({ items, next: last && versions.length > limit ? writeCursor('h', last.seq) : null })
    },
    deleteSmsc: remove,
    keepSmsc: async (caller, id, version) => seen(await definitions.keep(id, version, callerName(caller))),
    testSmsc: (request) => tryBinds(request, parts),
    async parkedReceipts(id, { limit, cursor }) {
      const definition = definitions.get(id)
      if (!definition) return unknown(id)
      const parked = await store.parkedReceipts(definition.id, readCursor('r', cursor) ?? 0, limit)
      const last = parked.at(limit - 1)
      return ok({ items: parked.map(parkedReceiptView), next: last ? writeCursor('r', last.seq) : null })
    },
    async retryParkedReceipts(id) {
      const definition = definitions.get(id)
      if (!definition) return unknown(id)
      return ok({ matched: await parts.receipts.retryParked(definition.id, parts.clock.nowMs()) })
    },
  }
}

function unknown<Value>(id: string): Outcome<Value> {
  return refuse('not-found', `there is no SMSC ${id}`)
}
