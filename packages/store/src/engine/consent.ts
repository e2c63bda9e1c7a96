import { invariant } from '@smpp-connect/kernel'
import type { ConsentChange } from '../port.ts'
import { acceptAll } from './accept.ts'
import type { MessagePlace, Tables } from './tables.ts'

/** See `Store.changeConsent`. */
export function changeConsent(
  tables: Tables,
  batch: readonly ConsentChange[],
): readonly { readonly changed: boolean }[] {
  return batch.map((change) => ({ changed: changeOne(tables, change) }))
}

/**
 * Records one change of consent, and accepts its reply. Whoever opted out already is told nothing a second time: two
 * machines that answer one another would never stop.
 */
export function changeOne(tables: Tables, change: ConsentChange): boolean {
  const { person, ours, to, reply, atMs } = change
  const isRepeated = to === 'opted-out' && tables.optOut(person, ours) !== undefined
  if (isRepeated) return false
  if (to === 'unclear') tell(tables, change, 'opt-out.possible')
  const isChanged = to === 'opted-out' ? optOut(tables, change) : to === 'opted-in' && optIn(tables, change)
  // Exempt whatever the caller says: it confirms the very opt-out that would block it.
  if (reply) acceptAll(tables, [{ ...reply, optOutExempt: true }], atMs)
  return isChanged
}

function optOut(tables: Tables, change: ConsentChange): true {
  const { person, ours, source, keyword, messageId, by, atMs } = change
  tables.insertOptOut({ person, ours, source, keyword, messageId, by, atMs })
  tell(tables, change, 'opt-out.recorded')
  return true
}

function optIn(tables: Tables, change: ConsentChange): boolean {
  const isWithdrawn = tables.removeOptOuts(change.person, change.ours) > 0
  if (isWithdrawn) tell(tables, change, 'opt-out.withdrawn')
  return isWithdrawn
}

/** The event belongs to the text that asked for it, or else to the conversation of the two, where there is one. */
function tell(
  tables: Tables,
  change: ConsentChange,
  kind: 'opt-out.recorded' | 'opt-out.withdrawn' | 'opt-out.possible',
): void {
  const { person, ours, messageId, source, keyword, by, atMs } = change
  const detail = { source, keyword, by, everywhere: ours === null }
  const place = messageId === null ? null : placeOf(tables, messageId)
  if (place) {
    const { seq: _seq, ...belongings } = place
    tables.append({ atMs, kind, messageId, part: null, ...belongings, detail }, place)
    return
  }
  const conversation = ours === null ? undefined : tables.conversationOf(person, ours)
  const whom = { conversationId: conversation?.id ?? null, smscId: conversation?.smscId ?? null }
  tables.append({ atMs, kind, messageId: null, part: null, ...whom, detail }, null)
}

function placeOf(tables: Tables, messageId: NonNullable<ConsentChange['messageId']>): MessagePlace {
  const place = tables.placeOf(messageId)
  invariant(place !== undefined, `a change of consent names message ${messageId}, which is not stored`)
  return place
}
