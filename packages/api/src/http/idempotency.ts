import { createHash } from 'node:crypto'
import type { Outcome } from '@smpp-connect/contracts'
import type { Answer, Caller, Idempotency, KeyedWork, UseCases } from '@smpp-connect/manager'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { callerOf } from '../access/gate.ts'
import { pathOf, refused, valueOrThrow } from './problem.ts'

/** The part of a reply that answers need, whatever its route's types. */
type AnyReply = Pick<FastifyReply, 'code' | 'header'>

/**
 * Requests that carry an Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07). The use cases keep the answers;
 * this keeps two requests with one key from being worked on at the same time.
 */
export class IdempotencyGate {
  readonly #useCases: Pick<UseCases, 'once'>
  readonly #busy = new Map<string, string>()

  constructor(useCases: Pick<UseCases, 'once'>) {
    this.#useCases = useCases
  }

  /** Does something once for the request's key, if it has one, and sets the head of the reply; returns its body. */
  once<Body>(request: FastifyRequest, reply: AnyReply, keyed: KeyedWork<Body>): Promise<Body> {
    return this.answer(request, reply, (caller, key) => this.#useCases.once(caller, key, keyed))
  }

  /** The same for a use case that takes the key itself. */
  async answer<Body>(
    request: FastifyRequest,
    reply: AnyReply,
    ask: (caller: Caller, idempotency: Idempotency | undefined) => Promise<Outcome<Answer<Body>>>,
  ): Promise<Body> {
    const caller = callerOf(request)
    const { status, body, replayed } = valueOrThrow(await this.#run(request, caller, (key) => ask(caller, key)))
    reply.code(status)
    if (replayed) reply.header('idempotency-replayed', 'true')
    return body
  }

  async #run<Result>(
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
