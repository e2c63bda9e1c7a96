import { type Outcome, ok, refuse, type SmscDefinition, type SmscView } from '@smpp-connect/contracts'
import type { UseCases } from '../use-cases.ts'
import { parkedReceiptView } from '../views/parked-receipt.ts'
import { smscView } from '../views/smsc.ts'
import type { UseCaseParts } from './use-case-parts.ts'

type SmscUseCases = Pick<
  UseCases,
  'smscs' | 'smsc' | 'createSmsc' | 'changeSmsc' | 'deleteSmsc' | 'parkedReceipts' | 'retryParkedReceipts'
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
      ),
    )
  }
  const seen = async (outcome: Outcome<SmscDefinition>): Promise<Outcome<SmscView>> => {
    if (!outcome.ok) return outcome
    const [view] = await views([outcome.value])
    return ok(view as SmscView)
  }
  return {
    smscs: () => views(definitions.all),
    async smsc(id) {
      const definition = definitions.get(id)
      return definition ? seen(ok(definition)) : unknown(id)
    },
    createSmsc: async (settings, cutOffAtMs) => seen(await definitions.create(settings, cutOffAtMs)),
    changeSmsc: async (id, patch) => seen(await definitions.change(id, patch)),
    async deleteSmsc(id) {
      const removed = await parts.router.routing.unlessNamed(id, () => definitions.remove(id))
      if (removed.ok) binds.forget(id as SmscDefinition['id'])
      return removed
    },
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

function unknown<Value>(id: string): Outcome<Value> {
  return refuse('not-found', `there is no SMSC ${id}`)
}

/** Where a page begins. A cursor that is none of ours gives the first, as everywhere. */
function seqOf(cursor: string | undefined): number {
  return cursor !== undefined && /^\d{1,15}$/.test(cursor) ? Number(cursor) : 0
}
