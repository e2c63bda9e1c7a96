import { messageDetailSchema, operationResultSchema, replaceRequestSchema } from '@smpp-connect/contracts'
import type { App, Rooms } from '../app.ts'
import { valueOrThrow } from '../http/problem.ts'
import { idParamsSchema } from './parameters.ts'

/** What can be done with a message that was accepted: release, cancel, query, replace. */
export function registerMessageOperations(app: App, { useCases }: Rooms): void {
  const tags = ['messages']

  app.post(
    '/v1/messages/:id/release',
    {
      config: { codes: ['not-found', 'state-conflict'] },
      schema: {
        operationId: 'releaseMessage',
        summary: 'Release what is held or uncertain',
        description: 'Queues the held or uncertain parts again. The person may get an uncertain one twice.',
        tags,
        params: idParamsSchema,
        response: { 200: messageDetailSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.release(request.params.id)),
  )

  app.post(
    '/v1/messages/:id/cancel',
    {
      config: { codes: ['not-found', 'state-conflict', 'no-smsc'] },
      schema: {
        operationId: 'cancelMessage',
        summary: 'Cancel a message',
        description:
          'What waits here, is held or uncertain is closed at once; what the SMSC has, it is asked to cancel (cancel_sm), and its answer is shown part by part.',
        tags,
        params: idParamsSchema,
        response: { 200: operationResultSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.cancel(request.params.id)),
  )

  app.post(
    '/v1/messages/:id/query',
    {
      config: { codes: ['not-found', 'state-conflict', 'no-smsc'] },
      schema: {
        operationId: 'queryMessage',
        summary: 'Ask the SMSC what became of a message',
        description: 'Sends query_sm for each part. A final state counts like a receipt.',
        tags,
        params: idParamsSchema,
        response: { 200: operationResultSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.query(request.params.id)),
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
        ],
      },
      schema: {
        operationId: 'replaceMessage',
        summary: 'Replace the text of a message',
        description:
          'Any text while it waits here. Once the SMSC has it, it is asked to (replace_sm): one short message, in the alphabet of the old one.',
        tags,
        params: idParamsSchema,
        body: replaceRequestSchema,
        response: { 200: operationResultSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.replace(request.params.id, request.body.text)),
  )
}
