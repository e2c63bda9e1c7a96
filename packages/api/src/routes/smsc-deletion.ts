import {
  numberParameter,
  smscDeletionPlanSchema,
  smscDeletionRequestSchema,
  smscDeletionStateSchema,
  smscUsageSchema,
  smscViewSchema,
} from '@smpp-connect/contracts'
import { z } from 'zod'
import { callerOf } from '../access/gate.ts'
import type { App, Rooms } from '../app.ts'
import { valueOrThrow } from '../http/problem.ts'
import { idParamsSchema } from './parameters.ts'

const versionQuerySchema = z.strictObject({
  version: numberParameter(1)
    .optional()
    .describe('The version that was looked at; refused when it is another one by now.'),
})

/** Who uses an SMSC, and what becomes of it all when it is deleted. */
export function registerSmscDeletion(app: App, { useCases }: Rooms): void {
  const tags = ['smscs']

  app.get(
    '/v1/smscs/:id/usage',
    {
      config: { codes: ['not-found'] },
      schema: {
        operationId: 'getSmscUsage',
        summary: 'Who uses an SMSC, and what waits there',
        tags,
        params: idParamsSchema,
        response: { 200: smscUsageSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.smscUsage(request.params.id)),
  )

  app.post(
    '/v1/smscs/:id/deletion/plan',
    {
      config: { codes: ['not-found'] },
      schema: {
        operationId: 'planSmscDeletion',
        summary: 'What the deletion of an SMSC would do',
        description: 'Judged as it would be done; nothing is done.',
        tags,
        params: idParamsSchema,
        body: smscDeletionRequestSchema,
        response: { 200: smscDeletionPlanSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.planSmscDeletion(request.params.id, request.body)),
  )

  app.get(
    '/v1/smscs/:id/deletion',
    {
      config: { codes: ['not-found', 'smsc-not-deleted'] },
      schema: {
        operationId: 'getSmscDeletion',
        summary: 'How far the deletion of an SMSC is',
        description: 'Also when it is over, as long as the history of the definition is there.',
        tags,
        params: idParamsSchema,
        response: { 200: smscDeletionStateSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.smscDeletion(request.params.id)),
  )

  app.put(
    '/v1/smscs/:id/deletion',
    {
      config: { codes: ['not-found', 'version-conflict', 'smsc-in-routing'] },
      schema: {
        operationId: 'deleteSmscWith',
        summary: 'Delete an SMSC, and say what becomes of what waits for it',
        description:
          'Durable before it is answered, together with the routing rules that it is taken out of. From then on the SMSC takes nothing new. What the Sender has is answered first; then what waits leaves, goes to other SMSCs or ends, as was asked; and when nothing is left the SMSC goes, and every edge drops its binds. It goes on after a crash. Asked once more it is the same, or goes otherwise from then on; asked of one that is deleted, it says so.',
        tags,
        params: idParamsSchema,
        body: smscDeletionRequestSchema,
        response: { 200: smscDeletionStateSchema },
      },
    },
    async (request) =>
      valueOrThrow(await useCases.beginSmscDeletion(callerOf(request), request.params.id, request.body)),
  )

  app.delete(
    '/v1/smscs/:id/deletion',
    {
      config: { codes: ['not-found', 'version-conflict', 'smsc-not-deleted'] },
      schema: {
        operationId: 'keepSmsc',
        summary: 'Take back the deletion of an SMSC that is under way',
        description:
          'It takes texts again. What has left, moved or ended by then has; rules that it was taken out of do not name it again.',
        tags,
        params: idParamsSchema,
        querystring: versionQuerySchema,
        response: { 200: smscViewSchema },
      },
    },
    async (request) =>
      valueOrThrow(await useCases.keepSmsc(callerOf(request), request.params.id, request.query.version)),
  )

  app.delete(
    '/v1/smscs/:id',
    {
      config: { codes: ['not-found', 'smsc-in-use', 'smsc-in-routing', 'version-conflict'] },
      schema: {
        operationId: 'deleteSmsc',
        summary: 'Remove an SMSC of which nothing is open and that no routing rule names',
        description: 'For any other, PUT …/deletion says what becomes of it all.',
        tags,
        params: idParamsSchema,
        querystring: versionQuerySchema,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      valueOrThrow(await useCases.deleteSmsc(callerOf(request), request.params.id, request.query.version))
      return reply.code(204).send()
    },
  )
}
