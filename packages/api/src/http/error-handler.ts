import type { Refusal } from '@smpp-connect/contracts'
import type { Log } from '@smpp-connect/kernel'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { pathOf, Refused, sendProblem } from './problem.ts'
import { Unfit } from './validation.ts'

/** Makes a problem document of everything that is thrown. What nobody expected is told to the log, not to the caller. */
export function registerErrorHandler(app: FastifyInstance, log: Log, base: string): void {
  app.setErrorHandler((failure, request, reply) => {
    const refusal = refusalOf(failure) ?? unexpected(failure, request, log)
    sendProblem(request, reply, refusal, base, failure instanceof Refused ? failure.headers : {})
  })
}

function refusalOf(failure: unknown): Refusal | undefined {
  if (failure instanceof Refused) return failure.refusal
  if (failure instanceof Unfit) {
    const [first, ...rest] = failure.places
    const more = rest.length === 0 ? '' : ` (and ${rest.length} more)`
    return {
      code: 'request-invalid',
      detail: first ? `${first.pointer}: ${first.detail}${more}` : 'The request does not fit.',
      errors: failure.places,
    }
  }
  switch (codeOf(failure)) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return { code: 'media-type-unsupported', detail: 'The body is not said to be application/json.' }
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return { code: 'http-malformed', detail: 'The body is not as long as Content-Length says.' }
    case 'FST_STATIC_FORBIDDEN_PATH':
      return { code: 'not-found', detail: 'There is nothing at this address.' }
    default:
      return isCallersFault(failure)
        ? { code: 'http-malformed', detail: 'The conditions in the headers of the request cannot be met.' }
        : undefined
  }
}

/** What the file server refuses by itself: ranges and preconditions that do not hold. */
function isCallersFault(failure: unknown): boolean {
  const status = failure instanceof Error && 'statusCode' in failure ? Number(failure.statusCode) : 500
  return status >= 400 && status < 500
}

function unexpected(failure: unknown, request: FastifyRequest, log: Log): Refusal {
  const where = { traceId: request.id, method: request.method, route: request.routeOptions.url ?? pathOf(request.url) }
  const store = storeReasonOf(failure)
  if (store !== undefined) {
    log.error('http.store-unavailable', { ...where, cause: store })
    // Where the data lies is nobody's business who is not at the machine.
    const why = NAMES_A_PATH.test(store) ? '' : `: ${store}`
    return { code: 'store-unavailable', detail: `The store cannot do its work now${why}. Nothing was done.` }
  }
  log.error('http.failed', {
    ...where,
    cause: failure instanceof Error ? (failure.stack ?? String(failure)) : String(failure),
  })
  return { code: 'internal', detail: 'Something went wrong; the log holds the reason under the trace id.' }
}

const NAMES_A_PATH = /(^|\s)[/\\]|\b[A-Za-z]:\\/

/** Why the store cannot work, if that is what failed. Known by its name: the API may not import the store. */
export function storeReasonOf(failure: unknown): string | undefined {
  if (!(failure instanceof Error) || failure.name !== 'StoreUnavailable') return undefined
  return 'reason' in failure && typeof failure.reason === 'string' ? failure.reason : failure.message
}

function codeOf(failure: unknown): string | undefined {
  return failure instanceof Error && 'code' in failure && typeof failure.code === 'string' ? failure.code : undefined
}
