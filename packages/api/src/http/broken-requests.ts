import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { PROBLEM_TYPE, problemOf } from './problem.ts'

/** What Node's HTTP parser could not read, in words. */
const REASONS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: 'The headers are too large.',
  ERR_HTTP_REQUEST_TIMEOUT: 'The request did not arrive in time.',
  HPE_INVALID_METHOD: 'The method is not one of HTTP.',
  HPE_INVALID_VERSION: 'The version is not one of HTTP.',
}

/** Answers, on the bare socket, a request that never became one. */
export function answerBrokenRequest(failure: Error & { readonly code?: string }, socket: Duplex, base: string): void {
  if (failure.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const detail = REASONS[failure.code ?? ''] ?? 'The request cannot be read as HTTP/1.1.'
  const problem = problemOf({ code: 'http-malformed', detail }, randomUUID(), '', base)
  const body = JSON.stringify(problem)
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${problem.traceId}`,
    'x-content-type-options: nosniff',
    'cache-control: no-store',
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
