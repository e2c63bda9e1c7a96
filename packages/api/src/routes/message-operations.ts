import { messageDetailSchema, operationResultSchema, replaceRequestSchema } from '@smpp-connect/contracts'
import type { App, Rooms } from '../app.ts'
import { IDEMPOTENCY_CODES, idempotencyHeaderSchema, idParamsSchema } from './parameters.ts'

/** What can be done with a message that was accepted: release, cancel, query, replace. */
export function registerMessageOperations(app: App, { useCases, idempotency }: Rooms): void {
  const tags = ['messages']

  app.post(
    '/v1/messages/:id/release',
    {
      config: { codes: ['not-found', 'state-conflict', ...IDEMPOTENCY_CODES] },
      schema: {
        operationId: 'releaseMessage',
        summary: 'Release what is held or uncertain',
        description: 'Queues the held or uncertain parts again. The person may get an uncertain one twice.',
        tags,
        headers: idempotencyHeaderSchema,
        params: idParamsSchema,
        response: { 200: messageDetailSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, {
        status: 200,
        work: (cutOffAtMs) => useCases.release(request.params.id, cutOffAtMs),
      }),
  )

  app.post(
    '/v1/messages/:id/cancel',
    {
      config: { codes: ['not-found', 'state-conflict', 'no-smsc', ...IDEMPOTENCY_CODES] },
      schema: {
        operationId: 'cancelMessage',
        summary: 'Cancel a message',
        description:
          'What waits here, is held or uncertain is closed at once; what the SMSC has, it is asked to cancel (cancel_sm), and its answer is shown part by part.',
        tags,
        headers: idempotencyHeaderSchema,
        params: idParamsSchema,
        response: { 200: operationResultSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, {
        status: 200,
        work: (cutOffAtMs) => useCases.cancel(request.params.id, cutOffAtMs),
      }),
  )

  app.post(
    '/v1/messages/:id/query',
    {
      config: { codes: ['not-found', 'state-conflict', 'no-smsc', ...IDEMPOTENCY_CODES] },
      schema: {
        operationId: 'queryMessage',
        summary: 'Ask the SMSC what became of a message',
        description: 'Sends query_sm for each part. A final state counts like a receipt.',
        tags,
        headers: idempotencyHeaderSchema,
        params: idParamsSchema,
        response: { 200: operationResultSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, {
        status: 200,
        work: () => useCases.query(request.params.id),
      }),
  )

  app.post(
    '/v1/messages/:id/replace',
    {
      config: {
        codes: [
          'not-found',
          'state-conflict',
          'no-smsc',
          'text-too-long',
          'text-not-unicode',
          'text-not-in-alphabet',
          'smpp-option-invalid',
          ...IDEMPOTENCY_CODES,
        ],
      },
      schema: {
        operationId: 'replaceMessage',
        summary: 'Replace the text of a message',
        description:
          'Any text while it waits here. Once the SMSC has it, it is asked to (replace_sm): one short message, in the alphabet of the old one.',
        tags,
        headers: idempotencyHeaderSchema,
        params: idParamsSchema,
        body: replaceRequestSchema,
        response: { 200: operationResultSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, {
        status: 200,
        work: (cutOffAtMs) => useCases.replace(request.params.id, request.body.text, cutOffAtMs),
      }),
  )
}
