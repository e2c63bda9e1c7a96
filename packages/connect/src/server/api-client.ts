import {
  type Accepted,
  acceptedSchema,
  type BatchResult,
  type BindTrialReport,
  type BindTrialRequestBody,
  batchResultSchema,
  bindTrialReportSchema,
  type DefinitionsPlan,
  definitionsPlanSchema,
  type EdgeOverview,
  edgeListSchema,
  type MessageDetail,
  type MessagePage,
  type MessageQuery,
  type MessageStates,
  messageDetailSchema,
  messagePageSchema,
  messageStatesSchema,
  type OperationResult,
  type OptOutImport,
  type OptOutImportResult,
  type OptOutPage,
  type OptOutRequest,
  type OptOutView,
  operationResultSchema,
  optOutImportResultSchema,
  optOutPageSchema,
  optOutViewSchema,
  type ParkedReceiptPage,
  type ParkedReceiptQuery,
  parkedReceiptPageSchema,
  problemSchema,
  type RetriedReceipts,
  type RouteExplanation,
  type RouteQuestionBody,
  type RoutingView,
  retriedReceiptsSchema,
  routeExplanationSchema,
  routingViewSchema,
  type SendMessage,
  type SmscDeletionPlan,
  type SmscDeletionRequestBody,
  type SmscDeletionState,
  type SmscHistoryPage,
  type SmscHistoryQuery,
  type SmscPatch,
  type SmscRestore,
  type SmscUsage,
  type SmscView,
  type SystemView,
  smscDeletionPlanSchema,
  smscDeletionStateSchema,
  smscHistoryPageSchema,
  smscListSchema,
  smscUsageSchema,
  smscViewSchema,
  systemSchema,
  type VerificationSlice,
  type VerifyQuery,
  verificationSliceSchema,
} from '@smpp-connect/contracts'
import { printable } from '../output/style.ts'
import type { Server } from './locate.ts'
import { parseRetryAfter, type Reply } from './reply.ts'

const ANSWER_WITHIN_MS = 60_000

interface Reader<Body> {
  safeParse(value: unknown): { readonly success: true; readonly data: Body } | { readonly success: false }
}

/** The answer to a request that only does something. */
const NO_BODY: Reader<undefined> = {
  safeParse: (value) => (value === undefined ? { success: true, data: undefined } : { success: false }),
}

interface Call<Body> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly reads: Reader<Body>
  readonly body?: unknown
  readonly idempotencyKey?: string
  /** A minute, unless told. */
  readonly answerWithinMs?: number
}

/**
 * Speaks to Connect's HTTP API, one method for each request that the commands make. Nothing throws: what can go wrong
 * is in the reply. Where the server is asked for anew at each call, because it may come back on another port.
 */
export class ApiClient {
  readonly #server: () => Server
  readonly #fetch: typeof fetch
  readonly #nowMs: () => number

  constructor(parts: {
    readonly server: () => Server
    readonly fetch: typeof fetch
    readonly nowMs: () => number
  }) {
    this.#server = parts.server
    this.#fetch = parts.fetch
    this.#nowMs = parts.nowMs
  }

  send(message: SendMessage, idempotencyKey: string): Promise<Reply<Accepted>> {
    return this.#call({ method: 'POST', path: '/v1/messages', reads: acceptedSchema, body: message, idempotencyKey })
  }

  sendBatch(messages: readonly SendMessage[], idempotencyKey: string): Promise<Reply<BatchResult>> {
    const body = { messages }
    return this.#call({ method: 'POST', path: '/v1/messages/batch', reads: batchResultSchema, body, idempotencyKey })
  }

  message(id: string): Promise<Reply<MessageDetail>> {
    return this.#call({ method: 'GET', path: `/v1/messages/${encodeURIComponent(id)}`, reads: messageDetailSchema })
  }

  states(ids: readonly string[]): Promise<Reply<MessageStates>> {
    return this.#call({ method: 'POST', path: '/v1/messages/states', reads: messageStatesSchema, body: { ids } })
  }

  /** Newest first; a page. */
  messages(ask: Partial<MessageQuery>): Promise<Reply<MessagePage>> {
    return this.#call({ method: 'GET', path: `/v1/messages${queryOf(ask)}`, reads: messagePageSchema })
  }

  /** Cancels what waits, and asks the SMSC to cancel what it has; or asks the SMSC what became of it. */
  operate(id: string, operation: 'cancel' | 'query'): Promise<Reply<OperationResult>> {
    const path = `/v1/messages/${encodeURIComponent(id)}/${operation}`
    return this.#call({ method: 'POST', path, reads: operationResultSchema })
  }

  replace(id: string, text: string): Promise<Reply<OperationResult>> {
    const path = `/v1/messages/${encodeURIComponent(id)}/replace`
    return this.#call({ method: 'POST', path, reads: operationResultSchema, body: { text } })
  }

  release(id: string): Promise<Reply<MessageDetail>> {
    const path = `/v1/messages/${encodeURIComponent(id)}/release`
    return this.#call({ method: 'POST', path, reads: messageDetailSchema })
  }

  system(): Promise<Reply<SystemView>> {
    return this.#call({ method: 'GET', path: '/v1/system', reads: systemSchema })
  }

  /** A part of a verification. A large table takes its time. */
  verify(ask: VerifyQuery): Promise<Reply<VerificationSlice>> {
    const path = `/v1/verify${queryOf(ask)}`
    return this.#call({ method: 'GET', path, reads: verificationSliceSchema, answerWithinMs: 4 * ANSWER_WITHIN_MS })
  }

  smscs(): Promise<Reply<{ readonly items: readonly SmscView[] }>> {
    return this.#call({ method: 'GET', path: '/v1/smscs', reads: smscListSchema })
  }

  changeSmsc(id: string, body: SmscPatch): Promise<Reply<SmscView>> {
    return this.#call({ method: 'PATCH', path: `/v1/smscs/${encodeURIComponent(id)}`, reads: smscViewSchema, body })
  }

  smscUsage(id: string): Promise<Reply<SmscUsage>> {
    return this.#call({ method: 'GET', path: `/v1/smscs/${encodeURIComponent(id)}/usage`, reads: smscUsageSchema })
  }

  planSmscDeletion(id: string, body: SmscDeletionRequestBody): Promise<Reply<SmscDeletionPlan>> {
    const path = `${deletionOf(id)}/plan`
    return this.#call({ method: 'POST', path, reads: smscDeletionPlanSchema, body })
  }

  /** The same asked twice is the same. */
  beginSmscDeletion(id: string, body: SmscDeletionRequestBody): Promise<Reply<SmscDeletionState>> {
    return this.#call({ method: 'PUT', path: deletionOf(id), reads: smscDeletionStateSchema, body })
  }

  smscDeletion(id: string): Promise<Reply<SmscDeletionState>> {
    return this.#call({ method: 'GET', path: deletionOf(id), reads: smscDeletionStateSchema })
  }

  keepSmsc(id: string, version: number): Promise<Reply<SmscView>> {
    return this.#call({ method: 'DELETE', path: `${deletionOf(id)}?version=${version}`, reads: smscViewSchema })
  }

  edges(): Promise<Reply<{ readonly items: readonly EdgeOverview[] }>> {
    return this.#call({ method: 'GET', path: '/v1/edges', reads: edgeListSchema })
  }

  /** Oldest first; a page. */
  parkedReceipts(smscId: string, ask: Partial<ParkedReceiptQuery>): Promise<Reply<ParkedReceiptPage>> {
    const path = `/v1/smscs/${encodeURIComponent(smscId)}/parked-receipts${queryOf(ask)}`
    return this.#call({ method: 'GET', path, reads: parkedReceiptPageSchema })
  }

  retryParkedReceipts(smscId: string): Promise<Reply<RetriedReceipts>> {
    const path = `/v1/smscs/${encodeURIComponent(smscId)}/parked-receipts/retry`
    return this.#call({ method: 'POST', path, reads: retriedReceiptsSchema })
  }

  /** Newest first; a page. */
  smscHistory(smscId: string, ask: Partial<SmscHistoryQuery>): Promise<Reply<SmscHistoryPage>> {
    const path = `/v1/smscs/${encodeURIComponent(smscId)}/history${queryOf(ask)}`
    return this.#call({ method: 'GET', path, reads: smscHistoryPageSchema })
  }

  restoreSmsc(smscId: string, body: SmscRestore, idempotencyKey: string): Promise<Reply<SmscView>> {
    const path = `/v1/smscs/${encodeURIComponent(smscId)}/restore`
    return this.#call({ method: 'POST', path, reads: smscViewSchema, body, idempotencyKey })
  }

  /** May take as long as several steps that are not answered. */
  testSmsc(body: BindTrialRequestBody): Promise<Reply<BindTrialReport>> {
    const path = '/v1/smscs/test'
    return this.#call({ method: 'POST', path, reads: bindTrialReportSchema, body, answerWithinMs: 200_000 })
  }

  planDefinitions(body: object): Promise<Reply<DefinitionsPlan>> {
    return this.#call({ method: 'POST', path: '/v1/definitions/plan', reads: definitionsPlanSchema, body })
  }

  applyDefinitions(body: object, idempotencyKey: string): Promise<Reply<DefinitionsPlan>> {
    const path = '/v1/definitions/apply'
    return this.#call({ method: 'POST', path, reads: definitionsPlanSchema, body, idempotencyKey })
  }

  /** Newest first; a page. */
  optOuts(ask: {
    readonly person?: string | undefined
    readonly cursor?: string | undefined
    readonly limit: number
  }): Promise<Reply<OptOutPage>> {
    return this.#call({ method: 'GET', path: `/v1/opt-outs${queryOf(ask)}`, reads: optOutPageSchema })
  }

  recordOptOut(body: OptOutRequest, idempotencyKey: string): Promise<Reply<OptOutView>> {
    return this.#call({ method: 'POST', path: '/v1/opt-outs', reads: optOutViewSchema, body, idempotencyKey })
  }

  importOptOuts(optOuts: OptOutImport['optOuts'], idempotencyKey: string): Promise<Reply<OptOutImportResult>> {
    const body = { optOuts }
    return this.#call({
      method: 'POST',
      path: '/v1/opt-outs/import',
      reads: optOutImportResultSchema,
      body,
      idempotencyKey,
    })
  }

  withdrawOptOut(person: string, from: string | null): Promise<Reply<undefined>> {
    const query = from === null ? '' : `?${new URLSearchParams({ from })}`
    const path = `/v1/opt-outs/${encodeURIComponent(person)}${query}`
    return this.#call({ method: 'DELETE', path, reads: NO_BODY })
  }

  routing(): Promise<Reply<RoutingView>> {
    return this.#call({ method: 'GET', path: '/v1/routing', reads: routingViewSchema })
  }

  explainRoute(body: RouteQuestionBody): Promise<Reply<RouteExplanation>> {
    return this.#call({ method: 'POST', path: '/v1/routing/explain', reads: routeExplanationSchema, body })
  }

  async #call<Body>(call: Call<Body>): Promise<Reply<Body>> {
    const server = this.#server()
    const { answerWithinMs = ANSWER_WITHIN_MS } = call
    const headers: Record<string, string> = { authorization: `Bearer ${server.apiKey}`, accept: 'application/json' }
    if (call.body !== undefined) headers['content-type'] = 'application/json'
    if (call.idempotencyKey !== undefined) headers['idempotency-key'] = call.idempotencyKey
    let response: Response
    let text: string
    try {
      response = await this.#fetch(`${server.url}${call.path}`, {
        method: call.method,
        headers,
        body: call.body === undefined ? null : JSON.stringify(call.body),
        // A redirect would carry the key to wherever it points.
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithinMs),
      })
      text = await response.text()
    } catch (cause) {
      return { kind: 'unreachable', reason: reasonOf(cause, answerWithinMs), retryAfterMs: undefined }
    }
    const { status } = response
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), this.#nowMs())
    const json = parseJson(text)
    if (response.ok) {
      const read = call.reads.safeParse(json)
      if (read.success) return { kind: 'ok', body: read.data, retryAfterMs: undefined }
    } else {
      const problem = problemSchema.safeParse(json)
      if (problem.success) return { kind: 'refused', problem: problem.data, retryAfterMs }
    }
    return { kind: 'foreign', status, excerpt: printable(text.trim(), 120), retryAfterMs }
  }
}

function deletionOf(smscId: string): string {
  return `/v1/smscs/${encodeURIComponent(smscId)}/deletion`
}

/** The query of an address; what is undefined is not asked. */
function queryOf(ask: Readonly<Record<string, string | number | boolean | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(ask)) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? '' : `?${query}`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Why there was no answer, in a few words. fetch hides the reason in the cause of its TypeError. */
function reasonOf(failure: unknown, answerWithinMs: number): string {
  if (failure instanceof DOMException && failure.name === 'TimeoutError') {
    return `nothing came within ${answerWithinMs / 1000} s`
  }
  let cause = failure
  if (cause instanceof Error && cause.cause !== undefined) cause = cause.cause
  if (cause instanceof AggregateError && cause.errors.length > 0) cause = cause.errors[0]
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined
  const words: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connection refused',
    ECONNRESET: 'the connection broke',
    UND_ERR_SOCKET: 'the connection broke',
    EPIPE: 'the connection broke',
    ENOTFOUND: 'no such host',
    EAI_AGAIN: 'the host name cannot be looked up now',
    ETIMEDOUT: 'connecting took too long',
    UND_ERR_CONNECT_TIMEOUT: 'connecting took too long',
    EHOSTUNREACH: 'no way to the host',
    ENETUNREACH: 'no way to the network',
  }
  if (code !== undefined) return words[code] ?? code
  return cause instanceof Error ? cause.message : String(cause)
}
