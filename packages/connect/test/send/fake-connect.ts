import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  ERRORS,
  type ErrorCode,
  MAX_BATCH,
  type MessageState,
  type RouteExplanation,
  type RoutingView,
  type SendMessage,
  type SmscView,
  smscSettingsSchema,
} from '@smpp-connect/contracts'

export const KEY = 'a-key-for-the-tests'

interface Stored {
  readonly id: string
  readonly message: SendMessage
  state: MessageState
  mayBeDuplicate: boolean
  looks: number
}

/** What may go wrong with a request; the last of them is for a batch that was accepted and whose answer is lost. */
export type Fault = 'refuse-503' | 'refuse-429' | 'stumble-500' | 'break-before' | 'break-after' | 'proxy-502'

/**
 * The part of Connect's API that `connect send` uses, in memory, with faults on request: accepts, remembers answers under
 * their idempotency keys, and lets messages become final after they were asked about a few times.
 */
export class FakeConnect {
  readonly messages = new Map<string, Stored>()
  /** Method and path of every request, in order. */
  readonly requests: string[] = []
  /** Faults for the next posts that accept, one each, in order. */
  readonly faults: (Fault | undefined)[] = []
  /** Keys of all posts that accept. */
  readonly keys: string[] = []
  /** How often a message is asked about before it is final. */
  looksUntilFinal = 2
  finalState: (message: SendMessage) => MessageState = () => 'delivered'
  refusal: (message: SendMessage) => ErrorCode | undefined = () => undefined
  /** Called before each post that accepts is worked on. */
  onAccept: (batch: number) => void | Promise<void> = () => {}
  smscs: readonly SmscView[] = []
  routing: RoutingView = { rules: [], failoverSeconds: 30, version: 0, updatedAt: null, warnings: [] }
  explanation: RouteExplanation = {
    smscId: null,
    refusal: { code: 'no-smsc', detail: 'no SMSC is defined' },
    decidedBy: null,
    rule: null,
    rules: [],
    candidates: [],
    parts: null,
    encoding: null,
    forcedBy: null,
  }
  /** What was asked of the routing. */
  readonly questions: unknown[] = []
  mostInFlight = 0
  #inFlight = 0
  #accepts = 0
  #server: Server
  readonly #answers = new Map<string, { readonly fingerprint: string; readonly body: string }>()

  constructor() {
    this.#server = this.#create()
  }

  async start(port = 0): Promise<this> {
    this.#server = this.#create()
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve))
    return this
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** As `kill -9` leaves it: connections break at once. What was accepted is kept. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    this.#server.closeAllConnections()
    await closed
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.stop()
  }

  /** Every text with its destination, in the order of acceptance. */
  get texts(): readonly string[] {
    return [...this.messages.values()].map(({ message }) => message.text)
  }

  #create(): Server {
    return createServer((request, response) => {
      this.#serve(request, response).catch((failure: unknown) => {
        response.destroy(failure instanceof Error ? failure : new Error(String(failure)))
      })
    })
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request
    const path = url.split('?', 1)[0] ?? ''
    this.requests.push(`${method} ${path}`)
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    if (request.headers.authorization !== `Bearer ${KEY}`) return problem(response, 'key-wrong')
    if (method === 'POST' && /^\/v1\/messages(\/batch)?$/.test(path)) return this.#accept(request, response, text)
    if (method === 'POST' && path === '/v1/messages/states') return this.#states(response, text)
    if (path === '/v1/system') return json(response, 200, SYSTEM)
    if (path === '/v1/smscs') return json(response, 200, { items: this.smscs })
    if (path === '/v1/routing') return json(response, 200, this.routing)
    if (path === '/v1/routing/explain') {
      this.questions.push(JSON.parse(text))
      return json(response, 200, this.explanation)
    }
    if (path === '/v1/messages') {
      const items = [...this.messages.values()].filter((stored) => stored.mayBeDuplicate).map(viewOf)
      return json(response, 200, { items, next: null })
    }
    const stored = this.messages.get(path.slice('/v1/messages/'.length))
    if (!stored) return problem(response, 'not-found')
    this.#look(stored)
    const timeline = [{ seq: 1, at: AT, kind: 'message.accepted', part: null, summary: 'accepted', detail: {} }]
    json(response, 200, { ...viewOf(stored), wire: null, tlvs: [], partDetails: [], timeline })
  }

  async #accept(request: IncomingMessage, response: ServerResponse, text: string): Promise<void> {
    const key = String(request.headers['idempotency-key'])
    this.keys.push(key)
    this.#inFlight += 1
    this.mostInFlight = Math.max(this.mostInFlight, this.#inFlight)
    try {
      await this.onAccept(this.#accepts++)
      const fault = this.faults.shift()
      if (fault === 'break-before') return void request.socket.destroy()
      if (fault === 'refuse-503') return problem(response, 'store-unavailable')
      if (fault === 'refuse-429') return problem(response, 'too-many-attempts', { 'retry-after': '0' })
      if (fault === 'stumble-500') return problem(response, 'internal')
      if (fault === 'proxy-502') return void response.writeHead(502).end('<html>Bad gateway</html>')
      const body = this.#answer(key, text)
      if (body === undefined) return problem(response, 'idempotency-key-reused')
      if (fault === 'break-after') return void request.socket.destroy()
      response.writeHead(202, { 'content-type': 'application/json' }).end(body)
    } finally {
      this.#inFlight -= 1
    }
  }

  #answer(key: string, text: string): string | undefined {
    const fingerprint = createHash('sha256').update(text).digest('hex')
    const stored = this.#answers.get(key)
    if (stored) return stored.fingerprint === fingerprint ? stored.body : undefined
    const request = JSON.parse(text) as SendMessage | { messages: SendMessage[] }
    let body: string
    if ('messages' in request) {
      const results = request.messages.map((message) => this.#store(message))
      const refused = results.filter(({ state }) => state === 'refused').length
      body = JSON.stringify({ accepted: results.length - refused, refused, results })
    } else body = JSON.stringify(this.#store(request))
    this.#answers.set(key, { fingerprint, body })
    return body
  }

  #store(message: SendMessage) {
    const code = this.refusal(message)
    if (code) return { state: 'refused' as const, code, detail: ERRORS[code].title }
    const id = `msg_${String(this.messages.size + 1).padStart(6, '0')}`
    this.messages.set(id, { id, message, state: 'accepted', mayBeDuplicate: false, looks: 0 })
    return { state: 'accepted' as const, ...acceptedOf(id, message) }
  }

  #states(response: ServerResponse, text: string): void {
    const { ids } = JSON.parse(text) as { ids: string[] }
    if (ids.length > MAX_BATCH) throw new Error(`${ids.length} ids are too many`)
    const states: Record<string, MessageState> = {}
    for (const id of ids) {
      const stored = this.messages.get(id)
      if (!stored) continue
      this.#look(stored)
      states[id] = stored.state
    }
    json(response, 200, { states })
  }

  #look(stored: Stored): void {
    stored.looks += 1
    if (stored.looks >= this.looksUntilFinal) stored.state = this.finalState(stored.message)
  }
}

const AT = '2026-01-01T00:00:00.000Z'
const SYSTEM = {
  version: '0.0.0',
  startedAt: AT,
  lastEventSeq: 0,
  maxParts: 10,
  stalled: [],
  writeAheadLog: null,
  counts: {
    accepted: 0,
    final: 0,
    waiting: 0,
    uncertain: 0,
    received: 0,
    mayBeDuplicate: 0,
    receiptsParked: 0,
    byState: {},
  },
}

/** An SMSC at which nothing happens. */
export const SMSC: SmscView = {
  ...smscSettingsSchema
    .omit({ password: true })
    .parse({ name: 'Provider', host: 'smsc.example', systemId: 'connect', defaultSender: '60777' }),
  id: 'smsc_1',
  hasPassword: true,
  version: 1,
  createdAt: AT,
  updatedAt: AT,
  binds: [],
  staleAt: [],
  waiting: 0,
  waitingByClass: { code: 0, transactional: 0, bulk: 0 },
  held: 0,
  oldestWaitingAt: null,
  idFormLearned: null,
  outstanding: 0,
  uncertain: 0,
  deletion: null,
}

function acceptedOf(id: string, message: SendMessage) {
  const isGsm = /^[\x20-\x7e\n\r]*$/.test(message.text)
  const perPart = isGsm ? 160 : 70
  return {
    id,
    parts: Math.max(1, Math.ceil(message.text.length / perPart)),
    encoding: isGsm ? 'gsm7' : 'ucs2',
    to: message.to,
    from: message.from ?? '60777',
    smscId: 'smsc_1',
    conversationId: 'cnv_1',
    reference: message.reference ?? null,
    class: message.class ?? 'transactional',
    sendAt: message.sendAt ?? null,
    expiresAt: '2026-01-02T00:00:00.000Z',
  }
}

function viewOf(stored: Stored) {
  const { id, message, state, mayBeDuplicate } = stored
  return {
    ...acceptedOf(id, message),
    direction: 'outbound',
    state,
    text: message.text,
    mayBeDuplicate,
    waitingFor: null,
    error: state === 'rejected' ? { code: 'ESME_RINVDSTADR', text: 'the destination is invalid' } : null,
    createdAt: AT,
    updatedAt: AT,
    finalAt: AT,
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function problem(response: ServerResponse, code: ErrorCode, headers: Record<string, string> = {}): void {
  const { httpStatus, title } = ERRORS[code]
  const body = { type: `/e/${code}`, title, status: httpStatus, detail: title, instance: '/', code, traceId: 't' }
  response.writeHead(httpStatus, { 'content-type': 'application/problem+json', ...headers }).end(JSON.stringify(body))
}
