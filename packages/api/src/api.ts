import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import cookie from '@fastify/cookie'
import type { Clock, Log } from '@smpp-connect/kernel'
import fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { registerGate } from './access/gate.ts'
import type { App, Rooms } from './app.ts'
import { isConsolePage, registerConsoleFiles, sendConsolePage } from './console/console-files.ts'
import { LiveFeed } from './feed/live-feed.ts'
import { answerBrokenRequest } from './http/broken-requests.ts'
import { registerErrorHandler } from './http/error-handler.ts'
import { IdempotencyGate } from './http/idempotency.ts'
import { registerJsonBody } from './http/json-body.ts'
import { refuseUnknownParameters } from './http/no-parameters.ts'
import { RouteTable } from './http/not-found.ts'
import { Origins } from './http/origin.ts'
import { refused, sendProblem } from './http/problem.ts'
import { setSecurityHeaders } from './http/security-headers.ts'
import { validatorCompiler } from './http/validation.ts'
import { registerOpenApi } from './openapi.ts'
import { type ApiOptions, DEFAULT_LIMITS } from './options.ts'
import { registerApiKeys, registerSession, registerSetup } from './routes/access.ts'
import { registerConversations } from './routes/conversations.ts'
import { registerDefinitions } from './routes/definitions.ts'
import { registerEdges } from './routes/edges.ts'
import { registerErrorPages } from './routes/errors.ts'
import { registerEvents } from './routes/events.ts'
import { registerMessageOperations } from './routes/message-operations.ts'
import { registerMessages } from './routes/messages.ts'
import { registerOptOuts } from './routes/opt-outs.ts'
import { registerRouting } from './routes/routing.ts'
import { registerSimulator } from './routes/simulator.ts'
import { registerSmscDeletion } from './routes/smsc-deletion.ts'
import { registerSmscHistory } from './routes/smsc-history.ts'
import { registerSmscs } from './routes/smscs.ts'
import { registerSystem } from './routes/system.ts'

const ROUTES = [
  registerMessages,
  registerMessageOperations,
  registerConversations,
  registerOptOuts,
  registerSmscs,
  registerSmscDeletion,
  registerSmscHistory,
  registerDefinitions,
  registerEdges,
  registerRouting,
  registerSystem,
  registerEvents,
  registerSetup,
  registerSession,
  registerApiKeys,
  registerSimulator,
]

/**
 * The HTTP API, ready to `listen`. Closing it ends the live feeds first, so that it is done in moments. Every answer
 * carries X-Request-Id, which is the `traceId` of problems and of log lines.
 */
export function createApi(options: ApiOptions): App {
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const { log, clock, useCases, simulator, consoleFolder } = options
  const origins = new Origins(options.publicBaseUrl)
  const app: App = fastify({
    bodyLimit: limits.maxBodyOctets,
    requestTimeout: limits.requestTimeoutMs,
    trustProxy: options.trustProxy ?? false,
    genReqId: traceIdOf,
    // The 503 that Fastify would send by itself is no problem document.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 500 },
    frameworkErrors: (_failure, request, reply) => {
      setSecurityHeaders(reply, origins.isSecure(request))
      reply.header('x-request-id', request.id)
      sendProblem(request, reply, { code: 'not-found', detail: 'The address is not well-formed.' }, origins.base)
    },
    clientErrorHandler: (failure, socket) => answerBrokenRequest(failure, socket, origins.base),
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  registerJsonBody(app, limits.maxBodyOctets)
  registerErrorHandler(app, log, origins.base)

  let closing = false
  const feed = new LiveFeed({ useCases, simulator, clock, log, limits })
  app.addHook('preClose', async () => {
    closing = true
    feed.close()
  })
  // Hooks that wait for nothing call back: a promise for each of them would be a tenth of a short request.
  app.addHook('onRequest', (request, reply, next) => {
    setSecurityHeaders(reply, origins.isSecure(request))
    reply.header('x-request-id', request.id)
    if (log.isVerbose) sayWhenAnswered(log, clock, request, reply)
    next(closing ? refused('stopping', 'Connect is stopping.') : undefined)
  })

  const routes = new RouteTable()
  routes.follow(app)
  app.setNotFoundHandler(async (request, reply) => {
    const refusal = routes.refusalOf(request.method, request.url)
    if (consoleFolder !== undefined && refusal.refusal.code === 'not-found' && isConsolePage(request)) {
      const sent = await sendConsolePage(reply, consoleFolder)
      if (sent !== undefined) return sent
    }
    throw refusal
  })

  registerOpenApi(app, options.version)
  app.register(cookie)
  app.register(async (scope) => {
    const gated: App = scope.withTypeProvider<ZodTypeProvider>()
    const stillAllowed = registerGate(gated, useCases, origins)
    const rooms: Rooms = {
      ...options,
      limits,
      origins,
      feed,
      stillAllowed,
      idempotency: new IdempotencyGate(useCases),
      startedAtMs: options.startedAtMs ?? clock.nowMs(),
    }
    refuseUnknownParameters(gated)
    for (const register of ROUTES) register(gated, rooms)
    registerErrorPages(gated)
    const hidden = { config: { access: 'open' }, schema: { hide: true } } as const
    gated.get('/openapi.json', hidden, async () => app.swagger())
    if (consoleFolder !== undefined) registerConsoleFiles(gated, consoleFolder)
  })
  return app
}

/** Not by a hook for the end of answers: to have one costs each request, whether or not there is anything to say. */
function sayWhenAnswered(log: Log, clock: Clock, request: FastifyRequest, reply: FastifyReply): void {
  const beganMs = clock.monotonicMs()
  reply.raw.once('finish', () => {
    log.debug('http.answered', {
      traceId: request.id,
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      durationMs: Math.round(clock.monotonicMs() - beganMs),
    })
  })
}

/** The caller's own request id, where it is one that cannot harm a log, and is no phone number; else a new one. */
function traceIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id']
  return typeof given === 'string' && /^(?!\d{7,15}$)[\w-]{8,64}$/.test(given) ? given : randomUUID()
}
