import {
  keywordsChangeSchema,
  keywordsViewSchema,
  keywordTrialResultSchema,
  keywordTrialSchema,
  ok,
  optOutImportResultSchema,
  optOutImportSchema,
  optOutPageSchema,
  optOutQuerySchema,
  optOutRequestSchema,
  optOutScopeSchema,
  optOutViewSchema,
} from '@smpp-connect/contracts'
import { z } from 'zod'
import { callerOf } from '../access/gate.ts'
import type { App, Rooms } from '../app.ts'
import { valueOrThrow } from '../http/problem.ts'
import { IDEMPOTENCY_CODES, idempotencyHeaderSchema } from './parameters.ts'

const personParamsSchema = z.object({ person: z.string().describe('The number; its + may be written as %2B.') })

/** Who wants no texts from which address, and the words by which people say so. */
export function registerOptOuts(app: App, { useCases, idempotency }: Rooms): void {
  const tags = ['opt-outs']

  app.get(
    '/v1/opt-outs',
    {
      schema: {
        operationId: 'listOptOuts',
        summary: 'Opt-outs, newest first',
        tags,
        querystring: optOutQuerySchema,
        response: { 200: optOutPageSchema },
      },
    },
    async (request) => useCases.optOuts(request.query),
  )

  app.post(
    '/v1/opt-outs',
    {
      config: { codes: ['destination-invalid', 'sender-invalid', 'version-conflict', ...IDEMPOTENCY_CODES] },
      schema: {
        operationId: 'recordOptOut',
        summary: 'Record that a person wants no texts',
        description:
          'From one of our sender addresses, or from all. Holds against everything that has not left yet. The person is sent nothing. One that stands already stays as it is, and is the answer.',
        tags,
        headers: idempotencyHeaderSchema,
        body: optOutRequestSchema,
        response: { 200: optOutViewSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, {
        status: 200,
        work: () => useCases.optOut(callerOf(request), request.body),
      }),
  )

  app.delete(
    '/v1/opt-outs/:person',
    {
      config: { codes: ['not-found'] },
      schema: {
        operationId: 'withdrawOptOut',
        summary: 'Withdraw an opt-out',
        description: 'Only when the person asked for it. Who did it is noted in the event.',
        tags,
        params: personParamsSchema,
        querystring: optOutScopeSchema,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      valueOrThrow(await useCases.withdrawOptOut(callerOf(request), request.params.person, request.query.from))
      return reply.code(204).send()
    },
  )

  app.post(
    '/v1/opt-outs/import',
    {
      config: { codes: IDEMPOTENCY_CODES },
      schema: {
        operationId: 'importOptOuts',
        summary: 'Record up to 10,000 opt-outs',
        description:
          'Each is judged on its own. Those that stand already stay as they are, so a repetition does no harm.',
        tags,
        headers: idempotencyHeaderSchema,
        body: optOutImportSchema,
        response: { 200: optOutImportResultSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, {
        status: 200,
        work: async () => ok(await useCases.importOptOuts(callerOf(request), request.body)),
      }),
  )

  app.get(
    '/v1/keywords',
    {
      schema: {
        operationId: 'getKeywords',
        summary: 'The words by which people opt out, opt in and ask for help',
        tags,
        response: { 200: keywordsViewSchema },
      },
    },
    async () => useCases.keywords(),
  )

  app.put(
    '/v1/keywords',
    {
      config: { codes: ['version-conflict'] },
      schema: {
        operationId: 'putKeywords',
        summary: 'Set the words, and what they are answered with',
        description: 'Takes the place of all sets, the built-in ones too. Holds for the next text that comes in.',
        tags,
        body: keywordsChangeSchema,
        response: { 200: keywordsViewSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.changeKeywords(request.body)),
  )

  app.post(
    '/v1/keywords/try',
    {
      schema: {
        operationId: 'tryKeywords',
        summary: 'What a text would do',
        description:
          'Reads a text as if a person had sent it, with the words that hold or with the ones given. Nothing is recorded. It is a POST because texts do not belong into addresses.',
        tags,
        body: keywordTrialSchema,
        response: { 200: keywordTrialResultSchema },
      },
    },
    async (request) => useCases.tryKeywords(request.body),
  )

  app.delete(
    '/v1/keywords',
    {
      schema: {
        operationId: 'resetKeywords',
        summary: 'Go back to the built-in words',
        tags,
        response: { 200: keywordsViewSchema },
      },
    },
    async () => valueOrThrow(await useCases.resetKeywords()),
  )
}
