import { readFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import staticFiles from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.ts'
import { pathOf } from '../http/problem.ts'
import { PAGE_POLICY } from '../http/security-headers.ts'

/** Addresses that are the API's own: a wrong one among them is an error, not a page of the console. */
const API_PATHS = /^\/(v1|errors|openapi\.json|healthz|readyz|metrics)(\/|$)/

/** Serves the built console. Files under assets/ carry a hash of their content in their name, so they never change. */
export function registerConsoleFiles(app: App, folder: string): void {
  app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'open' }
    })
    await scope.register(staticFiles, {
      root: folder,
      decorateReply: false,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, path) => {
        const immutable = basename(dirname(path)) === 'assets'
        reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
        reply.header('content-security-policy', PAGE_POLICY)
      },
    })
  })
}

/** Whether a request that no route took is for a page of the console, which keeps its own addresses. */
export function isConsolePage(request: FastifyRequest): boolean {
  const path = pathOf(request.url)
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  return !API_PATHS.test(path) && !basename(path).includes('.') && /\btext\/html\b/.test(request.headers.accept ?? '')
}

/** Sends the console's one page; undefined when it is not there. */
export async function sendConsolePage(reply: FastifyReply, folder: string): Promise<FastifyReply | undefined> {
  const page = await readFile(join(folder, 'index.html')).catch(() => undefined)
  if (page === undefined) return undefined
  return reply
    .code(200)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', PAGE_POLICY)
    .header('cache-control', 'no-cache')
    .send(page)
}
