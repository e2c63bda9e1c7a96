import { ERRORS, type Problem } from '@smpp-connect/contracts'
import { printable } from '../output/style.ts'

/** What came of one HTTP request to Connect. */
export type Reply<Body> =
  | { readonly kind: 'ok'; readonly body: Body; readonly retryAfterMs: undefined }
  /** Connect said no, as problem details (RFC 9457). */
  | { readonly kind: 'refused'; readonly problem: Problem; readonly retryAfterMs: number | undefined }
  /** An answer that Connect does not give: a proxy's, or another program's. */
  | {
      readonly kind: 'foreign'
      readonly status: number
      readonly excerpt: string
      readonly retryAfterMs: number | undefined
    }
  /** No answer. Whether the request was carried out is not known. */
  | { readonly kind: 'unreachable'; readonly reason: string; readonly retryAfterMs: undefined }
export type FailedReply = Exclude<Reply<never>, { readonly kind: 'ok' }>

/** A failed reply in words: what happened, and what to do where the catalogue knows. */
export function describeReply(reply: FailedReply): string {
  switch (reply.kind) {
    case 'unreachable':
      return `no answer (${reply.reason})`
    case 'foreign':
      return `an answer that is not Connect's (status ${reply.status}: ${reply.excerpt || 'empty'})`
    case 'refused': {
      const { title, code, detail, errors = [] } = reply.problem
      const places = errors.slice(0, 5).map((place) => `\n  ${printable(place.pointer)}: ${printable(place.detail)}`)
      const advice = code in ERRORS ? `\n${ERRORS[code as keyof typeof ERRORS].advice}` : ''
      return `${printable(title)} (${printable(code)}): ${printable(detail)}${places.join('')}${advice}`
    }
  }
}

/**
 * What to do about a failed request. `wait`: the server is away, busy or asked for a pause; the same request may be
 * repeated. `again`: it stumbled; repeat it a few times. `stop`: repeating it will not help.
 * `keyMayChange`: the key is read anew for each request, so a wrong one may be that of the server before a restart.
 */
export function judgeReply(reply: FailedReply, keyMayChange = false): 'wait' | 'again' | 'stop' {
  if (reply.kind === 'unreachable') return 'wait'
  const status = reply.kind === 'refused' ? reply.problem.status : reply.status
  if (status === 429 || status === 502 || status === 503 || status === 504) return 'wait'
  if (reply.kind === 'refused' && reply.problem.code === 'idempotency-key-busy') return 'wait'
  if (status === 401 && keyMayChange) return 'again'
  return status >= 500 ? 'again' : 'stop'
}

/** Retry-After (RFC 9110, 10.2.3) in milliseconds: seconds or an HTTP date; undefined when absent or not understood. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs)
}
