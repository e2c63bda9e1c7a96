import { ERRORS, type ErrorCode, type ErrorEntry } from '@smpp-connect/contracts'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { App } from '../app.ts'
import { refused } from '../http/problem.ts'
import { PAGE_POLICY } from '../http/security-headers.ts'

const errorSchema = z.object({
  code: z.string(),
  httpStatus: z.int(),
  title: z.string(),
  whose: z.string().describe('Who can mend it.'),
  retry: z.boolean().describe('Whether the same request may succeed later.'),
  advice: z.string(),
})

/** The pages that the `type` of a problem leads to: JSON for programs, a page for people. */
export function registerErrorPages(app: App): void {
  app.get(
    '/errors',
    {
      config: { access: 'open' },
      schema: {
        operationId: 'listErrors',
        summary: 'Every error code',
        tags: ['system'],
        response: { 200: z.object({ items: z.array(errorSchema) }) },
      },
    },
    async (request, reply) => {
      const items = codes().map(viewOf)
      if (!wantsPage(request)) return { items }
      return sendPage(reply, 'Error codes', items.map(sectionOf).join('\n'))
    },
  )

  app.get(
    '/errors/:code',
    {
      config: { access: 'open', codes: ['not-found'] },
      schema: {
        operationId: 'getError',
        summary: 'What an error code means, and what to do',
        tags: ['system'],
        params: z.object({ code: z.string() }),
        response: { 200: errorSchema },
      },
    },
    async (request, reply) => {
      const code = codes().find((each) => each === request.params.code)
      if (code === undefined) throw refused('not-found', 'There is no such error code.')
      const view = viewOf(code)
      return wantsPage(request) ? sendPage(reply, view.title, sectionOf(view)) : view
    },
  )
}

function codes(): readonly ErrorCode[] {
  return Object.keys(ERRORS) as ErrorCode[]
}

function viewOf(code: ErrorCode): { code: string } & ErrorEntry {
  return { code, ...ERRORS[code] }
}

function wantsPage(request: FastifyRequest): boolean {
  return /\btext\/html\b/.test(request.headers.accept ?? '')
}

const WHOSE: Readonly<Record<ErrorEntry['whose'], string>> = {
  caller: 'The request has to change.',
  peer: 'The other end has to change.',
  network: 'It passes by itself.',
  store: 'The operator has to look at the store.',
  bug: 'It is a mistake in Connect.',
}

function sectionOf(error: { code: string } & ErrorEntry): string {
  return `<section><h1>${escapeHtml(error.title)}</h1>
<p><code>${escapeHtml(error.code)}</code>, HTTP ${error.httpStatus}. ${WHOSE[error.whose]}</p>
<p>${escapeHtml(error.advice)}</p>
<p>${error.retry ? 'The same request may succeed later.' : 'Repeating the same request will not help.'}</p></section>`
}

/** A page without scripts. The reply is typed by the route's JSON, which this is not. */
function sendPage(reply: unknown, title: string, body: string): FastifyReply {
  return (reply as FastifyReply)
    .type('text/html; charset=utf-8')
    .header('content-security-policy', PAGE_POLICY)
    .serializer((page: unknown) => page as string)
    .send(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} · Connect</title>
<style>body{font:1rem/1.6 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem}h1{font-size:1.3rem}</style>
</head><body><main>${body}</main></body></html>`)
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
