import {
  phonePageSchema,
  phoneQuerySchema,
  phoneReplyResultSchema,
  phoneReplySchema,
  phoneTextPageSchema,
  phoneTextsQuerySchema,
  refuse,
  simulatorStatusSchema,
} from '@smpp-connect/contracts'
import { z } from 'zod'
import type { App, Rooms } from '../app.ts'
import { refused } from '../http/problem.ts'
import { IDEMPOTENCY_CODES, idempotencyHeaderSchema } from './parameters.ts'

/** The phones forget with the process; only the conversation can tell whether their text came. */
const MAY_HAVE_REPLIED = refuse<never>(
  'idempotency-cut-off',
  'look at the conversation whether the text came; if it did not, repeat the request with a new key',
)

const numberParamsSchema = z.object({
  number: z.string().describe('The number of a phone, for example +447700900123.'),
})

/** The simulator's phones: what their handsets show, and replies from them. */
export function registerSimulator(app: App, rooms: Rooms): void {
  const tags = ['simulator']
  const simulator = () => {
    if (rooms.simulator === undefined) throw refused('simulator-off', 'The simulator does not run in this process.')
    return rooms.simulator
  }

  app.get(
    '/v1/simulator/status',
    {
      config: { codes: ['simulator-off'] },
      schema: {
        operationId: 'getSimulator',
        summary: 'Where the simulator listens, who is bound, and its ledger',
        tags,
        response: { 200: simulatorStatusSchema },
      },
    },
    async () => simulator().status(),
  )

  app.get(
    '/v1/simulator/phones',
    {
      config: { codes: ['simulator-off'] },
      schema: {
        operationId: 'listPhones',
        summary: 'Phones, the one with the newest text first',
        tags,
        querystring: phoneQuerySchema,
        response: { 200: phonePageSchema },
      },
    },
    async (request) => {
      const page = simulator().phones(request.query)
      return { ...page, items: [...page.items] }
    },
  )

  app.get(
    '/v1/simulator/phones/:number/messages',
    {
      config: { codes: ['simulator-off', 'not-found'] },
      schema: {
        operationId: 'listPhoneTexts',
        summary: 'What a phone shows, newest first',
        tags,
        params: numberParamsSchema,
        querystring: phoneTextsQuerySchema,
        response: { 200: phoneTextPageSchema },
      },
    },
    async (request) => {
      const page = simulator().texts(request.params.number, request.query)
      if (page === undefined) throw refused('not-found', 'No phone with this number has got or written a text.')
      return { ...page, items: [...page.items] }
    },
  )

  app.post(
    '/v1/simulator/phones/:number/replies',
    {
      config: {
        codes: [
          'simulator-off',
          'phone-not-reachable',
          'not-found',
          'destination-invalid',
          'text-not-unicode',
          'idempotency-cut-off',
          ...IDEMPOTENCY_CODES,
        ],
      },
      schema: {
        operationId: 'replyFromPhone',
        summary: 'Write a text on a phone',
        tags,
        headers: idempotencyHeaderSchema,
        params: numberParamsSchema,
        body: phoneReplySchema,
        response: { 202: phoneReplyResultSchema },
      },
    },
    (request, reply) => {
      const { to, text } = request.body
      const phones = simulator()
      return rooms.idempotency.once(request, reply, {
        status: 202,
        work: async (cutOffAtMs) =>
          cutOffAtMs === undefined ? phones.reply(request.params.number, to, text) : MAY_HAVE_REPLIED,
      })
    },
  )
}
