import {
  type Accepted,
  type BatchResult,
  type ErrorPlace,
  MESSAGE_CLASSES,
  type MessageClass,
  type Outcome,
  ok,
  type Refusal,
  refuse,
  type SendMessage,
  type SmscId,
} from '@smpp-connect/contracts'
import type { Metrics } from '@smpp-connect/kernel'
import type { AcceptResult, NewMessage, Store } from '@smpp-connect/store'
import { replay, scopeOf } from '../idempotency/stored-answer.ts'
import type { Answer, Caller, Idempotency } from '../use-cases.ts'
import { time, timeOrNull } from '../views/time.ts'
import { type IntakeContext, judgeMessage } from './judge.ts'

export interface IntakeParts {
  readonly store: Store
  readonly context: () => IntakeContext
  /** Called with how many parts each SMSC is about to get, before the store is asked to keep them. */
  readonly beforeAccept: (parts: ReadonlyMap<SmscId, number>) => void
  readonly stopping: () => boolean
  /** Those of these messages whose person wants nothing from their sender address. */
  readonly optedOut: (messages: readonly NewMessage[]) => Promise<ReadonlySet<NewMessage>>
  readonly metrics: Metrics
}

type Refused = Extract<Outcome<never>, { ok: false }>

/** What a message to somebody who opted out is refused with. */
export const OPTED_OUT: Refused = {
  ok: false,
  refusal: {
    code: 'opted-out',
    detail: 'to: the person opted out of texts from this address',
    errors: [{ pointer: '/to', detail: 'opted out' }],
  },
}

/** The way in: judges, stores in one durable step, and only then answers. */
export class Intake {
  readonly #parts: IntakeParts
  #lastTurn = Promise.resolve()

  constructor(parts: IntakeParts) {
    this.#parts = parts
  }

  /** `conversation` is the SMSC of the conversation in which it is an answer. */
  async send(
    caller: Caller,
    message: SendMessage,
    idempotency: Idempotency | undefined,
    conversation?: SmscId,
  ): Promise<Outcome<Answer<Accepted>>> {
    const before = await this.#answeredBefore<Accepted>(caller, idempotency)
    if (before) return before
    const context = this.#parts.context()
    const judged = judgeMessage(message, caller.id, context, conversation)
    if (!judged.ok) return this.#refused(judged)
    if ((await this.#parts.optedOut([judged.value])).size > 0) return this.#refused(OPTED_OUT)
    return this.#keep(caller, [judged.value], acceptedView(judged.value), context.nowMs, idempotency)
  }

  async sendBatch(
    caller: Caller,
    messages: readonly SendMessage[],
    idempotency: Idempotency | undefined,
  ): Promise<Outcome<Answer<BatchResult>>> {
    const before = await this.#answeredBefore<BatchResult>(caller, idempotency)
    if (before) return before
    await this.#turn()
    const context = this.#parts.context()
    const judged = messages.map((message) => judgeMessage(message, caller.id, context))
    const fit: NewMessage[] = []
    for (const outcome of judged) if (outcome.ok) fit.push(outcome.value)
    const optedOut = await this.#parts.optedOut(fit)
    const fresh = optedOut.size === 0 ? fit : fit.filter((message) => !optedOut.has(message))
    const results = judged.map((outcome, index): BatchResult['results'][number] => {
      const verdict = outcome.ok && optedOut.has(outcome.value) ? OPTED_OUT : outcome
      if (verdict.ok) return acceptedView(verdict.value)
      const { refusal } = this.#refused(verdict)
      return { state: 'refused', code: refusal.code, detail: within(index, refusal) }
    })
    const body: BatchResult = { accepted: fresh.length, refused: messages.length - fresh.length, results }
    return this.#keep(caller, fresh, body, context.nowMs, idempotency)
  }

  /**
   * Resolves in a turn of the event loop that no other batch has. To judge 500 texts takes milliseconds, and batches often come
   * several at once: answers and receipts go on between them.
   */
  #turn(): Promise<void> {
    this.#lastTurn = this.#lastTurn.then(() => new Promise((resolve) => setImmediate(resolve)))
    return this.#lastTurn
  }

  #refused(verdict: Refused): Refused {
    this.#parts.metrics.count('connect_refused_total', { code: verdict.refusal.code })
    return verdict
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

  #keep<Body>(
    caller: Caller,
    messages: readonly NewMessage[],
    body: Body,
    atMs: number,
    idempotency: Idempotency | undefined,
  ): Promise<Outcome<Answer<Body>>> {
    const answer = idempotency && {
      scope: scopeOf(caller),
      ...idempotency,
      status: 202,
      body: JSON.stringify(body),
      atMs,
    }
    const counts = countsOf(messages)
    this.#parts.beforeAccept(counts.parts)
    const storing = this.#parts.store.accept(answer ? { messages, atMs, answer } : { messages, atMs })
    return this.#whenKept(storing, counts.byClass, body, idempotency)
  }

  /** While it waits, nothing holds the messages any more: 500 of them would be what collecting garbage costs most. */
  async #whenKept<Body>(
    storing: Promise<AcceptResult>,
    byClass: Readonly<Record<MessageClass, number>>,
    body: Body,
    idempotency: Idempotency | undefined,
  ): Promise<Outcome<Answer<Body>>> {
    const result = await storing
    if (result.kind === 'answered-before') {
      return replay(result.answer, idempotency ?? { key: '', fingerprint: result.answer.fingerprint })
    }
    for (const one of MESSAGE_CLASSES) {
      if (byClass[one] > 0) this.#parts.metrics.count('connect_accepted_total', { class: one }, byClass[one])
    }
    return ok({ status: 202, body, replayed: false })
  }
}

/** How many there are of each class, and how many parts go to each SMSC. */
function countsOf(messages: readonly NewMessage[]) {
  const byClass = { code: 0, transactional: 0, bulk: 0 }
  const parts = new Map<SmscId, number>()
  for (const message of messages) {
    byClass[message.messageClass] += 1
    parts.set(message.smscId, (parts.get(message.smscId) ?? 0) + message.parts.length)
  }
  return { byClass, parts }
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
