import { type MessageClass, type Outcome, ok, refuse, type SmscDefinition } from '@smpp-connect/contracts'

/** What the choice of an SMSC depends on. */
export interface RouteQuestion {
  /** The SMSC that the caller names. */
  readonly wanted: string | undefined
  /** Canonical sender address, when the caller gave one. */
  readonly sender: string | undefined
  /** Canonical number. */
  readonly destination: string
  readonly messageClass: MessageClass
  /** Id of the API key or user. */
  readonly owner: string
}

export interface RouteChoice {
  readonly definition: SmscDefinition
  /** Who chose: the caller; a rule; that its default sender is the message's sender; or nobody, and any will do. */
  readonly decidedBy: 'message' | 'rule' | 'sender' | 'any'
}

export interface RouteContext {
  readonly definitions: readonly SmscDefinition[]
  /** Whether an SMSC is bound so that it can take submits now. */
  readonly able: (definition: SmscDefinition) => boolean
}

/**
 * Chooses the SMSC of a message: the one it names; else, among those that are enabled, the one whose default sender is
 * the message's sender, then one that is bound, then the oldest. With none enabled the oldest definition takes it: the
 * message is stored and waits, and says what it waits for.
 */
export function chooseSmsc(question: RouteQuestion, { definitions, able }: RouteContext): Outcome<RouteChoice> {
  const { wanted, sender } = question
  if (wanted !== undefined) {
    const named = definitions.find((definition) => definition.id === wanted)
    if (named) return ok({ definition: named, decidedBy: 'message' })
    return refuse('no-smsc', `smscId: there is no SMSC ${wanted}`, [{ pointer: '/smscId', detail: 'unknown SMSC' }])
  }
  if (definitions.length === 0) return refuse('no-smsc', 'no SMSC is defined')
  const enabled = definitions.filter((definition) => definition.enabled)
  const candidates = (enabled.length > 0 ? enabled : definitions).toSorted((a, b) => a.createdAtMs - b.createdAtMs)
  const owners = candidates.filter((definition) => definition.defaultSender === sender)
  const pool = owners.length > 0 ? owners : candidates
  return ok({
    definition: pool.find(able) ?? (pool[0] as SmscDefinition),
    decidedBy: owners.length > 0 ? 'sender' : 'any',
  })
}
