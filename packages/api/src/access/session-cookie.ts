import type { FastifyReply, FastifyRequest } from 'fastify'

/** Over https the prefix makes browsers refuse the cookie unless it is Secure, for this host only and for all paths. */
const SECURE_NAME = '__Host-connect_session'
const PLAIN_NAME = 'connect_session'

/** The part of a reply that cookies need, whatever its route's types. */
export type CookieReply = Pick<FastifyReply, 'setCookie' | 'clearCookie'>

/** The session's token that came with a request, if any. */
export function sessionTokenOf(request: FastifyRequest, secure: boolean): string | undefined {
  const token = request.cookies[secure ? SECURE_NAME : PLAIN_NAME]
  return token === undefined || token === '' || token.length > 200 ? undefined : token
}

export function setSessionCookie(reply: CookieReply, secure: boolean, token: string, expiresAtMs: number): void {
  reply.setCookie(secure ? SECURE_NAME : PLAIN_NAME, token, { ...attributes(secure), expires: new Date(expiresAtMs) })
}

export function clearSessionCookie(reply: CookieReply, secure: boolean): void {
  reply.clearCookie(secure ? SECURE_NAME : PLAIN_NAME, attributes(secure))
}

function attributes(secure: boolean) {
  return { httpOnly: true, sameSite: 'strict', path: '/', secure } as const
}
