import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, extname, join } from 'node:path'
import {
  type Answer,
  changeSmsc,
  countsOf,
  good,
  listMessages,
  makeSmsc,
  pageOf,
  refuse,
  restoreSmsc,
  send,
  settle,
  smscHistory,
} from './answers.ts'
import { consent } from './consent.ts'
import { routing } from './routing.ts'
import { simulator } from './simulator.ts'
import { smscDeletion } from './smsc-deletion.ts'
import { testSmsc } from './trials.ts'
import type { World } from './world.ts'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}
/** The policy that the API sends with pages; the console must work under it. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; manifest-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

export interface FakeServer {
  readonly origin: string
  /** Cuts every live feed that is open. */
  cutFeeds(): void
  close(): Promise<void>
}

/** Serves the built console and the API of a world, on a free port of this machine. */
export async function serve(world: World, folder: string, port = 0): Promise<FakeServer> {
  const feeds = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    handle(world, folder, feeds, request, response).catch((failure) => {
      response.statusCode = 500
      response.end(String(failure))
    })
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const cutFeeds = () => {
    for (const feed of feeds) feed.destroy()
  }
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cutFeeds,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function handle(
  world: World,
  folder: string,
  feeds: Set<ServerResponse>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://fake')
  if (!url.pathname.startsWith('/v1/')) return sendFile(folder, url.pathname, response)
  if (world.outage !== undefined) return sendAnswer(response, refuse(world.outage, 'store-unavailable', 'Not now.'))
  const loggedIn = /connect_session=yes/.test(request.headers.cookie ?? '')
  if (url.pathname === '/v1/events' && loggedIn) return feed(world, feeds, response)
  const body = await readBody(request)
  sendAnswer(response, answer(world, request.method ?? 'GET', url, body, loggedIn))
}

const COOKIE = { 'set-cookie': 'connect_session=yes; Path=/; HttpOnly; SameSite=Strict' }
const NO_COOKIE = { 'set-cookie': 'connect_session=; Path=/; Max-Age=0' }

// biome-ignore lint/suspicious/noExplicitAny: bodies are what the console sent; the tests look at the outcome
function answer(world: World, method: string, url: URL, body: any, loggedIn: boolean): Answer {
  const route = `${method} ${url.pathname}`
  const session = { user: { id: world.user.id, name: world.user.name }, version: '0.1.0', simulator: true }
  if (route === 'GET /v1/setup') return good({ claimed: world.claimed })
  if (route === 'POST /v1/setup') {
    if (world.claimed) return refuse(410, 'setup-done', 'Connect is set up already.')
    if (body.token !== world.setupToken) return refuse(403, 'setup-token-wrong', 'The link is not valid.')
    Object.assign(world.user, { name: body.name, password: body.password })
    world.claimed = true
    return { status: 201, body: { ...session, user: { id: 'usr_1', name: body.name } }, headers: COOKIE }
  }
  if (route === 'POST /v1/session') {
    const right = body.name === world.user.name && body.password === world.user.password
    if (!right) return refuse(401, 'login-wrong', 'The name or the password is wrong.')
    return { status: 200, body: session, headers: COOKIE }
  }
  if (route === 'DELETE /v1/session') return { status: 204, body: undefined, headers: NO_COOKIE }
  if (!loggedIn) return refuse(401, 'login-required', 'Nobody is logged in.')
  if (route === 'GET /v1/session') return good(session)
  return inside(world, method, url, body)
}

// biome-ignore lint/suspicious/noExplicitAny: as above
function inside(world: World, method: string, url: URL, body: any): Answer {
  const [, , kind = '', rawId = '', sub = '', last = ''] = url.pathname.split('/')
  const id = decodeURIComponent(rawId)
  const query = url.searchParams
  const one = <Item extends { id: string }>(items: readonly Item[]) => {
    const item = items.find((each) => each.id === id)
    return item ? good(item) : refuse(404, 'not-found', 'There is no such thing.')
  }
  if (kind === 'opt-outs' || kind === 'keywords') {
    const named = id === '' || id === 'import' || id === 'try' ? rawId : ':id'
    return consent(world, `${method} ${kind}${named === '' ? '' : `/${named}`}`, id, query, body)
  }
  if (kind === 'smscs' && rawId === 'test') return testSmsc(world, body)
  if (kind === 'smscs' && sub === 'deletion') return smscDeletion(world, method, id, last, body)
  if (kind === 'routing') return routing(world, `${method} ${kind}${rawId === '' ? '' : `/${rawId}`}`, body)
  switch (`${method} ${kind}${id === '' ? '' : '/:id'}${sub === '' ? '' : `/${sub}`}`) {
    case 'GET system':
      return good({
        version: '0.1.0',
        startedAt: world.at(world.nowMs - 7_200_000),
        counts: countsOf(world),
        lastEventSeq: world.seq,
        maxParts: 10,
        stalled: world.stalled,
        writeAheadLog: null,
      })
    case 'GET messages':
      return listMessages(world, query)
    case 'POST messages':
      return send(world, body)
    case 'GET messages/:id':
      return one(world.messages)
    case 'POST messages/:id/cancel':
    case 'POST messages/:id/query':
    case 'POST messages/:id/replace':
    case 'POST messages/:id/release':
      return settle(world, id, sub, body.text)
    case 'GET conversations': {
      const digits = query.get('search') ?? ''
      const fits = world.conversations.filter(
        (each) => each.person.includes(digits) && (!query.has('unread') || each.unread > 0),
      )
      return good(pageOf(fits, query, 50))
    }
    case 'GET conversations/:id':
      return one(world.conversations)
    case 'GET conversations/:id/messages':
      return good(pageOf(world.messages.filter((each) => each.conversationId === id).map(world.inThread), query, 50))
    case 'POST conversations/:id/messages': {
      const conversation = world.conversations.find((each) => each.id === id)
      return conversation ? send(world, { ...body, to: conversation.person, from: conversation.ours }) : one([])
    }
    case 'POST conversations/:id/read': {
      const conversation = world.conversations.find((each) => each.id === id)
      if (conversation) conversation.unread = 0
      world.tell({ conversations: [id] })
      return one(world.conversations)
    }
    case 'GET smscs':
      return good({ items: world.smscs })
    case 'POST smscs':
      return makeSmsc(world, body)
    case 'GET smscs/:id':
      return one(world.smscs)
    case 'GET smscs/:id/history':
      return smscHistory(world, id)
    case 'POST smscs/:id/restore':
      return restoreSmsc(world, id, body)
    case 'PATCH smscs/:id':
      return changeSmsc(world, id, body)
    case 'GET api-keys':
      return good({ items: world.apiKeys })
    case 'POST api-keys': {
      const key = {
        id: world.id('key'),
        name: body.name,
        prefix: 'ck_live_9fA3',
        createdAt: world.at(),
        lastUsedAt: null,
      }
      world.apiKeys.push(key)
      return good({ ...key, key: 'ck_live_9fA3xQ7m_b7Yt2Lk4Rw8Ns1Pz6Vd3Hc5Jf0Gm9Xe4k2d81c' }, 201)
    }
    case 'DELETE api-keys/:id':
      world.apiKeys.splice(
        world.apiKeys.findIndex((key) => key.id === id),
        1,
      )
      return good(undefined, 204)
    default:
      if (kind === 'simulator') return simulator(world, method, id, decodeURIComponent(sub), last, query, body)
      return refuse(404, 'not-found', 'There is no such thing.')
  }
}

function feed(world: World, feeds: Set<ServerResponse>, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(`retry: 200\nid: ${world.seq}\n\n`)
  const beat = setInterval(() => response.write(`event: heartbeat\ndata: {"upTo":${world.seq}}\n\n`), 1_000)
  const stop = world.onChanges((changes) =>
    response.write(`id: ${changes.upTo}\nevent: changes\ndata: ${JSON.stringify(changes)}\n\n`),
  )
  feeds.add(response)
  response.on('close', () => {
    clearInterval(beat)
    stop()
    feeds.delete(response)
  })
}

function sendAnswer(response: ServerResponse, given: Answer): void {
  if ('problem' in given) {
    const { problem, status, detail, errors } = given
    const body = {
      type: `/errors/${problem}`,
      title: detail,
      status,
      detail,
      instance: '',
      code: problem,
      traceId: 't-1',
      errors,
    }
    response.writeHead(status, { 'content-type': 'application/problem+json' })
    return void response.end(JSON.stringify(body))
  }
  response.writeHead(given.status, { 'content-type': 'application/json', ...given.headers })
  response.end(given.status === 204 ? undefined : JSON.stringify(given.body))
}

async function sendFile(folder: string, path: string, response: ServerResponse): Promise<void> {
  const name = extname(path) === '' ? 'index.html' : path
  const content = await readFile(
    join(folder, name.includes('assets') ? join('assets', basename(name)) : basename(name)),
  ).catch(() => undefined)
  response.writeHead(content ? 200 : 404, {
    'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
    'content-security-policy': PAGE_POLICY,
  })
  response.end(content)
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const text = Buffer.concat(chunks).toString()
  return text === '' ? {} : JSON.parse(text)
}
