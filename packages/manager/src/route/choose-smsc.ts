import { type Outcome, ok, refuse, type SmscDefinition } from '@smpp-connect/contracts'

/** What the choice depends on. `able` says whether an SMSC is bound so that it can take submits now. */
export interface RouteQuestion {
  readonly wanted: string | undefined
  readonly sender: string | undefined
  readonly definitions: readonly SmscDefinition[]
  readonly able: (definition: SmscDefinition) => boolean
}

/**
 * Chooses the SMSC of a message: the one it names; else, among those that are enabled, the one whose default sender is
 * the message's sender, then one that is bound, then the oldest. With none enabled the oldest definition takes it: the
 * message is stored and waits, and says what it waits for.
 */
export function chooseSmsc(question: RouteQuestion): Outcome<SmscDefinition> {
  const { wanted, sender, definitions, able } = question
  if (wanted !== undefined) {
    const named = definitions.find((definition) => definition.id === wanted)
    if (named) return ok(named)
    return refuse('no-smsc', `smscId: there is no SMSC ${wanted}`, [{ pointer: '/smscId', detail: 'unknown SMSC' }])
  }
  if (definitions.length === 0) return refuse('no-smsc', 'no SMSC is defined')
  const enabled = definitions.filter((definition) => definition.enabled)
  const candidates = (enabled.length > 0 ? enabled : definitions).toSorted((a, b) => a.createdAtMs - b.createdAtMs)
  const owners = candidates.filter((definition) => definition.defaultSender === sender)
  const pool = owners.length > 0 ? owners : candidates
  return ok(pool.find(able) ?? (pool[0] as SmscDefinition))
}
