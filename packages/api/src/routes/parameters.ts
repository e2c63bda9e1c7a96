import type { ErrorCode } from '@smpp-connect/contracts'
import { z } from 'zod'

/** The id in an address. What is no id of ours is simply not found. */
export const idParamsSchema = z.object({ id: z.string() })

/** Documents the header; it is read and judged by the idempotency gate. */
export const idempotencyHeaderSchema = z.looseObject({
  'idempotency-key': z
    .string()
    .optional()
    .describe(
      '1 to 200 printable characters, bare or as a structured string. The same request with the same key is done once; a repetition gets the stored answer, for three days.',
    ),
})

/** What a request with an Idempotency-Key may be answered with beside the rest. */
export const IDEMPOTENCY_CODES = [
  'idempotency-key-invalid',
  'idempotency-key-reused',
  'idempotency-key-busy',
] as const satisfies readonly ErrorCode[]
