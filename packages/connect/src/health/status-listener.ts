import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Clock, Component, Log, Timer } from '@smpp-connect/kernel'
import type { Place } from '../settings/kinds.ts'

/** What is shown. */
export interface StatusPages {
  /** Whether it is ready, and what is missing. */
  readiness(): { readonly status: 'ready' | 'not-ready' }
  /** The page of metrics, in the text format of Prometheus. */
  metrics(): Promise<{ readonly contentType: string; readonly body: string }>
}

export interface StatusListenerParts {
  readonly at: Place
  readonly pages: StatusPages
  readonly clock: Clock
  readonly log: Log
  /** `host:port` where it listens; undefined: nowhere, for this reason. */
  readonly onChange: (listens: string | undefined, reason: string) => void
}

/** How often a place that is taken is tried again: whoever had it may have gone. */
const AGAIN_MS = 10_000
/** Whoever asks asks for little. */
const LIMITS = { requestTimeout: 5_000, headersTimeout: 5_000, keepAliveTimeout: 5_000, maxHeaderSize: 8 * 1024 }
const MOST_CONNECTIONS = 32

/**
 * Answers /healthz, /readyz and /metrics of a process that has no API, without a key: there are figures, names of SMSCs and
 * reasons, and no secret, number or text. It is never the cause of anything: where it cannot listen it says so, tries again,
 * and all else goes on.
 */
export class StatusListener implements Component {
  readonly name = 'status'
  readonly #parts: StatusListenerParts
  #server: Server | undefined
  #timer: Timer | undefined
  #told = ''
  #stopped = false

  constructor(parts: StatusListenerParts) {
    this.#parts = parts
  }

  /** Resolves when it listens, or when it is known that it does not. */
  async start(): Promise<void> {
    const { at, clock } = this.#parts
    const server = createServer(LIMITS, (request, response) => this.#answer(request, response))
    server.maxConnections = MOST_CONNECTIONS
    const failure = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      server.once('error', resolve)
      server.listen({ host: at.host, port: at.port }, () => resolve(undefined))
    })
    if (this.#stopped) {
      server.close()
      return
    }
    if (failure) {
      this.#timer = clock.after(AGAIN_MS, () => void this.start())
      this.#tell(undefined, reasonOf(failure, at))
      return
    }
    // Nothing that comes later is worth more than the traffic.
    server.on('error', (error) => this.#parts.log.warn('status listener failed', { cause: String(error) }))
    this.#server = server
    const { port } = server.address() as AddressInfo
    this.#tell(`${at.host.includes(':') ? `[${at.host}]` : at.host}:${port}`, '')
  }

  async drain(): Promise<void> {}

  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer?.cancel()
    const server = this.#server
    if (!server) return
    await new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }

  /** Each news once: it is tried again and again. */
  #tell(listens: string | undefined, reason: string): void {
    const { log, onChange } = this.#parts
    const key = listens ?? reason
    if (key === this.#told) return
    this.#told = key
    if (listens === undefined) log.warn('status not shown', { reason })
    else log.info('status shown', { place: listens })
    onChange(listens, reason)
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    request.resume()
    this.#answerTo(request).then(
      ({ status, contentType = 'application/json', body }) => {
        response.writeHead(status, {
          'content-type': contentType,
          'content-length': Buffer.byteLength(body),
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
        })
        response.end(request.method === 'HEAD' ? undefined : body)
      },
      (failure: unknown) => {
        this.#parts.log.warn('status not answered', { cause: String(failure) })
        response.writeHead(500).end()
      },
    )
  }

  async #answerTo({ method, url = '' }: IncomingMessage): Promise<StatusAnswer> {
    const path = url.split('?', 1)[0]
    if (method !== 'GET' && method !== 'HEAD') return { status: 405, body: json({ detail: 'Only GET is answered.' }) }
    if (path === '/healthz') return { status: 200, body: json({ status: 'ok' }) }
    if (path === '/readyz') {
      const readiness = this.#parts.pages.readiness()
      return { status: readiness.status === 'ready' ? 200 : 503, body: json(readiness) }
    }
    if (path === '/metrics') return { status: 200, ...(await this.#parts.pages.metrics()) }
    return { status: 404, body: json({ detail: 'There are /healthz, /readyz and /metrics.' }) }
  }
}

interface StatusAnswer {
  readonly status: number
  readonly contentType?: string
  readonly body: string
}

function json(value: object): string {
  return `${JSON.stringify(value)}\n`
}

function reasonOf({ code, message }: NodeJS.ErrnoException, { host, port }: Place): string {
  const place = `${host} port ${port}`
  if (code === 'EADDRINUSE') return `another program listens on ${place}`
  if (code === 'EACCES') return `it may not listen on ${place}`
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `this machine has no address ${host}`
  return `${place}: ${message}`
}
