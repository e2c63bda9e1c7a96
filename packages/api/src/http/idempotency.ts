import { createHash } from 'node:crypto'
import type { Caller, Idempotency } from '@smpp-connect/manager'
import type { FastifyRequest } from 'fastify'
import { pathOf, refused } from './problem.ts'

/**
 * Requests that carry an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07). The use case keeps the answers;
 * this keeps two requests with one key from being worked on at the same time in this process.
 */
export class IdempotencyGate {
  readonly #busy = new Map<string, string>()

  /** Does the work with the request's key, if it has one. */
  async run<Result>(
    request: FastifyRequest,
    caller: Caller,
    work: (idempotency: Idempotency | undefined) => Promise<Result>,
  ): Promise<Result> {
    const key = keyOf(request)
    if (key === undefined) return work(undefined)
    const fingerprint = fingerprintOf(request)
    const slot = `${caller.kind}\n${caller.id}\n${key}`
    const busy = this.#busy.get(slot)
    if (busy !== undefined) {
      throw busy === fingerprint
        ? refused('idempotency-key-busy', 'The first request with this key has not been answered yet.')
        : refused('idempotency-key-reused', 'Another request with this key is being worked on.')
    }
    this.#busy.set(slot, fingerprint)
    try {
      return await work({ key, fingerprint })
    } finally {
      this.#busy.delete(slot)
    }
  }
}

/** The key as a structured string (`"abc"`), as the draft has it, or bare, as most clients send it. */
function keyOf(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key']
  if (header === undefined) return undefined
  const value = Array.isArray(header) ? header.join(', ') : header
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(value)
  const key = quoted ? (quoted[1] ?? '').replace(/\\(["\\])/g, '$1') : value
  if (!/^[\x20-\x7e]{1,200}$/.test(key)) {
    throw refused('idempotency-key-invalid', 'The Idempotency-Key is empty, too long, or holds unprintable characters.')
  }
  return key
}

function fingerprintOf(request: FastifyRequest): string {
  return createHash('sha256')
    .update(`${request.method}\n${pathOf(request.url)}\n${canonicalJson(request.body)}`)
    .digest('hex')
}

/** JSON with the keys of every object in order, so that a client may write its fields in any. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => `${JSON.stringify(name)}:${canonicalJson(field)}`)
  return `{${fields.join(',')}}`
}
