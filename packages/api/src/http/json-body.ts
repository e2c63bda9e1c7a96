import type { FastifyInstance } from 'fastify'
import { refused } from './problem.ts'

/**
 * Reads JSON bodies, and nothing else. Octets that are not UTF-8 are refused rather than replaced: a text that was
 * damaged on its way in would otherwise go out damaged. An empty body is no body, whatever its content type says.
 * Keys such as `__proto__` need no care here: every body goes through a strict schema, which makes a fresh object.
 */
export function registerJsonBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser<Buffer>(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, octets: Buffer) => {
      return octets.length === 0 ? undefined : parseJson(octets)
    },
  )
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
