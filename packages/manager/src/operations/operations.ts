import {
  type EdgePort,
  isFinal,
  type OperationAnswer,
  type OperationOrder,
  type OperationResult,
  type Outcome,
  ok,
  type PartOperation,
  type PartState,
  refuse,
  type SmscDefinition,
  type SmscId,
} from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import { messageStateOf } from '@smpp-connect/smpp/text'
import type { MessageRecord, NewEvent, PartRecord, ReceiptRecord, Store, WireFields } from '@smpp-connect/store'
import { contentFor, type IntakeContext } from '../accept/judge.ts'
import { validityPeriod } from '../lanes/submit-order.ts'
import { lookUpForms, otherRadixForms } from '../receipts/look-up-forms.ts'
import { partStateOf } from '../receipts/receipt-state.ts'
import { doneByNobody, doneBySmsc, doneByUs } from './part-operation.ts'
import { replacementFor } from './replacement.ts'

export interface OperationsParts {
  readonly store: Store
  readonly edge: Pick<EdgePort, 'operate'>
  readonly clock: Clock
  readonly definition: (smscId: SmscId) => SmscDefinition | undefined
  readonly context: () => Pick<IntakeContext, 'maxParts' | 'nextReference'>
  /** Something may have become due at this SMSC. */
  readonly wake: (smscId: SmscId) => void
}

const BEFORE = 'by the request before, whose answer was lost.'

type Kind = OperationOrder['kind']
type SmscRequest =
  | { readonly kind: 'cancel' | 'query' }
  | Omit<Extract<OperationOrder, { kind: 'replace' }>, keyof Common>
type Common = Pick<OperationOrder, 'smscId' | 'smscMessageId' | 'source' | 'destination' | 'serviceType'>

/**
 * Cancel, query and replace. What still waits with us is ours to change; what the SMSC has is asked of the SMSC, whose
 * answer is shown part by part; what is with the Sender at this moment is nobody's to change.
 */
export class Operations {
  readonly #parts: OperationsParts

  constructor(parts: OperationsParts) {
    this.#parts = parts
  }

  /** `cutOffAtMs`: the same was asked for before, and cut off. What was cancelled then is not refused as ended. */
  async cancel(id: string, cutOffAtMs?: number): Promise<Outcome<OperationResult>> {
    return this.#withOutbound(id, 'cancel', async (record, parts) => {
      if (cutOffAtMs !== undefined && parts.every(({ state }) => state === 'cancelled')) {
        return parts.map(({ number }) => doneByUs(number, 'cancelled', `Cancelled ${BEFORE}`))
      }
      const atMs = this.#parts.clock.nowMs()
      const ours = parts.filter(({ state }) => state === 'queued' || state === 'held' || state === 'uncertain')
      const asked = ours.map(({ messageId, number }) => ({
        part: { messageId, number },
        to: 'cancelled' as const,
        atMs,
        reason: 'cancelled by a person',
      }))
      const results = asked.length === 0 ? [] : await this.#parts.store.resolve(asked)
      const changed = new Map(ours.map(({ number }, at) => [number, results[at]]))
      this.#parts.wake(record.smscId)
      return this.#each(parts, async (part) => {
        const result = changed.get(part.number)
        if (result?.changed) return doneByUs(part.number, 'cancelled', 'Cancelled while it waited here.')
        if (part.state !== 'submitted') return this.#notOurs(part, result?.state ?? part.state)
        const answer = await this.#ask(record, part, { kind: 'cancel' })
        if (answer?.kind !== 'done') return this.#shown(part, 'cancel', answer, part.state)
        const [after] = await this.#parts.store.resolve([
          {
            part: { messageId: record.id, number: part.number },
            to: 'cancelled',
            atMs: this.#parts.clock.nowMs(),
            reason: 'cancelled at the SMSC by a person',
            bySmsc: true,
          },
        ])
        return doneBySmsc(part.number, 'cancel', answer, after?.state ?? part.state)
      })
    })
  }

  async query(id: string): Promise<Outcome<OperationResult>> {
    return this.#withOutbound(id, 'query', (record, parts) =>
      this.#each(parts, async (part) => {
        if (part.smscMessageId === null) {
          return doneByNobody(part.number, part.state, 'The SMSC has given no id for it, so it cannot be asked.')
        }
        const answer = await this.#ask(record, part, { kind: 'query' })
        if (answer?.kind !== 'state' || isFinal(part.state)) return this.#shown(part, 'query', answer, part.state)
        await this.#parts.store.recordReceipts([this.#asReceipt(record, part, answer)])
        const after = (await this.#parts.store.parts(record.id)).find(({ number }) => number === part.number)
        return doneBySmsc(part.number, 'query', answer, after?.state ?? part.state)
      }),
    )
  }

  /** `cutOffAtMs`: as in `cancel`. What has this text has been replaced, and may have left since. */
  async replace(id: string, text: string, cutOffAtMs?: number): Promise<Outcome<OperationResult>> {
    const { store, clock, wake } = this.#parts
    return this.#withOutbound(id, 'replace', async (record, parts, definition) => {
      if (cutOffAtMs !== undefined && record.text === text) {
        return parts.map(({ number, state }) => doneByUs(number, state, `Replaced ${BEFORE}`))
      }
      const wire = record.wire as WireFields
      if (parts.every(({ state }) => state === 'queued')) {
        const again = replacementFor(record, wire, text)
        const { from, to } = record
        const content = contentFor(again.message, definition, from, to, wire.scheduleAtMs, this.#parts.context())
        if (!content.ok) return content
        const message = { ...again.stored, ...content.value, tlvs: record.tlvs }
        const [done] = await store.rewrite([{ message, atMs: clock.nowMs(), reason: 'replaced by a person' }])
        wake(record.smscId)
        if (done) {
          return ok(message.parts.map((_, at) => doneByUs(at + 1, 'queued', 'Replaced while it waited here.')))
        }
        return refuse('state-conflict', 'it began to leave while it was being replaced')
      }
      const [part, ...others] = parts
      if (!part || others.length > 0) {
        return refuse(
          'state-conflict',
          `it went out in ${parts.length} parts, and an SMSC replaces one short message only`,
        )
      }
      if (part.state !== 'submitted') return ok([this.#notOurs(part, part.state)])
      const short = this.#shortMessage(record, wire, text, definition)
      if (!short.ok) return short
      const nowMs = clock.nowMs()
      const answer = await this.#ask(record, part, {
        kind: 'replace',
        scheduleDeliveryTime: '',
        validityPeriod: validityPeriod(wire.validity, record.expiresAtMs ?? nowMs, nowMs),
        registeredDelivery: wire.registeredDelivery,
        shortMessage: short.value,
      })
      if (answer?.kind === 'done') await store.retext(record.id, text, nowMs)
      return ok([this.#shown(part, 'replace', answer, part.state)])
    })
  }

  /** A text for replace_sm: there is no data_coding in it, so it is one short message in the coding of the old one. */
  #shortMessage(
    record: MessageRecord,
    wire: WireFields,
    text: string,
    definition: SmscDefinition,
  ): Outcome<Uint8Array> {
    const message = {
      text,
      smpp: { coding: record.encoding === 'ucs2' ? 'ucs2' : 'auto', longMessage: 'udh8' },
    } as const
    const content = contentFor(message, definition, record.from, record.to, null, this.#parts.context())
    if (!content.ok) return content
    const [part, ...more] = content.value.parts
    if (!part || more.length > 0) {
      return refuse('text-too-long', `text: at the SMSC it has to fit one part, and takes ${more.length + 1}`)
    }
    if (content.value.encoding !== record.encoding || content.value.wire.dataCoding !== wire.dataCoding) {
      return refuse('text-not-in-alphabet', 'text: at the SMSC it has to be in the alphabet of the old one, and is not')
    }
    return ok(part.shortMessage)
  }

  async #withOutbound(
    id: string,
    operation: Kind,
    work: (
      record: MessageRecord,
      parts: readonly PartRecord[],
      definition: SmscDefinition,
    ) => Promise<readonly PartOperation[] | Outcome<readonly PartOperation[]>>,
  ): Promise<Outcome<OperationResult>> {
    const { store } = this.#parts
    const record = await store.message(id as MessageRecord['id'])
    if (!record) return refuse('not-found', `there is no message ${id}`)
    if (record.direction === 'inbound')
      return refuse('state-conflict', 'it came from a person; only what we send has this')
    const definition = this.#parts.definition(record.smscId)
    if (!definition) return refuse('no-smsc', 'the SMSC it went to is not defined any more')
    const done = await work(record, await store.parts(record.id), definition)
    if ('ok' in done && !done.ok) return done
    const operations = 'ok' in done ? done.value : done
    if (operation !== 'query' && operations.every(({ by }) => by === 'nobody')) {
      return refuse('state-conflict', operations[0]?.detail ?? 'it has no parts')
    }
    return ok({ messageId: record.id, operation, parts: [...operations] })
  }

  /** One part after another: an SMSC is not asked fifty things at once on behalf of one click. */
  async #each(
    parts: readonly PartRecord[],
    work: (part: PartRecord) => Promise<PartOperation>,
  ): Promise<readonly PartOperation[]> {
    const done: PartOperation[] = []
    for (const part of parts) done.push(await work(part))
    return done
  }

  /** Asks the SMSC, and notes in the timeline what it said; undefined when it gave no id for the part. */
  async #ask(record: MessageRecord, part: PartRecord, request: SmscRequest): Promise<OperationAnswer | undefined> {
    const { smscMessageId } = part
    if (smscMessageId === null) return undefined
    const { source, destination, serviceType } = record.wire as WireFields
    const common: Common = { smscId: record.smscId, smscMessageId, source, destination, serviceType }
    const answer = await this.#parts.edge.operate({ ...common, ...request } as OperationOrder)
    const event: NewEvent = {
      atMs: this.#parts.clock.nowMs(),
      kind: 'message.asked',
      messageId: record.id,
      part: part.number,
      conversationId: record.conversationId,
      smscId: record.smscId,
      detail: { operation: request.kind, ...inWords(answer) },
    }
    await this.#parts.store.appendEvents([event])
    return answer
  }

  #shown(part: PartRecord, kind: Kind, answer: OperationAnswer | undefined, state: PartState): PartOperation {
    if (answer) return doneBySmsc(part.number, kind, answer, state)
    return doneByNobody(part.number, state, 'The SMSC has given no id for it, so it cannot be asked.')
  }

  #notOurs(part: PartRecord, state: PartState): PartOperation {
    const detail = isFinal(state)
      ? `It has ended: ${state}.`
      : 'It is with the Sender at this moment; try again shortly.'
    return doneByNobody(part.number, state, detail)
  }

  /** What query_sm told, as the receipt that says the same. */
  #asReceipt(
    record: MessageRecord,
    part: PartRecord,
    answer: Extract<OperationAnswer, { kind: 'state' }>,
  ): ReceiptRecord {
    const state = messageStateOf(answer.messageState)
    const smscMessageId = part.smscMessageId ?? ''
    return {
      smscId: record.smscId,
      atMs: this.#parts.clock.nowMs(),
      smscMessageId,
      idForms: lookUpForms(smscMessageId),
      otherRadix: otherRadixForms(''),
      userMessageReference: null,
      destination: record.to,
      state: partStateOf(state, state !== 'ENROUTE' && state !== 'SCHEDULED'),
      stat: state ?? String(answer.messageState),
      error: answer.errorCode === 0 ? null : String(answer.errorCode),
    }
  }
}

function inWords(answer: OperationAnswer): NewEvent['detail'] {
  switch (answer.kind) {
    case 'done':
      return { answer: 'done' }
    case 'state':
      return { answer: messageStateOf(answer.messageState) ?? `state ${answer.messageState}` }
    case 'refused':
      return { status: answer.status }
    case 'not-sent':
      return { answer: `not asked, ${answer.reason}` }
    case 'uncertain':
      return { answer: `no answer, ${answer.reason}` }
  }
}
