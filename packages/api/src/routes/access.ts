import {
  apiKeyListSchema,
  loginSchema,
  madeApiKeySchema,
  makeApiKeySchema,
  ok,
  type SessionView,
  sessionViewSchema,
  setupSchema,
  setupStatusSchema,
} from '@smpp-connect/contracts'
import type { OpenSession } from '@smpp-connect/manager'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type CookieReply, clearSessionCookie, sessionTokenOf, setSessionCookie } from '../access/session-cookie.ts'
import type { App, Rooms } from '../app.ts'
import { refused, valueOrThrow } from '../http/problem.ts'
import { IDEMPOTENCY_CODES, idempotencyHeaderSchema, idParamsSchema } from './parameters.ts'

const tags = ['access']

/** The first run: claiming Connect with the printed link. */
export function registerSetup(app: App, rooms: Rooms): void {
  const { access } = rooms.useCases

  app.get(
    '/v1/setup',
    {
      config: { access: 'open', codes: ['store-unavailable'] },
      schema: {
        operationId: 'getSetup',
        summary: 'Whether Connect has been set up',
        tags,
        response: { 200: setupStatusSchema },
      },
    },
    async () => ({ claimed: await access.claimed() }),
  )

  app.post(
    '/v1/setup',
    {
      config: { access: 'open', codes: ['setup-token-wrong', 'setup-done', 'origin-refused', 'store-unavailable'] },
      schema: {
        operationId: 'claim',
        summary: 'Create the first user, with the token of the printed link',
        tags,
        body: setupSchema,
        response: { 201: sessionViewSchema },
      },
    },
    async (request, reply) => {
      rooms.origins.check(request, 'if-stated')
      const outcome = await access.claim(request.body)
      rooms.log.info('access.claim', { ok: outcome.ok, address: request.ip, traceId: request.id })
      return reply.code(201).send(openSession(rooms, request, reply, valueOrThrow(outcome)))
    },
  )
}

/** Logging in and out. */
export function registerSession(app: App, rooms: Rooms): void {
  const { access } = rooms.useCases

  app.get(
    '/v1/session',
    {
      config: { access: 'open', codes: ['login-required', 'store-unavailable'] },
      schema: {
        operationId: 'getSession',
        summary: 'Who is logged in',
        tags,
        response: { 200: sessionViewSchema },
      },
    },
    async (request) => {
      const token = sessionTokenOf(request, rooms.origins.isSecure(request))
      const user = token === undefined ? undefined : await access.userOfSession(token)
      if (user === undefined) throw refused('login-required', 'Nobody is logged in.')
      return sessionView(rooms, user)
    },
  )

  app.post(
    '/v1/session',
    {
      config: { access: 'open', codes: ['login-wrong', 'too-many-attempts', 'origin-refused', 'store-unavailable'] },
      schema: {
        operationId: 'login',
        summary: 'Log in',
        tags,
        body: loginSchema,
        response: { 200: sessionViewSchema },
      },
    },
    async (request, reply) => {
      rooms.origins.check(request, 'if-stated')
      const outcome = await access.login(request.body.name, request.body.password, request.ip)
      rooms.log.info('access.login', { ok: outcome.ok, address: request.ip, traceId: request.id })
      return openSession(rooms, request, reply, valueOrThrow(outcome))
    },
  )

  app.delete(
    '/v1/session',
    {
      config: { access: 'open', codes: ['origin-refused', 'store-unavailable'] },
      schema: { operationId: 'logout', summary: 'Log out', tags, response: { 204: z.undefined() } },
    },
    async (request, reply) => {
      const secure = rooms.origins.isSecure(request)
      const token = sessionTokenOf(request, secure)
      if (token !== undefined) {
        rooms.origins.check(request, 'required')
        await access.logout(token)
        clearSessionCookie(reply, secure)
      }
      return reply.code(204).send()
    },
  )
}

/** API keys: made, listed and revoked by people. */
export function registerApiKeys(app: App, rooms: Rooms): void {
  const { access } = rooms.useCases

  app.get(
    '/v1/api-keys',
    {
      config: { access: 'person' },
      schema: { operationId: 'listApiKeys', summary: 'API keys', tags, response: { 200: apiKeyListSchema } },
    },
    async () => ({ items: [...(await access.apiKeys())] }),
  )

  app.post(
    '/v1/api-keys',
    {
      config: { access: 'person', codes: [...IDEMPOTENCY_CODES, 'idempotency-answer-secret'] },
      schema: {
        operationId: 'makeApiKey',
        summary: 'Make an API key; it is shown this once',
        description: 'Repeated under its idempotency key this makes no other, and does not show it again.',
        tags,
        headers: idempotencyHeaderSchema,
        body: makeApiKeySchema,
        response: { 201: madeApiKeySchema },
      },
    },
    (request, reply) =>
      rooms.idempotency.once(request, reply, {
        status: 201,
        isSecret: true,
        work: async (cutOffAtMs) => {
          const made = await access.makeApiKey(request.body.name, cutOffAtMs)
          if (!made.ok) return made
          const { view, key } = made.value
          rooms.log.info('access.key-made', { keyId: view.id, by: request.caller?.id, traceId: request.id })
          return ok({ ...view, key })
        },
      }),
  )

  app.delete(
    '/v1/api-keys/:id',
    {
      config: { access: 'person', codes: ['not-found'] },
      schema: {
        operationId: 'revokeApiKey',
        summary: 'Revoke an API key, at once',
        tags,
        params: idParamsSchema,
        response: { 204: z.undefined() },
      },
    },
    async (request, reply) => {
      valueOrThrow(await access.revokeApiKey(request.params.id))
      rooms.log.info('access.key-revoked', { keyId: request.params.id, by: request.caller?.id, traceId: request.id })
      return reply.code(204).send()
    },
  )
}

function openSession(rooms: Rooms, request: FastifyRequest, reply: CookieReply, session: OpenSession): SessionView {
  setSessionCookie(reply, rooms.origins.isSecure(request), session.token, session.expiresAtMs)
  return sessionView(rooms, session.user)
}

function sessionView(rooms: Rooms, user: { readonly id: string; readonly name: string }): SessionView {
  const simulator = rooms.simulator !== undefined
  return { user: { id: user.id, name: user.name }, version: rooms.version, simulator }
}
