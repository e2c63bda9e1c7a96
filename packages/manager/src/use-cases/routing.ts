import { effectiveOptions, type RouteExplanation, type SendMessage } from '@smpp-connect/contracts'
import { OPTED_OUT } from '../accept/intake.ts'
import { type IntakeContext, judgeMessage, planFor } from '../accept/judge.ts'
import type { RouteQuestion } from '../route/route-question.ts'
import type { UseCases } from '../use-cases.ts'
import type { UseCaseParts } from './use-case-parts.ts'

type RoutingUseCases = Pick<UseCases, 'routing' | 'changeRouting' | 'explainRoute'>

/** Judged in the place of a text that was not given: it fits everywhere. */
const STAND_IN = 'x'
const NOTHING_ASKED: RouteExplanation = {
  smscId: null,
  refusal: null,
  decidedBy: null,
  rule: null,
  rules: [],
  candidates: [],
  parts: null,
  encoding: null,
  forcedBy: null,
}

/** The routing rules, and what they would make of a message. */
export function routingUseCases({ router, clock, consent, maxParts }: UseCaseParts): RoutingUseCases {
  return {
    routing: () => router.routing.view(),
    changeRouting: (change) => router.routing.change(change),
    async explainRoute(caller, { caller: as, text, ...rest }) {
      const message: SendMessage = { ...rest, text: text ?? STAND_IN }
      let question: RouteQuestion | undefined
      const context: IntakeContext = {
        route: (asked) => {
          question = asked
          return router.choose(asked)
        },
        maxParts,
        nowMs: clock.nowMs(),
        // Nothing comes of it: no id and no reference is used up.
        newId: () => 'msg_none',
        nextReference: () => 0,
      }
      // The very judgement that a message gets which is sent, so that this says what that would do.
      const judged = judgeMessage(message, as ?? caller.id, context)
      const reason: RouteExplanation = question ? { ...NOTHING_ASKED, ...router.explain(question) } : NOTHING_ASKED
      const isOptedOut = judged.ok && (await consent.optOuts.among([judged.value])).size > 0
      const verdict = isOptedOut ? OPTED_OUT : judged
      if (!verdict.ok) {
        const { code, detail } = verdict.refusal
        return { ...reason, smscId: null, refusal: { code, detail } }
      }
      const definition = router.routing.table.get(verdict.value.smscId)
      if (text === undefined || !definition) return reason
      const plan = planFor(text, effectiveOptions(definition, message.smpp), definition, context)
      const forcedBy = plan.kind === 'planned' ? plan.forcedBy?.char : undefined
      return {
        ...reason,
        parts: verdict.value.parts.length,
        encoding: verdict.value.encoding,
        forcedBy: forcedBy ?? null,
      }
    },
  }
}
