import {
  type Accepted,
  type BatchResult,
  type ErrorPlace,
  MESSAGE_CLASSES,
  type Outcome,
  ok,
  type Refusal,
  refuse,
  type SendMessage,
  type SmscId,
} from '@smpp-connect/contracts'
import type { Metrics } from '@smpp-connect/kernel'
import type { NewMessage, Store, StoredAnswer } from '@smpp-connect/store'
import type { Answer, Caller, Idempotency } from '../use-cases.ts'
import { time, timeOrNull } from '../views/time.ts'
import { type IntakeContext, judgeMessage } from './judge.ts'

/** How long the answer under an idempotency key is kept: three days, so that a retry after a weekend is still one. */
export const ANSWER_RETENTION_MS = 3 * 24 * 3_600_000

export interface IntakeParts {
  readonly store: Store
  readonly context: () => IntakeContext
  /** Called with the SMSCs that got something to do, once it is durable. */
  readonly onAccepted: (smscIds: ReadonlySet<SmscId>) => void
  readonly stopping: () => boolean
  readonly metrics: Metrics
}

/** The way in: judges, stores in one durable step, and only then answers. */
export class Intake {
  readonly #parts: IntakeParts

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  async send(
    caller: Caller,
    message: SendMessage,
    idempotency: Idempotency | undefined,
  ): Promise<Outcome<Answer<Accepted>>> {
    const before = await this.#answeredBefore<Accepted>(caller, idempotency)
    if (before) return before
    const context = this.#parts.context()
    const judged = judgeMessage(message, caller.id, context)
    if (!judged.ok) {
      this.#parts.metrics.count('connect_refused_total', { code: judged.refusal.code })
      return judged
    }
    return this.#keep(caller, [judged.value], acceptedView(judged.value), context.nowMs, idempotency)
  }

  async sendBatch(
    caller: Caller,
    messages: readonly SendMessage[],
    idempotency: Idempotency | undefined,
  ): Promise<Outcome<Answer<BatchResult>>> {
    const before = await this.#answeredBefore<BatchResult>(caller, idempotency)
    if (before) return before
    const context = this.#parts.context()
    const fresh: NewMessage[] = []
    const results = messages.map((message, index): BatchResult['results'][number] => {
      const judged = judgeMessage(message, caller.id, context)
      if (!judged.ok) {
        this.#parts.metrics.count('connect_refused_total', { code: judged.refusal.code })
        return { state: 'refused', code: judged.refusal.code, detail: within(index, judged.refusal) }
      }
      fresh.push(judged.value)
      return acceptedView(judged.value)
    })
    const body: BatchResult = { accepted: fresh.length, refused: messages.length - fresh.length, results }
    return this.#keep(caller, fresh, body, context.nowMs, idempotency)
  }

  async #answeredBefore<Body>(
    caller: Caller,
    idempotency: Idempotency | undefined,
  ): Promise<Outcome<Answer<Body>> | undefined> {
    if (this.#parts.stopping()) return refuse('stopping', 'nothing was accepted')
    if (!idempotency) return undefined
    const stored = await this.#parts.store.storedAnswer(scopeOf(caller), idempotency.key)
    return stored ? replay(stored, idempotency) : undefined
  }

  async #keep<Body>(
    caller: Caller,
    messages: readonly NewMessage[],
    body: Body,
    atMs: number,
    idempotency: Idempotency | undefined,
  ): Promise<Outcome<Answer<Body>>> {
    const status = 202
    const result = await this.#parts.store.accept({
      messages,
      atMs,
      ...(idempotency && {
        answer: { scope: scopeOf(caller), ...idempotency, status, body: JSON.stringify(body), atMs },
      }),
    })
    if (result.kind === 'answered-before') {
      return replay(result.answer, idempotency ?? { key: '', fingerprint: result.answer.fingerprint })
    }
    for (const one of MESSAGE_CLASSES) {
      const count = messages.filter(({ messageClass }) => messageClass === one).length
      if (count > 0) this.#parts.metrics.count('connect_accepted_total', { class: one }, count)
    }
    this.#parts.onAccepted(new Set(messages.map((message) => message.smscId)))
    return ok({ status, body, replayed: false })
  }
}

const scopeOf = (caller: Caller): string => `${caller.kind}:${caller.id}`

function replay<Body>(stored: StoredAnswer, idempotency: Idempotency): Outcome<Answer<Body>> {
  if (stored.fingerprint !== idempotency.fingerprint) {
    return refuse('idempotency-key-reused', 'the key was used for a request with another body')
  }
  return ok({ status: stored.status, body: JSON.parse(stored.body) as Body, replayed: true })
}

function acceptedView(message: NewMessage): Accepted {
  return {
    id: message.id,
    state: 'accepted',
    parts: message.parts.length,
    encoding: message.encoding,
    to: message.to,
    from: message.from,
    smscId: message.smscId,
    conversationId: message.conversationId,
    reference: message.reference,
    class: message.messageClass,
    sendAt: timeOrNull(message.sendAtMs ?? message.wire.scheduleAtMs),
    expiresAt: time(message.expiresAtMs),
  }
}

/** The places of one message's refusal, seen from the batch. */
function within(index: number, refusal: Refusal): string {
  const places = (refusal.errors ?? []).map((place: ErrorPlace) => `/messages/${index}${place.pointer}`)
  return places.length > 0 ? `${places.join(', ')}: ${refusal.detail}` : refusal.detail
}
