import { definitionsDocumentSchema, definitionsPlanSchema } from '@smpp-connect/contracts'
import { callerOf } from '../access/gate.ts'
import type { App, Rooms } from '../app.ts'
import { valueOrThrow } from '../http/problem.ts'
import { IDEMPOTENCY_CODES, idempotencyHeaderSchema } from './parameters.ts'

/** All SMSC definitions as one document, as `connect definitions` keeps it in a file. */
export function registerDefinitions(app: App, { useCases, idempotency }: Rooms): void {
  const tags = ['smscs']

  app.post(
    '/v1/definitions/plan',
    {
      config: { codes: ['name-taken'] },
      schema: {
        operationId: 'planDefinitions',
        summary: 'What a document of SMSC definitions would change',
        description: 'Nothing is done. SMSCs are known by their names.',
        tags,
        body: definitionsDocumentSchema,
        response: { 200: definitionsPlanSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.planDefinitions(request.body)),
  )

  app.post(
    '/v1/definitions/apply',
    {
      config: { codes: ['name-taken', ...IDEMPOTENCY_CODES] },
      schema: {
        operationId: 'applyDefinitions',
        summary: 'Make the SMSC definitions what a document says',
        description:
          'Step by step, each durable and carried out at once; one that is refused says why, and the others are done. An SMSC that goes is deleted as `removal` says (see PUT …/deletion). Done twice it changes nothing the second time.',
        tags,
        headers: idempotencyHeaderSchema,
        body: definitionsDocumentSchema,
        response: { 200: definitionsPlanSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, {
        status: 200,
        work: () => useCases.applyDefinitions(callerOf(request), request.body),
      }),
  )
}
