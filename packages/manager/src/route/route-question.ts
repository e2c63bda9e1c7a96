import type { MessageClass, SmscDefinition, SmscId } from '@smpp-connect/contracts'

/** What the choice of an SMSC depends on. */
export interface RouteQuestion {
  /** The SMSC that the caller names. */
  readonly wanted?: string | undefined
  /** The SMSC of the conversation in which it is an answer. */
  readonly conversation?: SmscId | undefined
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
  /**
   * Who chose: the caller; the conversation; a rule; that its default sender is the message's sender; or nobody, and any
   * will do.
   */
  readonly decidedBy: 'message' | 'conversation' | 'rule' | 'sender' | 'any'
  /** The rule's name, where one decided. */
  readonly rule: string | null
}

/** How the SMSCs stand, as far as routing depends on it. */
export interface Standing {
  /** Bound, so that it can take submits now. */
  takes(id: SmscId): boolean
  /** It has taken none for so long (`failoverSeconds`) that it is no longer waited for. */
  isOut(id: SmscId): boolean
}

/**
 * Whether a message of that class may be given to an SMSC now. A one-time code goes where it can leave at once. Others keep
 * to their SMSC through a short break: going elsewhere would overtake what waits there for the same person, and
 * conversations would hop at every reconnection.
 */
export function isAble(id: SmscId, messageClass: MessageClass, standing: Standing): boolean {
  return messageClass === 'code' ? standing.takes(id) : !standing.isOut(id)
}
