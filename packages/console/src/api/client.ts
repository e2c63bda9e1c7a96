import { failureOf, unreachable } from './problem.ts'

export type Query = Readonly<Record<string, string | number | boolean | undefined>>

export interface RequestOptions {
  readonly query?: Query | undefined
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
  /** Makes a repeated POST safe: the same key gives the stored answer instead of a second text. */
  readonly idempotencyKey?: string | undefined
}

/** One request to the API. Throws `ApiFailure`, or the signal's reason when it was called off. */
export async function request<Body>(method: string, path: string, options: RequestOptions = {}): Promise<Body> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  if (options.idempotencyKey !== undefined) headers['idempotency-key'] = options.idempotencyKey
  let response: Response
  try {
    response = await fetch(path + queryString(options.query), {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      signal: options.signal ?? null,
      body: options.body === undefined ? null : JSON.stringify(options.body),
    })
  } catch (cause) {
    if (options.signal?.aborted) throw cause
    throw unreachable(cause)
  }
  if (response.status === 204) return undefined as Body
  const body = await response.json().catch(() => undefined)
  if (!response.ok || body === undefined) throw failureOf(response.status, body)
  return body as Body
}

export function get<Body>(path: string, query?: Query, signal?: AbortSignal): Promise<Body> {
  return request('GET', path, { query, signal })
}

export function post<Body>(path: string, body?: unknown, idempotencyKey?: string): Promise<Body> {
  return request('POST', path, { body, idempotencyKey })
}

/** `?a=1&b=2` of what is set; empty when nothing is. */
export function queryString(query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return text === '' ? '' : `?${text}`
}

/** A new idempotency key. `crypto.randomUUID` is missing on plain http, so it is not used. */
export function newIdempotencyKey(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16))
  return `console-${Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('')}`
}
