import type { Outcome, SmscDefinition, SmscDeletionChoice } from '@smpp-connect/contracts'
import type { NewMessage, WaitingMessage } from '@smpp-connect/store'
import type { IntakeContext } from '../../accept/judge.ts'
import { rerouted } from '../../route/rerouted.ts'
import type { RouteChoice, RouteQuestion } from '../../route/route-question.ts'

/** What becomes of a text that is to leave its SMSC for another one. */
export type Fate =
  | { readonly kind: 'goes'; readonly message: NewMessage; readonly to: SmscDefinition }
  /** `reason` is a sentence. */
  | { readonly kind: 'stays'; readonly reason: string }

export interface FateContext extends Pick<IntakeContext, 'maxParts' | 'nextReference'> {
  readonly route: (question: RouteQuestion) => Outcome<RouteChoice>
}

/**
 * Where a text goes by the rules, as a new one would, and how it is written there. It stays where nobody takes it, where it
 * does not fit, where its sender named the SMSC (unless whoever deletes it wants that too), and where an SMSC may have a
 * part of it: sent once more through another, the person would get it twice, and no policy said that.
 */
export function fateOf(
  waiting: WaitingMessage,
  from: SmscDefinition,
  choice: Pick<SmscDeletionChoice, 'named'>,
  context: FateContext,
): Fate {
  const { messageClass, owner, from: sender, to: destination, smscFixed, parts } = waiting
  if (parts.some(({ state, mayHaveLeft }) => mayHaveLeft || (state !== 'queued' && state !== 'held'))) {
    return stays('An SMSC may have a part of it already.')
  }
  if (smscFixed && choice.named === 'keep') return stays('Whoever sent it named this SMSC.')
  const choiceOfRoute = context.route({ sender, destination, messageClass, owner })
  if (!choiceOfRoute.ok) return stays(`No other SMSC takes it: ${choiceOfRoute.refusal.detail}.`)
  const { definition: to } = choiceOfRoute.value
  if (to.id === from.id) return stays('No other SMSC takes it.')
  const written = rerouted(waiting, from, to, context)
  if (written.ok) return { kind: 'goes', message: written.value, to }
  return stays(`It does not fit ${to.name}: ${written.refusal.detail}.`)
}

function stays(reason: string): Fate {
  return { kind: 'stays', reason }
}

/** Between the same two addresses, in one class, texts keep their order. */
export function streamOf({ messageClass, from, to }: WaitingMessage): string {
  return `${messageClass} ${from} ${to}`
}

export const BEHIND = 'A text before it, to the same person, stays.'
