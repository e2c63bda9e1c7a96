import {
  ERRORS,
  type ErrorCode,
  type ErrorPlace,
  type Outcome,
  type Problem,
  type Refusal,
} from '@smpp-connect/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'

export const PROBLEM_TYPE = 'application/problem+json; charset=utf-8'

/** A refusal on its way out of a handler or hook; the error handler makes the problem document of it. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly refusal: Refusal
  /** Further headers of the answer, such as Allow. */
  readonly headers: Readonly<Record<string, string>>

  constructor(refusal: Refusal, headers: Readonly<Record<string, string>> = {}) {
    super(refusal.code)
    this.refusal = refusal
    this.headers = headers
  }
}

/** Makes a refusal to throw. `detail` is for the reader and carries no text, password or whole number. */
export function refused(
  code: ErrorCode,
  detail: string,
  more: { readonly errors?: readonly ErrorPlace[]; readonly headers?: Readonly<Record<string, string>> } = {},
): Refused {
  return new Refused(more.errors ? { code, detail, errors: more.errors } : { code, detail }, more.headers)
}

/** The value of an outcome; throws its refusal. */
export function valueOrThrow<Value>(outcome: Outcome<Value>): Value {
  if (outcome.ok) return outcome.value
  throw new Refused(outcome.refusal)
}

/** The problem document (RFC 9457) of a refusal. `base` is prepended to the address of the code's page. */
export function problemOf(refusal: Refusal, traceId: string, instance: string, base: string): Problem {
  const entry = ERRORS[refusal.code]
  return {
    type: `${base}/errors/${refusal.code}`,
    title: entry.title,
    status: entry.httpStatus,
    detail: refusal.detail,
    instance,
    code: refusal.code,
    traceId,
    ...(refusal.errors && refusal.errors.length > 0 ? { errors: [...refusal.errors] } : {}),
  }
}

/** Sends a refusal as problem+json with the headers that belong to its code. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  refusal: Refusal,
  base: string,
  headers: Readonly<Record<string, string>> = {},
): FastifyReply {
  const problem = problemOf(refusal, request.id, pathOf(request.url), base)
  reply
    .code(problem.status)
    .headers({ ...headers, 'cache-control': 'no-store' })
    .type(PROBLEM_TYPE)
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="connect"')
  const retryAfterSeconds = refusal.retryAfterSeconds ?? RETRY_AFTER_SECONDS[refusal.code]
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterSeconds))))
  return reply.send(JSON.stringify(problem))
}

/** The path of a request's address, without what follows the question mark: queries may hold numbers. */
export function pathOf(url: string): string {
  const end = url.search(/[?#]/)
  return end < 0 ? url : url.slice(0, end)
}

/** For refusals that do not say themselves when to come back. */
const RETRY_AFTER_SECONDS: Partial<Record<ErrorCode, number>> = {
  'store-unavailable': 5,
  stopping: 5,
  'idempotency-key-busy': 1,
  'too-many-attempts': 1,
  'too-many-feeds': 10,
}
