import { ERRORS, type ErrorCode, problemSchema } from '@smpp-connect/contracts'
import type { FastifySchema, RouteOptions } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Codes that this route answers with beside those that every route of its kind may. */
    readonly codes?: readonly ErrorCode[]
  }
}

type DocumentedRoute = Pick<RouteOptions, 'method' | 'config'>

/** Every code that a route may answer with: its own, and those that follow from what kind of route it is. */
export function codesOf(route: DocumentedRoute, schema: FastifySchema): readonly ErrorCode[] {
  const access = route.config?.access ?? 'caller'
  const method = [route.method].flat()[0] ?? 'GET'
  const codes = new Set<ErrorCode>(route.config?.codes ?? [])
  if (access !== 'open') {
    add(codes, ['key-missing', 'key-wrong', 'login-required', 'store-unavailable'])
    if (method !== 'GET') codes.add('origin-refused')
  }
  if (schema.body || schema.querystring) codes.add('request-invalid')
  if (schema.body) add(codes, ['body-not-json', 'body-too-large', 'media-type-unsupported'])
  add(codes, ['stopping', 'internal'])
  return [...codes]
}

/** The responses of OpenAPI for these codes, one for each status. */
export function problemResponses(codes: readonly ErrorCode[]): Record<string, unknown> {
  const byStatus = Object.groupBy(codes, (code) => String(ERRORS[code].httpStatus))
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, group = []]) => [
      status,
      {
        description: group.map((code) => `\`${code}\`: ${ERRORS[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  )
}

function add(codes: Set<ErrorCode>, more: readonly ErrorCode[]): void {
  for (const code of more) codes.add(code)
}
