import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '@smpp-connect/kernel'
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { LiveFeed } from './feed/live-feed.ts'
import type { IdempotencyGate } from './http/idempotency.ts'
import type { Origins } from './http/origin.ts'
import type { ApiLimits, ApiOptions } from './options.ts'

/** The Fastify instance whose routes are typed by their Zod schemas. */
export type App = FastifyInstance<RawServerDefault, IncomingMessage, ServerResponse, FastifyBaseLogger, ZodTypeProvider>

/** What the routes share. */
export interface Rooms extends Omit<ApiOptions, 'limits'> {
  readonly log: Log
  readonly limits: ApiLimits
  readonly origins: Origins
  readonly idempotency: IdempotencyGate
  readonly feed: LiveFeed
  readonly startedAtMs: number
  /** Whether the key or session that a request came with is still good. */
  readonly stillAllowed: (request: FastifyRequest) => Promise<boolean>
}
