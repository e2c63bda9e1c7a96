import {
  routeExplanationSchema,
  routeQuestionSchema,
  routingChangeSchema,
  routingViewSchema,
} from '@smpp-connect/contracts'
import { callerOf } from '../access/gate.ts'
import type { App, Rooms } from '../app.ts'
import { valueOrThrow } from '../http/problem.ts'

/** The rules by which messages go to SMSCs, and a dry run of them. */
export function registerRouting(app: App, { useCases }: Rooms): void {
  const tags = ['routing']

  app.get(
    '/v1/routing',
    {
      schema: {
        operationId: 'getRouting',
        summary: 'The routing rules, in their order',
        tags,
        response: { 200: routingViewSchema },
      },
    },
    async () => useCases.routing(),
  )

  app.put(
    '/v1/routing',
    {
      config: { codes: ['routing-invalid', 'version-conflict'] },
      schema: {
        operationId: 'changeRouting',
        summary: 'Replace the routing rules',
        description:
          'All of them at once. Durable before it is answered, and in force from then on. With a version, only when nobody changed them since.',
        tags,
        body: routingChangeSchema,
        response: { 200: routingViewSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.changeRouting(request.body)),
  )

  app.post(
    '/v1/routing/explain',
    {
      schema: {
        operationId: 'explainRoute',
        summary: 'Which SMSC would take a message, and why',
        description:
          'A dry run: the message is judged as if it were sent, and nothing is sent or stored. What it would be refused for is part of the answer. It is a POST because numbers and texts do not belong into addresses.',
        tags,
        body: routeQuestionSchema,
        response: { 200: routeExplanationSchema },
      },
    },
    async (request) => useCases.explainRoute(callerOf(request), request.body),
  )
}
