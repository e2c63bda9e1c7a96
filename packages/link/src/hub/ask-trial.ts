import type { BindTrialAnswer, BindTrialOrder } from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import type { Session } from '../session/session.ts'
import { bindTrialToWire, bindTriedFromWire } from '../wire/bind-trial.ts'
import type { FrameKind } from '../wire/frame.ts'

/** Longer than any trial takes, those before it in its line included. */
const ANSWER_WITHIN_MS = 100_000

/** Asks an edge to try a bind. It ends with the edge's answer, with the link, or when it takes too long. */
export function askTrial(
  { session, edgeId, clock }: { readonly session: Session; readonly edgeId: string; readonly clock: Clock },
  order: BindTrialOrder,
): Promise<BindTrialAnswer> {
  return new Promise((resolve) => {
    const timer = clock.after(ANSWER_WITHIN_MS, () => resolve(notTried(`the edge ${edgeId} gave no answer in time`)))
    session.say({ case: 'tryBind', value: bindTrialToWire(order) }, (reply) => {
      timer.cancel()
      resolve(answerIn(reply, edgeId))
    })
  })
}

function answerIn(reply: FrameKind | undefined, edgeId: string): BindTrialAnswer {
  if (reply === undefined) return notTried(`the link to the edge ${edgeId} broke before it answered`)
  if (reply.case === 'bindTried') return bindTriedFromWire(reply.value, edgeId)
  return notTried(`the edge ${edgeId} is older than the manager and cannot try binds; update it`)
}

function notTried(reason: string): BindTrialAnswer {
  return { kind: 'not-tried', reason }
}
