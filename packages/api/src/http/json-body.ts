import type { FastifyInstance } from 'fastify'
import { refused } from './problem.ts'

/** How much of a body over the limit is read and thrown away, as a multiple of the limit, before the line is cut. */
const DISCARD_FACTOR = 16

/**
 * Reads JSON bodies, and nothing else. Octets that are not UTF-8 are refused rather than replaced: a text that was
 * damaged on its way in would otherwise go out damaged. An empty body is no body, whatever its content type says.
 * Keys such as `__proto__` need no care here: every body goes through a strict schema, which makes a fresh object.
 */
export function registerJsonBody(app: FastifyInstance, maxOctets: number): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', async (_request: unknown, payload: AsyncIterable<Buffer>) => {
    const octets = await readBody(payload, maxOctets)
    return octets.length === 0 ? undefined : parseJson(octets)
  })
}

/**
 * A body over the limit is still read to its end, and thrown away: a client that writes while we have hung up never sees
 * the answer that tells it why. One far over the limit is cut off all the same.
 */
async function readBody(payload: AsyncIterable<Buffer>, maxOctets: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let octets = 0
  for await (const chunk of payload) {
    octets += chunk.length
    if (octets <= maxOctets) chunks.push(chunk)
    else if (octets > maxOctets * DISCARD_FACTOR) break
    else chunks.length = 0
  }
  if (octets > maxOctets) throw refused('body-too-large', `The body is larger than ${maxOctets} octets.`)
  return Buffer.concat(chunks, octets)
}

function parseJson(octets: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(octets)
  } catch {
    throw refused('body-not-json', 'The body is not UTF-8.')
  }
  try {
    return JSON.parse(text)
  } catch (failure) {
    throw refused('body-not-json', whereItStops(failure as SyntaxError))
  }
}

/** Where the reading stopped. The engine's own message may quote the body, which may be a message's text. */
function whereItStops(failure: SyntaxError): string {
  if (/end of JSON/.test(failure.message)) return 'The body ends before the JSON does.'
  const position = /\(line (\d+) column (\d+)\)/.exec(failure.message)
  return position ? `The body stops being JSON at line ${position[1]}, column ${position[2]}.` : 'The body is not JSON.'
}
