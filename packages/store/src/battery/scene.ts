import assert from 'node:assert/strict'
import type { ConnectEvent, ConversationId, MessageId, PartRef, SmscId } from '@smpp-connect/contracts'
import type {
  AcceptBatch,
  ChangeResult,
  InboundRecord,
  InboundResult,
  LeaseRequest,
  NewMessage,
  ReceiptRecord,
  ReceiptResult,
  Store,
  SubmitRecord,
} from '../port.ts'
import type { LeasedPart, MessageRecord, PartRecord, WireFields } from '../records.ts'

/** A store under test. */
export interface Subject {
  readonly store: Store
  /** Closes the store and opens it again on what it kept. */
  reopen(): Promise<Store>
  /** Closes it and removes what it kept. */
  dispose(): Promise<void>
}

/** Time at which every scene begins; `scene.at(5)` is 5 ms later. */
const EPOCH_MS = Date.UTC(2026, 0, 1)
/** How long messages of a scene are valid, unless they say otherwise. */
export const VALIDITY_MS = 3_600_000

/** Shares that leases of a scene ask for. */
export const SHARES = { code: 60, transactional: 30, bulk: 10 }

/**
 * One check's corner of a store: an SMSC, a person and an address of ours that no other check uses, so that checks can
 * share a store. Checks that look at the whole store ask for one of their own.
 */
export class Scene {
  readonly #subject: Subject
  readonly #n: number
  readonly smscId: SmscId
  readonly person: string
  readonly ours: string
  #lastMessage = 0

  constructor(subject: Subject, n: number) {
    this.#subject = subject
    this.#n = n
    this.smscId = `smsc_${n}`
    this.person = `+4477${String(n).padStart(8, '0')}`
    this.ours = `Shop ${n}`
  }

  get store(): Store {
    return this.#subject.store
  }

  reopen(): Promise<Store> {
    return this.#subject.reopen()
  }

  at(ms: number): number {
    return EPOCH_MS + ms
  }

  id(name: string | number): MessageId {
    return `msg_${this.#n}_${name}`
  }

  conversationId(name: string | number = ''): ConversationId {
    return `cnv_${this.#n}_${name}`
  }

  /** A message of as many parts as there are references. */
  message(fields: Partial<NewMessage> & { readonly references?: readonly number[] } = {}): NewMessage {
    this.#lastMessage += 1
    const { references = [this.#lastMessage], ...rest } = fields
    const to = rest.to ?? this.person
    return {
      id: this.id(this.#lastMessage),
      from: this.ours,
      to,
      text: `text ${this.#lastMessage}`,
      encoding: 'gsm7',
      smscId: this.smscId,
      conversationId: this.conversationId(to === this.person ? '' : to),
      reference: null,
      expiresAtMs: this.at(VALIDITY_MS),
      messageClass: 'transactional',
      owner: 'key_1',
      sendAtMs: null,
      smscFixed: false,
      optOutExempt: false,
      wire: wireTo(to, this.ours),
      tlvs: [],
      parts: references.map((userMessageReference, index) => ({
        esmClass: references.length > 1 ? 0x40 : 0,
        shortMessage: Uint8Array.of(this.#lastMessage, index + 1),
        userMessageReference,
        tlvs: [],
      })),
      ...rest,
    }
  }

  /** Stores messages at time 0, or at `atMs`; returns their ids. */
  async accept(
    messages: readonly NewMessage[],
    atMs = this.at(0),
    answer?: AcceptBatch['answer'],
  ): Promise<MessageId[]> {
    const result = await this.store.accept({ messages, atMs, ...(answer && { answer }) })
    assert.equal(result.kind, 'stored')
    return messages.map((message) => message.id)
  }

  /** Stores one message with parts under these references; returns its id. */
  async acceptOne(...references: number[]): Promise<MessageId> {
    const message = this.message(references.length > 0 ? { references } : {})
    await this.accept([message])
    return message.id
  }

  lease(limit = 100, nowMs = this.at(1), fields: Partial<LeaseRequest> = {}): Promise<readonly LeasedPart[]> {
    return this.store.lease({ smscId: this.smscId, limit, nowMs, shares: SHARES, ...fields }).then(({ parts }) => parts)
  }

  /** What the leases said, short: `2.1 attempt 1`. */
  named(leased: readonly LeasedPart[]): readonly string[] {
    return leased.map(({ part, attempt }) => `${part.messageId.split('_')[2]}.${part.number} attempt ${attempt}`)
  }

  submit(part: PartRef, result: SubmitRecord['result'], fields: Partial<SubmitRecord> = {}): Promise<ChangeResult> {
    return this.#one(this.store.recordSubmits([this.submitRecord(part, result, fields)]))
  }

  submitRecord(part: PartRef, result: SubmitRecord['result'], fields: Partial<SubmitRecord> = {}): SubmitRecord {
    return { part, attempt: 1, smscId: this.smscId, atMs: this.at(20), sentAtMs: this.at(10), result, ...fields }
  }

  /** The SMSC took the part under this message id. */
  took(part: PartRef, smscMessageId: string, fields: Partial<SubmitRecord> = {}): Promise<ChangeResult> {
    return this.submit(part, { kind: 'submitted', smscMessageId, idForms: [smscMessageId.toLowerCase()] }, fields)
  }

  receipt(smscMessageId: string, fields: Partial<ReceiptRecord> = {}): ReceiptRecord {
    return {
      smscId: this.smscId,
      atMs: this.at(30),
      smscMessageId,
      idForms: smscMessageId === '' ? [] : [smscMessageId.toLowerCase()],
      otherRadix: { hexadecimalAnswer: null, decimalAnswer: null },
      userMessageReference: null,
      destination: '',
      state: 'delivered',
      stat: 'DELIVRD',
      error: '000',
      ...fields,
    }
  }

  receive(smscMessageId: string, fields: Partial<ReceiptRecord> = {}): Promise<ReceiptResult> {
    return this.#one(this.store.recordReceipts([this.receipt(smscMessageId, fields)]))
  }

  inbound(text: string, fields: Partial<InboundRecord> = {}): InboundRecord {
    this.#lastMessage += 1
    return {
      id: this.id(this.#lastMessage),
      conversationId: this.conversationId(),
      smscId: this.smscId,
      atMs: this.at(40),
      from: this.person,
      to: this.ours,
      encoding: 'gsm7',
      text,
      fingerprint: `print of ${text}`,
      duplicateWithinMs: 0,
      tlvs: [],
      consent: null,
      segment: null,
      ...fields,
    }
  }

  hear(text: string, fields: Partial<InboundRecord> = {}): Promise<InboundResult> {
    return this.#one(this.store.recordInbound([this.inbound(text, fields)]))
  }

  async get(id: MessageId): Promise<MessageRecord> {
    const record = await this.store.message(id)
    assert.ok(record, `there is no message ${id}`)
    return record
  }

  async part(id: MessageId, number = 1): Promise<PartRecord> {
    const found = (await this.store.parts(id)).find((part) => part.number === number)
    assert.ok(found, `there is no part ${number} of ${id}`)
    return found
  }

  /** A message's timeline, short: `message.sending 1 {"attempt":1}`; the number is the part's. */
  async story(id: MessageId): Promise<readonly string[]> {
    return (await this.store.timeline(id)).map(told)
  }

  /** Texts of a page of messages, in its order. */
  async texts(query: Partial<Parameters<Store['messages']>[0]>): Promise<readonly string[]> {
    return (await this.store.messages({ limit: 100, ...query })).items.map((item) => item.text)
  }

  async #one<Result>(results: Promise<readonly Result[]>): Promise<Result> {
    const [only, ...more] = await results
    assert.equal(more.length, 0)
    return only as Result
  }
}

export function wireTo(person: string, ours: string): WireFields {
  return {
    source: { ton: 5, npi: 0, address: ours },
    destination: { ton: 1, npi: 1, address: person.slice(1) },
    serviceType: '',
    protocolId: 0,
    priorityFlag: 0,
    registeredDelivery: 1,
    replaceIfPresent: false,
    dataCoding: 0,
    validity: 'relative',
    scheduleAtMs: null,
  }
}

export function told({ kind, part, detail }: ConnectEvent): string {
  return `${kind}${part === null ? '' : ` ${part}`} ${JSON.stringify(detail)}`
}

export function ref(messageId: MessageId, number = 1): PartRef {
  return { messageId, number }
}

/** Registers a check. `fresh`: it looks at the whole store, so it gets one of its own. */
export type Check = (title: string, run: (scene: Scene) => Promise<void>, options?: { readonly fresh?: true }) => void
