import type { FastifyReply } from 'fastify'

/** For answers that a program reads: nothing in them may run, load or be framed. */
const API_POLICY = "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** For pages. Scripts only from files of our own; the console's component kit needs style attributes. */
export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const ALWAYS = {
  'content-security-policy': API_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'cache-control': 'no-store',
} as const

/** One year, as ASVS 5.0 V3.4.1 asks. Over http a browser would ignore it. */
const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains'

/** Every answer leaves with these (ASVS 5.0 V3.4); pages replace the policy and the caching by their own. */
export function setSecurityHeaders(reply: FastifyReply, secure: boolean): void {
  reply.headers(ALWAYS)
  if (secure) reply.header('strict-transport-security', STRICT_TRANSPORT)
}
