import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { refused } from './problem.ts'

/** How much of a body over the limit is read and thrown away, as a multiple of the limit, before the line is cut. */
const DISCARD_FACTOR = 16

/**
 * Reads JSON bodies, and nothing else. Octets that are not UTF-8 are refused rather than replaced: a text that was
 * damaged on its way in would otherwise go out damaged. An empty body is no body, whatever its content type says.
 * Keys such as `__proto__` need no care here: every body goes through a strict schema, which makes a fresh object, or was
 * seen to have none but usual keys.
 */
export function registerJsonBody(app: FastifyInstance, maxOctets: number): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', (_request: unknown, payload: IncomingMessage, done: Done) => {
    readBody(payload, maxOctets, (failure, octets) => {
      if (octets === undefined) return done(failure)
      if (octets.length === 0) return done(null, undefined)
      const read = parseJson(octets)
      if (read instanceof Error) done(read)
      else done(null, read.value)
    })
  })
}

type Done = (failure: Error | null, value?: unknown) => void

/**
 * A body over the limit is still read to its end, and thrown away: a client that writes while we have hung up never sees
 * the answer that tells it why. One far over the limit is cut off all the same. By its events: as an async iterator a short
 * body would cost a tenth of the whole request.
 */
function readBody(
  payload: IncomingMessage,
  maxOctets: number,
  done: (failure: Error | null, octets?: Buffer) => void,
): void {
  const chunks: Buffer[] = []
  let octets = 0
  const end = (failure: Error | null): void => {
    payload.off('data', read).off('end', ended).off('error', end).off('close', cut)
    if (failure !== null) done(failure)
    else if (octets > maxOctets) done(refused('body-too-large', `The body is larger than ${maxOctets} octets.`))
    else done(null, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, octets))
  }
  const read = (chunk: Buffer): void => {
    octets += chunk.length
    if (octets <= maxOctets) chunks.push(chunk)
    else chunks.length = 0
    if (octets <= maxOctets * DISCARD_FACTOR) return
    end(null)
    payload.destroy()
  }
  const ended = (): void => end(null)
  const cut = (): void => end(new Error('the request was cut off'))
  payload.on('data', read).on('end', ended).on('error', end).on('close', cut)
}

/** Keeps nothing from one call to the next. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

function parseJson(octets: Buffer): { readonly value: unknown } | Error {
  let text: string
  try {
    text = utf8.decode(octets)
  } catch {
    return refused('body-not-json', 'The body is not UTF-8.')
  }
  try {
    return { value: JSON.parse(text) }
  } catch (failure) {
    return refused('body-not-json', whereItStops(failure as SyntaxError))
  }
}

/** Where the reading stopped. The engine's own message may quote the body, which may be a message's text. */
function whereItStops(failure: SyntaxError): string {
  if (/end of JSON/.test(failure.message)) return 'The body ends before the JSON does.'
  const position = /\(line (\d+) column (\d+)\)/.exec(failure.message)
  return position ? `The body stops being JSON at line ${position[1]}, column ${position[2]}.` : 'The body is not JSON.'
}
