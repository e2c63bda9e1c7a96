import {
  bindTrialReportSchema,
  bindTrialRequestSchema,
  parkedReceiptPageSchema,
  parkedReceiptQuerySchema,
  retriedReceiptsSchema,
  smscListSchema,
  smscPatchSchema,
  smscSettingsSchema,
  smscViewSchema,
} from '@smpp-connect/contracts'
import { callerOf } from '../access/gate.ts'
import type { App, Rooms } from '../app.ts'
import { valueOrThrow } from '../http/problem.ts'
import { IDEMPOTENCY_CODES, idempotencyHeaderSchema, idParamsSchema } from './parameters.ts'

/** SMSC definitions. Passwords go in and never come out. */
export function registerSmscs(app: App, { useCases, idempotency }: Rooms): void {
  const tags = ['smscs']

  app.get(
    '/v1/smscs',
    {
      schema: {
        operationId: 'listSmscs',
        summary: 'SMSC definitions, with what their binds do',
        tags,
        response: { 200: smscListSchema },
      },
    },
    async () => ({ items: [...(await useCases.smscs())] }),
  )

  app.post(
    '/v1/smscs',
    {
      config: { codes: ['name-taken', 'smsc-edges-unfit', ...IDEMPOTENCY_CODES] },
      schema: {
        operationId: 'createSmsc',
        summary: 'Add an SMSC',
        description: 'The edge binds at once, if it is enabled.',
        tags,
        headers: idempotencyHeaderSchema,
        body: smscSettingsSchema,
        response: { 201: smscViewSchema },
      },
    },
    async (request, reply) => {
      const view = await idempotency.once(request, reply, {
        status: 201,
        work: (cutOffAtMs) => useCases.createSmsc(callerOf(request), request.body, cutOffAtMs),
      })
      reply.header('location', `/v1/smscs/${view.id}`)
      return view
    },
  )

  app.get(
    '/v1/smscs/:id',
    {
      config: { codes: ['not-found'] },
      schema: {
        operationId: 'getSmsc',
        summary: 'An SMSC definition',
        tags,
        params: idParamsSchema,
        response: { 200: smscViewSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.smsc(request.params.id)),
  )

  app.patch(
    '/v1/smscs/:id',
    {
      config: { codes: ['not-found', 'name-taken', 'version-conflict', 'smsc-edges-unfit'] },
      schema: {
        operationId: 'changeSmsc',
        summary: 'Change an SMSC',
        description: 'Durable before it is answered, then carried out at once; only the binds it concerns notice.',
        tags,
        params: idParamsSchema,
        body: smscPatchSchema,
        response: { 200: smscViewSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.changeSmsc(callerOf(request), request.params.id, request.body)),
  )

  app.post(
    '/v1/smscs/test',
    {
      config: { codes: ['not-found', 'bind-not-tried'] },
      schema: {
        operationId: 'testSmsc',
        summary: 'Test the bind of an SMSC, before it is saved',
        description:
          'The edge that would hold it goes the whole way (name, connection, TLS, bind, enquire_link, unbind) and says how far it came, and what is most likely wrong. Nothing is saved or sent. A bind that stands is not disturbed: where the account has as many as the definition asks for, the bind itself is left out. It may take half a minute; an answer of 200 says that it was tried, `ok` whether it worked.',
        tags,
        body: bindTrialRequestSchema,
        response: { 200: bindTrialReportSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.testSmsc(request.body)),
  )

  app.get(
    '/v1/smscs/:id/parked-receipts',
    {
      config: { codes: ['not-found'] },
      schema: {
        operationId: 'listParkedReceipts',
        summary: 'Receipts that match no message, oldest first',
        description:
          'They are kept for a week, and tried against every new answer. Many of them mean that this SMSC writes the ids of receipts otherwise than those of answers (`idForm`), or that another program sends through the same account.',
        tags,
        params: idParamsSchema,
        querystring: parkedReceiptQuerySchema,
        response: { 200: parkedReceiptPageSchema },
      },
    },
    async (request) => valueOrThrow(await useCases.parkedReceipts(request.params.id, request.query)),
  )

  app.post(
    '/v1/smscs/:id/parked-receipts/retry',
    {
      config: { codes: ['not-found', ...IDEMPOTENCY_CODES] },
      schema: {
        operationId: 'retryParkedReceipts',
        summary: 'Try parked receipts again',
        description: 'In the form of ids that is set or known now: after `idForm` was changed, say.',
        tags,
        headers: idempotencyHeaderSchema,
        params: idParamsSchema,
        response: { 200: retriedReceiptsSchema },
      },
    },
    (request, reply) =>
      idempotency.once(request, reply, { status: 200, work: () => useCases.retryParkedReceipts(request.params.id) }),
  )
}
