import { z } from 'zod'
import type { EdgeReadiness } from './edge-readiness.ts'

const WITHIN_MS = 5_000

const readinessSchema = z.object({
  status: z.enum(['ready', 'not-ready']),
  edge: z.string(),
  role: z.enum(['edge', 'sender', 'receiver']),
  version: z.string(),
  link: z.enum(['up', 'down']),
  definitions: z.enum(['current', 'stale']),
  binds: z.object({ held: z.number(), bound: z.number() }),
  missing: z.array(z.string()),
})

export type AskedEdge =
  | { readonly ok: true; readonly readiness: EdgeReadiness }
  | { readonly ok: false; readonly why: string }

/** What the edge at `host:port` says of itself on /readyz. */
export async function askEdge(at: string, fetching: typeof fetch): Promise<AskedEdge> {
  try {
    const answer = await fetching(`http://${at}/readyz`, { redirect: 'error', signal: AbortSignal.timeout(WITHIN_MS) })
    const read = readinessSchema.safeParse(await answer.json())
    return read.success ? { ok: true, readiness: read.data } : { ok: false, why: 'what answers there is no edge' }
  } catch (failure) {
    return { ok: false, why: whyOf(failure) }
  }
}

/** Why a request failed, in a few words. */
export function whyOf(failure: unknown): string {
  if (!(failure instanceof Error)) return String(failure)
  if (failure.name === 'TimeoutError') return `no answer within ${WITHIN_MS / 1_000} s`
  if (failure instanceof SyntaxError) return 'what answers there is no edge'
  const { cause } = failure
  return cause instanceof Error && 'code' in cause ? String(cause.code) : failure.message
}
