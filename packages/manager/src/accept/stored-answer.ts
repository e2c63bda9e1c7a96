import { type Outcome, ok, refuse } from '@smpp-connect/contracts'
import type { Store, StoredAnswer } from '@smpp-connect/store'
import type { Answer, Caller, Idempotency } from '../use-cases.ts'

/** Whose idempotency keys these are: the same key of another caller is another key. */
export const scopeOf = (caller: Caller): string => `${caller.kind}:${caller.id}`

/** The answer that was given before, if it was to the same request. */
export function replay<Body>(stored: StoredAnswer, idempotency: Idempotency): Outcome<Answer<Body>> {
  if (stored.fingerprint !== idempotency.fingerprint) {
    return refuse('idempotency-key-reused', 'the key was used for a request with another body')
  }
  return ok({ status: stored.status, body: JSON.parse(stored.body) as Body, replayed: true })
}

/**
 * Does something that is not accepting under the caller's key, and keeps the answer. A crash between the two lets the
 * repetition do the work again, so the work has to be such that this changes nothing. Refusals are not kept.
 */
export async function answerOnce<Body>(
  store: Pick<Store, 'storedAnswer' | 'keepAnswer'>,
  caller: Caller,
  idempotency: Idempotency | undefined,
  atMs: number,
  work: () => Promise<Outcome<{ readonly status: number; readonly body: Body }>>,
): Promise<Outcome<Answer<Body>>> {
  const scope = scopeOf(caller)
  const before = idempotency && (await store.storedAnswer(scope, idempotency.key))
  if (idempotency && before) return replay(before, idempotency)
  const done = await work()
  if (!done.ok) return done
  const { status, body } = done.value
  const other =
    idempotency && (await store.keepAnswer({ scope, ...idempotency, status, body: JSON.stringify(body), atMs }))
  return idempotency && other ? replay(other, idempotency) : ok({ status, body, replayed: false })
}
