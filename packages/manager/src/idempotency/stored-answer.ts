import { type Outcome, ok, refuse } from '@smpp-connect/contracts'
import type { StoredAnswer } from '@smpp-connect/store'
import type { Answer, Caller, Idempotency } from '../use-cases.ts'

/** How long the answer under an idempotency key is kept: three days, so that a retry after a weekend is still one. */
export const ANSWER_RETENTION_MS = 3 * 24 * 3_600_000

/** What is stored in the place of an answer that held a secret. No answer is an empty text: that would be no JSON. */
export const WITHHELD = ''

/** Whose idempotency keys these are: the same key of another caller is another key. */
export const scopeOf = (caller: Caller): string => `${caller.kind}:${caller.id}`

/** The answer that was given before, if it was to the same request. */
export function replay<Body>(stored: StoredAnswer, idempotency: Idempotency): Outcome<Answer<Body>> {
  if (stored.fingerprint !== idempotency.fingerprint) {
    return refuse('idempotency-key-reused', 'the key was used for another request, or with another body')
  }
  if (stored.body === WITHHELD) {
    return refuse('idempotency-answer-secret', 'the first request was done, and its answer held a secret')
  }
  return ok({ status: stored.status, body: JSON.parse(stored.body) as Body, replayed: true })
}
