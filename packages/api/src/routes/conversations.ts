import {
  acceptedSchema,
  answerSchema,
  conversationMessagesQuerySchema,
  conversationPageSchema,
  conversationQuerySchema,
  conversationViewSchema,
  threadPageSchema,
} from '@smpp-connect/contracts'
import type { App, Rooms } from '../app.ts'
import { tellAccepted } from '../http/accepted-lines.ts'
import { valueOrThrow } from '../http/problem.ts'
import { IDEMPOTENCY_CODES, idempotencyHeaderSchema, idParamsSchema } from './parameters.ts'

/** Reading and answering what people wrote. */
export function registerConversations(app: App, { useCases, idempotency, log }: Rooms): void {
  const tags = ['conversations']

  app.get(
    '/v1/conversations',
    {
      schema: {
        operationId: 'listConversations',
        summary: 'Conversations, the one with the newest message first',
        tags,
        querystring: conversationQuerySchema,
        response: { 200: conversationPageSchema },
      },
    },
    async (request) => useCases.conversations(request.query),
  )

  app.get(
    '/v1/conversations/:id',
    {
      config: { codes: ['not-found'] },
      schema: {
        operationId: 'getConversation',
        summary: 'A conversation',
        tags,
        params: idParamsSchema,
        response: { 200: conversationViewSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.conversation(request.params.id)),
  )

  app.get(
    '/v1/conversations/:id/messages',
    {
      config: { codes: ['not-found'] },
      schema: {
        operationId: 'listConversationMessages',
        summary: 'The messages of a conversation, newest first',
        tags,
        params: idParamsSchema,
        querystring: conversationMessagesQuerySchema,
        response: { 200: threadPageSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.conversationMessages(request.params.id, request.query)),
  )

  app.post(
    '/v1/conversations/:id/messages',
    {
      config: {
        codes: [
          'not-found',
          'text-empty',
          'text-too-long',
          'text-not-unicode',
          'text-not-in-alphabet',
          'smpp-option-invalid',
          'tlv-invalid',
          'time-invalid',
          'no-smsc',
          'opted-out',
          ...IDEMPOTENCY_CODES,
        ],
      },
      schema: {
        operationId: 'answerConversation',
        summary: 'Answer the person, from the address that they know',
        tags,
        headers: idempotencyHeaderSchema,
        params: idParamsSchema,
        body: answerSchema,
        response: { 202: acceptedSchema },
      },
    },
    (request, reply) => {
      const { id } = request.params
      const answer = idempotency.answer(request, reply, (caller, key) => useCases.answer(caller, id, request.body, key))
      return log.isVerbose ? tellAccepted(log, request.id, answer) : answer
    },
  )

  app.post(
    '/v1/conversations/:id/read',
    {
      config: { codes: ['not-found', ...IDEMPOTENCY_CODES] },
      schema: {
        operationId: 'readConversation',
        summary: 'Mark all messages of a conversation as read',
        tags,
        headers: idempotencyHeaderSchema,
        params: idParamsSchema,
        response: { 200: conversationViewSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, { status: 200, work: () => useCases.markRead(request.params.id) }),
  )
}
