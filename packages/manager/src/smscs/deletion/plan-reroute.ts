import type { SmscDefinition, SmscDeletionChoice, SmscDeletionPlan, SmscId } from '@smpp-connect/contracts'
import type { Store } from '@smpp-connect/store'
import { BEHIND, type FateContext, fateOf, streamOf } from './fate.ts'
import { StuckTally } from './stuck-texts.ts'

const MOST_LOOKED_AT = 2_000
const SLICE = 500

/** Where the texts that wait would go, judged as they will be; nothing is done. */
export async function planReroute(
  store: Pick<Store, 'waitingAt'>,
  from: SmscDefinition,
  choice: Pick<SmscDeletionChoice, 'named'>,
  context: FateContext,
): Promise<NonNullable<SmscDeletionPlan['rerouted']>> {
  const goTo = new Map<SmscId, { readonly name: string; texts: number }>()
  const stay = new StuckTally()
  const staying = new Set<string>()
  let looked = 0
  let isMore = true
  for (let after = 0; isMore && looked < MOST_LOOKED_AT; ) {
    const waiting = await store.waitingAt(from.id, after, SLICE)
    for (const one of waiting) {
      const stream = streamOf(one)
      const fate = staying.has(stream) ? undefined : fateOf(one, from, choice, context)
      if (fate?.kind === 'goes') {
        const { id, name } = fate.to
        const known = goTo.get(id) ?? { name, texts: 0 }
        goTo.set(id, known)
        known.texts += 1
      } else {
        staying.add(stream)
        stay.add(fate?.reason ?? BEHIND, one.id)
      }
    }
    looked += waiting.length
    after = waiting.at(-1)?.seq ?? after
    isMore = waiting.length === SLICE
  }
  const targets = [...goTo].map(([smscId, target]) => ({ smscId, ...target })).sort((a, b) => b.texts - a.texts)
  return { looked, isMore, goTo: targets, stay: stay.all }
}
