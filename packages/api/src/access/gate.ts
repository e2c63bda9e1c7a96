import type { Caller, UseCases } from '@smpp-connect/manager'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Origins } from '../http/origin.ts'
import { Refused, refused } from '../http/problem.ts'
import { sessionTokenOf } from './session-cookie.ts'

/**
 * Who may come through a route. `open`: everybody. `caller`: an API key or a session. `person`: somebody who may manage
 * access, which is a session or the bootstrap key. A route that says nothing is `caller`: it fails closed.
 */
export type Access = 'open' | 'caller' | 'person'

declare module 'fastify' {
  interface FastifyContextConfig {
    readonly access?: Access
  }
  interface FastifyRequest {
    /** Set on every route that is not open. */
    caller: Caller | null
  }
}

const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Puts a gate before every route. Returns how to ask later whether a request's key or session is still good. */
export function registerGate(
  app: FastifyInstance,
  useCases: UseCases,
  origins: Origins,
): (request: FastifyRequest) => Promise<boolean> {
  app.decorateRequest('caller', null)
  app.addHook('onRequest', async (request) => {
    if (request.is404) return
    const access = request.routeOptions.config.access ?? 'caller'
    if (access === 'open') return
    const caller = await identify(request, useCases, origins)
    if (access === 'person' && caller.kind !== 'user' && caller.mayManageAccess !== true) {
      throw refused('login-required', 'API keys are managed by a person who is logged in, or with the bootstrap key.')
    }
    request.caller = caller
  })
  return async (request) => {
    try {
      await identify(request, useCases, origins)
      return true
    } catch (failure) {
      if (failure instanceof Refused) return false
      throw failure
    }
  }
}

/** The caller of a request behind the gate. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error('a handler behind the gate ran without a caller')
  return request.caller
}

async function identify(request: FastifyRequest, useCases: UseCases, origins: Origins): Promise<Caller> {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const key = /^bearer +([\x21-\x7e]{1,512}) *$/i.exec(authorization)?.[1]
    if (key === undefined) throw refused('key-wrong', 'The Authorization header is not of the form "Bearer KEY".')
    const caller = await useCases.access.callerOfKey(key)
    if (caller === undefined) throw refused('key-wrong', 'There is no such key, or it was revoked.')
    return caller
  }
  const token = sessionTokenOf(request, origins.isSecure(request))
  if (token === undefined) throw refused('key-missing', 'Neither a key nor a session came with the request.')
  const caller = await useCases.access.userOfSession(token)
  if (caller === undefined) throw refused('login-required', 'The session has ended.')
  if (!SAFE_METHODS.has(request.method)) origins.check(request, 'required')
  return caller
}
