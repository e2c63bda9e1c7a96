import {
  acceptedSchema,
  batchResultSchema,
  type MessageStates,
  messageDetailSchema,
  messagePageSchema,
  messageQuerySchema,
  messageStatesRequestSchema,
  messageStatesSchema,
  sendBatchSchema,
  sendMessageSchema,
} from '@smpp-connect/contracts'
import type { App, Rooms } from '../app.ts'
import { tellAccepted } from '../http/accepted-lines.ts'
import { asMade } from '../http/as-made.ts'
import { valueOrThrow } from '../http/problem.ts'
import { IDEMPOTENCY_CODES, idempotencyHeaderSchema, idParamsSchema } from './parameters.ts'

/** Sending and looking up messages. */
export function registerMessages(app: App, { useCases, idempotency, log }: Rooms): void {
  const tags = ['messages']

  app.post(
    '/v1/messages',
    {
      config: {
        codes: [
          'destination-invalid',
          'sender-invalid',
          'text-empty',
          'text-too-long',
          'text-not-unicode',
          'text-not-in-alphabet',
          'smpp-option-invalid',
          'tlv-invalid',
          'time-invalid',
          'opted-out',
          'no-smsc',
          ...IDEMPOTENCY_CODES,
        ],
      },
      schema: {
        operationId: 'sendMessage',
        summary: 'Send a text',
        description: 'Answers 202 once the message is durably stored: from then on it is not lost.',
        tags,
        headers: idempotencyHeaderSchema,
        body: sendMessageSchema,
        response: { 202: acceptedSchema },
      },
      serializerCompiler: asMade,
    },
    (request, reply) => {
      const answer = idempotency.answer(request, reply, (caller, key) => useCases.send(caller, request.body, key))
      return log.isVerbose ? tellAccepted(log, request.id, answer) : answer
    },
  )

  app.post(
    '/v1/messages/batch',
    {
      config: { codes: IDEMPOTENCY_CODES },
      schema: {
        operationId: 'sendBatch',
        summary: 'Send up to 500 texts',
        description: 'Each is judged on its own, in the order given; those that are accepted are stored in one step.',
        tags,
        headers: idempotencyHeaderSchema,
        body: sendBatchSchema,
        response: { 202: batchResultSchema },
      },
      serializerCompiler: asMade,
    },
    (request, reply) => {
      const { messages } = request.body
      const answer = idempotency.answer(request, reply, (caller, key) => useCases.sendBatch(caller, messages, key))
      return log.isVerbose ? tellAccepted(log, request.id, answer) : answer
    },
  )

  app.post(
    '/v1/messages/states',
    {
      schema: {
        operationId: 'getMessageStates',
        summary: 'The states of up to 500 messages',
        description: 'For following a long run. Changes nothing; it is a POST because of the length of the list.',
        tags,
        body: messageStatesRequestSchema,
        response: { 200: messageStatesSchema },
      },
    },
    async (request) => {
      const { ids } = request.body
      const found = await useCases.states(ids)
      const states: MessageStates['states'] = {}
      for (const [index, id] of ids.entries()) {
        const state = found[index]
        if (state) states[id] = state
      }
      return { states }
    },
  )

  app.get(
    '/v1/messages',
    {
      schema: {
        operationId: 'listMessages',
        summary: 'Messages, newest first',
        tags,
        querystring: messageQuerySchema,
        response: { 200: messagePageSchema },
      },
    },
    async (request) => useCases.messages(request.query),
  )

  app.get(
    '/v1/messages/:id',
    {
      config: { codes: ['not-found'] },
      schema: {
        operationId: 'getMessage',
        summary: 'A message with its parts and its timeline',
        tags,
        params: idParamsSchema,
        response: { 200: messageDetailSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.message(request.params.id)),
  )
}
