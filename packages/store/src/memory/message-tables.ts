import type { ConversationId, MessageClass, MessageId, PartRef, SmscId } from '@smpp-connect/contracts'
import { isFinal } from '@smpp-connect/contracts/states'
import { invariant } from '@smpp-connect/kernel'
import type {
  EndedMessage,
  MessageEvent,
  MessageInsert,
  MessagePlace,
  PartInsert,
  PartOfMessage,
  ReadyPart,
  WholeMessage,
} from '../engine/tables.ts'
import type { ParkedReceiptRecord, ReceiptRecord } from '../port.ts'
import type { MessageRecord } from '../records.ts'
import type { PartVerdict } from '../rules/message.ts'
import { type HoldBack, placeInQueue } from '../rules/order.ts'
import type { MessageHead, PartEvent, PartRow } from '../rules/rows.ts'
import { MemoryRows, type StoredMessage } from './rows.ts'

/**
 * Messages, their parts and their receipts. What is not found by its key is found by looking at all: right for tests, not
 * for millions.
 */
export class MemoryMessages extends MemoryRows {
  promoteDue(stream: number, nowMs: number, limit: number): number {
    const due = this.queued(stream).filter((part) => part.dueAtMs > 0 && part.dueAtMs <= nowMs)
    const first = due.toSorted((a, b) => a.dueAtMs - b.dueAtMs || asQueued(a, b)).slice(0, limit)
    for (const part of first) this.parts.set(placeInQueue(part), { ...part, dueAtMs: 0 })
    return first.length
  }

  queued(stream: number): readonly PartRow[] {
    return this.#where((part) => part.state === 'queued' && part.stream === stream)
  }

  ready(stream: number, limit: number): readonly ReadyPart[] {
    const due = this.queued(stream).filter((part) => part.dueAtMs === 0)
    return due.slice(0, Math.max(0, limit)).map((part) => {
      const { record } = this.messages.get(part.messageSeq) as StoredMessage
      const content = this.contents.get(placeInQueue(part))
      invariant(record.wire !== null && content !== undefined, `part ${placeInQueue(part)} has no content`)
      const { esmClass, shortMessage } = content
      const tlvs = [...record.tlvs, ...content.tlvs]
      return { ...this.#withHead(part), wire: record.wire, esmClass, shortMessage: shortMessage.slice(), tlvs }
    })
  }

  holdBack(conversationId: ConversationId, messageClass: MessageClass): HoldBack | undefined {
    return this.holdBacks.get(`${conversationId} ${messageClass}`)
  }

  putHoldBack(conversationId: ConversationId, messageClass: MessageClass, mark: HoldBack, _nowMs: number): void {
    this.holdBacks.set(`${conversationId} ${messageClass}`, mark)
  }

  // Messages and parts

  nextMessageSeq(): number {
    return this.lastSeq('message') + 1
  }

  insertMessage({ parts, ...message }: MessageInsert, event: MessageEvent): void {
    const { id } = message.record
    invariant(!this.messageSeqs.has(id), `message ${id} is stored already`)
    this.sequences.set('message', message.seq)
    this.messageSeqs.set(id, message.seq)
    this.messages.set(message.seq, { ...message, record: structuredClone(message.record) })
    this.#insertParts(parts)
    this.#tell(message.seq, message.record, [event])
  }

  replaceMessage({ parts, ...message }: MessageInsert, before: WholeMessage, events: readonly MessageEvent[]): void {
    for (const part of before.parts) this.#removePart(part)
    this.messages.set(message.seq, { ...message, record: structuredClone(message.record) })
    this.#insertParts(parts)
    this.#tell(message.seq, message.record, events)
  }

  replaceText(head: MessageHead, text: string, event: MessageEvent): void {
    const message = this.messages.get(head.seq) as StoredMessage
    const record = { ...message.record, text, updatedAtMs: event.atMs }
    this.messages.set(head.seq, { ...message, record })
    this.#tell(head.seq, record, [event])
  }

  placeOf(id: MessageId): MessagePlace | undefined {
    const message = this.messages.get(this.messageSeqs.get(id) ?? 0)
    if (!message) return undefined
    const { conversationId, smscId } = message.record
    return { seq: message.seq, conversationId, smscId }
  }

  find(ref: PartRef): PartOfMessage | undefined {
    const messageSeq = this.messageSeqs.get(ref.messageId)
    const part = messageSeq && this.parts.get(placeInQueue({ messageSeq, number: ref.number }))
    return part && part.messageId === ref.messageId ? this.#withHead(part) : undefined
  }

  whole(id: MessageId): WholeMessage | undefined {
    const message = this.messages.get(this.messageSeqs.get(id) ?? 0)
    if (message?.record.direction !== 'outbound') return undefined
    return { head: headOf(message), record: message.record, parts: this.partsOf(message.seq) }
  }

  verdicts(messageSeq: number): readonly PartVerdict[] {
    return this.partsOf(messageSeq)
  }

  /** In the order of their numbers. */
  partsOf(messageSeq: number): readonly PartRow[] {
    const message = this.messages.get(messageSeq)
    if (message?.record.direction !== 'outbound') return []
    const numbers = Array.from({ length: message.record.parts }, (_, index) => index + 1)
    return numbers
      .map((number) => this.parts.get(placeInQueue({ messageSeq, number })))
      .filter((part) => part !== undefined)
  }

  change(_before: PartOfMessage, { part, head }: PartOfMessage, atMs: number, events: readonly PartEvent[]): void {
    const message = this.messages.get(head.seq)
    invariant(message !== undefined, `there is no message ${head.id}`)
    this.parts.set(placeInQueue(part), part)
    const { state, mayBeDuplicate, errorCode, updatedAtMs, finalAtMs } = head
    const record = { ...message.record, state, mayBeDuplicate, errorCode, updatedAtMs, finalAtMs }
    this.messages.set(head.seq, { ...message, record })
    const told = events.map(({ kind, detail, ofWhole }) => ({ atMs, kind, part: ofWhole ? null : part.number, detail }))
    this.#tell(head.seq, record, told)
  }

  ended(beforeMs: number, limit: number): readonly EndedMessage[] {
    const endOf = ({ direction, createdAtMs, finalAtMs }: MessageRecord): number =>
      (direction === 'inbound' ? createdAtMs : finalAtMs) ?? Number.POSITIVE_INFINITY
    const found = [...this.messages.values()].filter(({ record }) => endOf(record) < beforeMs)
    const oldestFirst = found.sort((a, b) => endOf(a.record) - endOf(b.record) || a.seq - b.seq)
    return oldestFirst.slice(0, Math.max(0, limit)).map(({ seq, record }) => {
      const { direction, state, mayBeDuplicate, conversationId } = record
      return { seq, direction, state, mayBeDuplicate, conversationId }
    })
  }

  removeMessage(seq: number): void {
    const message = this.messages.get(seq)
    invariant(message !== undefined, `there is no message ${seq}`)
    const { id } = message.record
    for (const part of this.partsOf(seq)) {
      const key = placeInQueue(part)
      for (const [form, keys] of [...this.idForms.entries()]) {
        if (keys.has(key)) this.idForms.set(form, new Set([...keys].filter((one) => one !== key)))
      }
      this.#removePart(part)
    }
    this.histories.delete(seq)
    this.messageSeqs.delete(id)
    this.messages.delete(seq)
  }

  sending(smscIds: readonly SmscId[] | undefined): readonly PartOfMessage[] {
    const isMeant = (part: PartRow): boolean => smscIds === undefined || smscIds.includes(part.smscId)
    return this.#where((part) => part.state === 'sending' && isMeant(part)).map((part) => this.#withHead(part))
  }

  overdue(nowMs: number, limit: number): readonly PartOfMessage[] {
    const isOverdue = ({ state, deadlineMs }: PartRow): boolean =>
      state !== 'sending' && deadlineMs !== null && deadlineMs <= nowMs
    const parts = this.#where(isOverdue).toSorted((a, b) => (a.deadlineMs as number) - (b.deadlineMs as number))
    return parts.slice(0, Math.max(0, limit)).map((part) => this.#withHead(part))
  }

  uncertain(smscId: SmscId, messageClass: MessageClass, beforeMs: number, limit: number): readonly PartRow[] {
    const since = (part: PartRow): number => part.uncertainSinceMs ?? 0
    const isMeant = (part: PartRow): boolean =>
      part.state === 'uncertain' && part.smscId === smscId && this.#classOf(part) === messageClass
    const parts = this.#where((part) => isMeant(part) && since(part) < beforeMs)
    return parts.toSorted((a, b) => since(a) - since(b)).slice(0, Math.max(0, limit))
  }

  byReference(smscId: SmscId, userMessageReference: number): readonly PartOfMessage[] {
    const states: readonly string[] = ['sending', 'uncertain', 'held']
    return this.#where(
      (part) =>
        part.smscId === smscId && part.userMessageReference === userMessageReference && states.includes(part.state),
    ).map((part) => this.#withHead(part))
  }

  byIdForms(smscId: SmscId, idForms: readonly string[]): readonly PartOfMessage[] {
    const keys = new Set(idForms.flatMap((form) => [...(this.idForms.get(`${smscId}\n${form}`) ?? [])]))
    for (const [key, { idForm, smscId: own }] of this.parts.entries()) {
      if (own === smscId && idForm !== null && idForms.includes(idForm)) keys.add(key)
    }
    const parts = [...keys].map((key) => this.parts.get(key) as PartRow)
    return parts.sort(asQueued).map((part) => this.#withHead(part))
  }

  addIdForms(part: PartRow, idForms: readonly string[]): void {
    for (const form of idForms) {
      const key = `${part.smscId}\n${form}`
      this.idForms.set(key, new Set([...(this.idForms.get(key) ?? []), placeInQueue(part)]))
    }
  }

  /** The SMSCs at which a part is known under some id. */
  smscsWithIdOf(part: PartRow): readonly SmscId[] {
    const known = [...this.idForms.entries()].filter(([, keys]) => keys.has(placeInQueue(part)))
    const further = known.map(([form]) => form.split('\n')[0] as SmscId)
    return part.idForm === null ? further : [part.smscId, ...further]
  }

  park(receipt: ReceiptRecord): void {
    const seq = this.next('parked')
    this.receipts.set(seq, { seq, receipt: structuredClone(receipt) })
  }

  repark(parked: ParkedReceiptRecord): void {
    this.receipts.set(parked.seq, structuredClone(parked))
  }

  parkedReceipt(seq: number): ParkedReceiptRecord | undefined {
    return this.receipts.get(seq)
  }

  parked(smscId: SmscId, idForms: readonly string[]): readonly ParkedReceiptRecord[] {
    const isMeant = ({ receipt }: ParkedReceiptRecord): boolean =>
      receipt.smscId === smscId && receipt.idForms.some((form) => idForms.includes(form))
    return this.parkedReceipts().filter(isMeant)
  }

  /** The oldest first. */
  parkedReceipts(): readonly ParkedReceiptRecord[] {
    return [...this.receipts.values()].sort((a, b) => a.seq - b.seq)
  }

  unpark(seq: number): void {
    this.receipts.delete(seq)
  }

  #tell(seq: number, record: MessageRecord, events: readonly MessageEvent[]): void {
    const { id: messageId, conversationId, smscId } = record
    const place = { seq, conversationId, smscId }
    for (const event of events) this.append({ ...event, messageId, conversationId, smscId }, place)
  }

  #insertParts(parts: readonly PartInsert[]): void {
    for (const { row, content } of parts) {
      this.parts.set(placeInQueue(row), row)
      this.contents.set(placeInQueue(row), structuredClone(content))
    }
  }

  #removePart(part: PartRow): void {
    this.parts.delete(placeInQueue(part))
    this.contents.delete(placeInQueue(part))
  }

  #classOf(part: PartRow): MessageClass | null | undefined {
    return this.messages.get(part.messageSeq)?.record.messageClass
  }

  /** Open parts in the order of the queue. */
  #where(isMeant: (part: PartRow) => boolean): readonly PartRow[] {
    return [...this.parts.values()].filter((part) => !isFinal(part.state) && isMeant(part)).sort(asQueued)
  }

  #withHead(part: PartRow): PartOfMessage {
    return { part, head: headOf(this.messages.get(part.messageSeq) as StoredMessage) }
  }
}

function asQueued(a: PartRow, b: PartRow): number {
  return placeInQueue(a) - placeInQueue(b)
}

export function headOf({ seq, record, smscFixed, optOutExempt }: StoredMessage): MessageHead {
  const { id, smscId, conversationId, from, to, parts, sendAtMs } = record
  const { state, mayBeDuplicate, errorCode, updatedAtMs, finalAtMs } = record
  const expiresAtMs = record.expiresAtMs ?? Number.POSITIVE_INFINITY
  const messageClass = record.messageClass ?? 'transactional'
  return {
    seq,
    id,
    smscId,
    conversationId,
    from,
    to,
    messageClass,
    parts,
    expiresAtMs,
    sendAtMs,
    smscFixed,
    optOutExempt,
    state,
    mayBeDuplicate,
    errorCode,
    updatedAtMs,
    finalAtMs,
  }
}
