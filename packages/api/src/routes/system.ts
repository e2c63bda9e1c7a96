import { systemSchema, verificationSliceSchema, verifyQuerySchema } from '@smpp-connect/contracts'
import { z } from 'zod'
import type { App, Rooms } from '../app.ts'
import { refused } from '../http/problem.ts'

/** Figures for people, and signs of life for what watches the process. */
export function registerSystem(app: App, rooms: Rooms): void {
  const { useCases, version, startedAtMs } = rooms
  const tags = ['system']

  app.get(
    '/v1/system',
    {
      schema: {
        operationId: 'getSystem',
        summary: 'Version, counts, and the end of the event log',
        tags,
        response: { 200: systemSchema },
      },
    },
    async () => {
      const [counts, lastEventSeq] = await Promise.all([useCases.counts(), useCases.lastEventSeq()])
      const stalled = useCases.stalls().map(({ smscId, sinceMs, why }) => ({ smscId, since: timeOf(sinceMs), why }))
      const { maxParts } = useCases
      const writeAheadLog = useCases.writeAheadLog()
      return { version, startedAt: timeOf(startedAtMs), counts, lastEventSeq, maxParts, stalled, writeAheadLog }
    },
  )

  app.get(
    '/v1/verify',
    {
      schema: {
        operationId: 'verify',
        summary: 'Whether the store keeps what it promises, slice by slice',
        description:
          'Looks at `limit` messages after that position by every rule. Go on with `next` until it is null: after the last message come the figures that are kept beside, and the database itself. What is found is looked at again before it is told, because messages change meanwhile. `npx connect verify` walks through all of it.',
        tags,
        querystring: verifyQuerySchema,
        response: { 200: verificationSliceSchema },
      },
    },
    async (request) => useCases.verify(request.query),
  )

  const { metrics } = rooms
  if (metrics) {
    app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
      const { contentType, body } = await metrics()
      return reply.type(contentType).send(body)
    })
  }

  app.get(
    '/healthz',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'health',
        summary: 'Whether the process lives',
        tags,
        response: { 200: z.object({ status: z.literal('ok') }) },
      },
    },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/readyz',
    {
      config: { access: 'open', codes: ['store-unavailable', 'stopping'] },
      schema: {
        operationId: 'ready',
        summary: 'Whether Connect can take messages',
        tags,
        response: { 200: z.object({ status: z.literal('ready') }) },
      },
    },
    async () => {
      if (rooms.isStopping?.()) throw refused('stopping', 'Connect is being stopped.')
      const reason = await notReadyReason(rooms)
      if (reason !== undefined) throw refused('store-unavailable', reason)
      return { status: 'ready' as const }
    },
  )
}

async function notReadyReason({ useCases, clock, limits }: Rooms): Promise<string | undefined> {
  const late = Promise.withResolvers<string>()
  const timer = clock.after(limits.readyTimeoutMs, () => late.resolve('The store does not answer.'))
  const reason = await Promise.race([useCases.storeTrouble(), late.promise])
  timer.cancel()
  return reason
}

function timeOf(atMs: number): string {
  return new Date(atMs).toISOString()
}
