import {
  smscHistoryPageSchema,
  smscHistoryQuerySchema,
  smscRestoreSchema,
  smscViewSchema,
} from '@smpp-connect/contracts'
import { callerOf } from '../access/gate.ts'
import type { App, Rooms } from '../app.ts'
import { valueOrThrow } from '../http/problem.ts'
import { IDEMPOTENCY_CODES, idempotencyHeaderSchema, idParamsSchema } from './parameters.ts'

/** What SMSC definitions were, and going back to it. */
export function registerSmscHistory(app: App, { useCases, idempotency }: Rooms): void {
  const tags = ['smscs']

  app.get(
    '/v1/smscs/:id/history',
    {
      config: { codes: ['not-found'] },
      schema: {
        operationId: 'listSmscVersions',
        summary: 'Versions of an SMSC definition, newest first',
        description: 'The last 500, with who made them, when, and what they changed; also of one that was deleted.',
        tags,
        params: idParamsSchema,
        querystring: smscHistoryQuerySchema,
        response: { 200: smscHistoryPageSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.smscHistory(request.params.id, request.query)),
  )

  app.post(
    '/v1/smscs/:id/restore',
    {
      config: { codes: ['not-found', 'version-unknown', 'version-conflict', 'name-taken', ...IDEMPOTENCY_CODES] },
      schema: {
        operationId: 'restoreSmsc',
        summary: 'Go back to an earlier version of an SMSC definition',
        description: 'Its settings become a new version, which is carried out at once like any change.',
        tags,
        headers: idempotencyHeaderSchema,
        params: idParamsSchema,
        body: smscRestoreSchema,
        response: { 200: smscViewSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, {
        status: 200,
        work: (cutOffAtMs) => useCases.restoreSmsc(callerOf(request), request.params.id, request.body, cutOffAtMs),
      }),
  )
}
