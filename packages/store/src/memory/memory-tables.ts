import type {
  ApiKeyId,
  ConnectEvent,
  ConversationId,
  MessageId,
  PartRef,
  SmscDefinition,
  SmscId,
} from '@smpp-connect/contracts'
import { isFinal } from '@smpp-connect/contracts/states'
import { invariant } from '@smpp-connect/kernel'
import type {
  Counter,
  KeptSegment,
  MessageInsert,
  MessagePlace,
  OpenJoin,
  OpenPartState,
  ParkedReceipt,
  PartOfMessage,
  ReadyPart,
  Tables,
} from '../engine/tables.ts'
import type { NewEvent, NewPart, ReceiptRecord, StoredAnswer, SweepLimits } from '../port.ts'
import type { ApiKeyRecord, MessageRecord, SessionRecord, UserRecord } from '../records.ts'
import type { PartVerdict } from '../rules/message.ts'
import type { ConversationRow, MessageHead, PartRow } from '../rules/rows.ts'
import { UndoableMap, UndoLog } from './undo.ts'

type Join = OpenJoin & { readonly smscId: SmscId; readonly key: string }

/**
 * Rows in Maps. What is not found by its key is found by looking at all: right for tests, not for millions. It is long
 * because `Tables` is; each method is a line or three.
 */
export class MemoryTables implements Tables {
  readonly undo = new UndoLog()
  readonly #counters = new UndoableMap<Counter, number>(this.undo)
  readonly #partCounters = new UndoableMap<string, number>(this.undo)
  readonly #sequences = new UndoableMap<'message' | 'event' | 'parked' | 'join', number>(this.undo)
  readonly #answers = new UndoableMap<string, StoredAnswer>(this.undo)
  readonly #fingerprints = new UndoableMap<string, number>(this.undo)
  readonly #idForms = new UndoableMap<string, ReadonlySet<string>>(this.undo)
  readonly #contents = new UndoableMap<string, NewPart>(this.undo)
  readonly events = new UndoableMap<number, ConnectEvent>(this.undo)
  readonly messages = new UndoableMap<number, MessageInsert>(this.undo)
  readonly messageSeqs = new UndoableMap<MessageId, number>(this.undo)
  readonly parts = new UndoableMap<string, PartRow>(this.undo)
  readonly conversations = new UndoableMap<ConversationId, ConversationRow>(this.undo)
  readonly receipts = new UndoableMap<number, ParkedReceipt>(this.undo)
  readonly openJoins = new UndoableMap<number, Join>(this.undo)
  readonly smscs = new UndoableMap<SmscId, SmscDefinition>(this.undo)
  readonly users = new UndoableMap<string, UserRecord>(this.undo)
  readonly apiKeys = new UndoableMap<ApiKeyId, ApiKeyRecord>(this.undo)
  readonly sessions = new UndoableMap<string, SessionRecord>(this.undo)

  // The log and the figures

  append(event: NewEvent, _messageSeq: number | null): void {
    const seq = this.#next('event')
    this.events.set(seq, { ...event, seq, detail: { ...event.detail } })
  }

  lastSeq(sequence: 'message' | 'event'): number {
    return this.#sequences.get(sequence) ?? 0
  }

  count(counter: Counter, by: number): void {
    this.#counters.set(counter, this.counter(counter) + by)
  }

  counter(counter: Counter): number {
    return this.#counters.get(counter) ?? 0
  }

  countParts(smscId: SmscId, state: OpenPartState, by: number): void {
    this.#partCounters.set(`${smscId} ${state}`, this.openParts(smscId, state) + by)
  }

  openParts(smscId: SmscId, state: OpenPartState): number {
    return this.#partCounters.get(`${smscId} ${state}`) ?? 0
  }

  hasOpenParts(smscId: SmscId): boolean {
    return [...this.#partCounters.entries()].some(([key, count]) => key.startsWith(`${smscId} `) && count > 0)
  }

  answer(scope: string, key: string): StoredAnswer | undefined {
    return this.#answers.get(`${scope}\n${key}`)
  }

  putAnswer(scope: string, key: string, answer: StoredAnswer): void {
    this.#answers.set(`${scope}\n${key}`, { ...answer })
  }

  // Messages and parts

  nextMessageSeq(): number {
    return this.lastSeq('message') + 1
  }

  insertMessage(message: MessageInsert): void {
    const { id } = message.record
    invariant(!this.messageSeqs.has(id), `message ${id} is stored already`)
    this.#sequences.set('message', message.seq)
    this.messageSeqs.set(id, message.seq)
    this.messages.set(message.seq, message)
  }

  insertPart(part: PartRow, content: NewPart): void {
    this.parts.set(partKey(part), part)
    this.#contents.set(partKey(part), { ...content, shortMessage: content.shortMessage.slice() })
  }

  placeOf(id: MessageId): MessagePlace | undefined {
    const message = this.messages.get(this.messageSeqs.get(id) ?? 0)
    if (!message) return undefined
    const { conversationId, smscId } = message.record
    return { seq: message.seq, conversationId, smscId }
  }

  find(ref: PartRef): PartOfMessage | undefined {
    const messageSeq = this.messageSeqs.get(ref.messageId)
    const part = messageSeq && this.parts.get(partKey({ messageSeq, number: ref.number }))
    return part ? this.#withHead(part) : undefined
  }

  verdicts(messageSeq: number): readonly PartVerdict[] {
    return this.partsOf(messageSeq)
  }

  /** In the order of their numbers. */
  partsOf(messageSeq: number): readonly PartRow[] {
    const count = this.messages.get(messageSeq)?.record.parts ?? 0
    const rows = Array.from({ length: count }, (_, index) => this.parts.get(partKey({ messageSeq, number: index + 1 })))
    return rows.filter((part) => part !== undefined)
  }

  updatePart(part: PartRow): void {
    this.parts.set(partKey(part), part)
  }

  updateHead(head: MessageHead): void {
    const message = this.messages.get(head.seq)
    invariant(message !== undefined, `there is no message ${head.id}`)
    const { state, mayBeDuplicate, errorCode, updatedAtMs, finalAtMs } = head
    const record = { ...message.record, state, mayBeDuplicate, errorCode, updatedAtMs, finalAtMs }
    this.messages.set(head.seq, { ...message, record })
  }

  promoteDue(smscId: SmscId, nowMs: number): void {
    for (const part of this.queued(smscId)) {
      if (part.dueAtMs > 0 && part.dueAtMs <= nowMs) this.updatePart({ ...part, dueAtMs: 0 })
    }
  }

  queued(smscId: SmscId): readonly PartRow[] {
    return this.#where((part) => part.state === 'queued' && part.smscId === smscId)
  }

  ready(smscId: SmscId, limit: number): readonly ReadyPart[] {
    const due = this.queued(smscId).filter((part) => part.dueAtMs === 0)
    return due.slice(0, limit).map((part) => {
      const { wire } = this.messages.get(part.messageSeq) as MessageInsert
      const content = this.#contents.get(partKey(part))
      invariant(wire !== null && content !== undefined, `part ${partKey(part)} has no content`)
      const { esmClass, shortMessage } = content
      return { ...this.#withHead(part), ...wire, esmClass, shortMessage: shortMessage.slice() }
    })
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

  uncertain(smscId: SmscId, beforeMs: number, limit: number): readonly PartOfMessage[] {
    const since = (part: PartRow): number => part.uncertainSinceMs ?? 0
    const parts = this.#where((part) => part.state === 'uncertain' && part.smscId === smscId && since(part) < beforeMs)
    const oldestFirst = parts.toSorted((a, b) => since(a) - since(b))
    return oldestFirst.slice(0, Math.max(0, limit)).map((part) => this.#withHead(part))
  }

  byReference(smscId: SmscId, userMessageReference: number): readonly PartOfMessage[] {
    const states: readonly string[] = ['sending', 'uncertain', 'held']
    return this.#where(
      (part) =>
        part.smscId === smscId && part.userMessageReference === userMessageReference && states.includes(part.state),
    ).map((part) => this.#withHead(part))
  }

  byIdForms(smscId: SmscId, idForms: readonly string[]): readonly PartOfMessage[] {
    const keys = new Set(idForms.flatMap((form) => [...(this.#idForms.get(`${smscId}\n${form}`) ?? [])]))
    const parts = [...keys].map((key) => this.parts.get(key) as PartRow)
    return parts.sort(asQueued).map((part) => this.#withHead(part))
  }

  addIdForms(part: PartRow, idForms: readonly string[]): void {
    for (const form of idForms) {
      const key = `${part.smscId}\n${form}`
      this.#idForms.set(key, new Set([...(this.#idForms.get(key) ?? []), partKey(part)]))
    }
  }

  park(receipt: ReceiptRecord): void {
    const seq = this.#next('parked')
    this.receipts.set(seq, { seq, receipt: structuredClone(receipt) })
  }

  parked(smscId: SmscId, idForms: readonly string[]): readonly ParkedReceipt[] {
    const isMeant = ({ receipt }: ParkedReceipt): boolean =>
      receipt.smscId === smscId && receipt.idForms.some((form) => idForms.includes(form))
    return [...this.receipts.values()].filter(isMeant).sort((a, b) => a.seq - b.seq)
  }

  unpark(seq: number): void {
    this.receipts.delete(seq)
  }

  // Conversations and what people write

  conversation(id: ConversationId): ConversationRow | undefined {
    return this.conversations.get(id)
  }

  conversationOf(person: string, ours: string): ConversationRow | undefined {
    return [...this.conversations.values()].find((row) => row.person === person && row.ours === ours)
  }

  insertConversation(row: ConversationRow): void {
    this.conversations.set(row.id, row)
  }

  updateConversation(row: ConversationRow): void {
    this.conversations.set(row.id, row)
  }

  fingerprintAtMs(smscId: SmscId, fingerprint: string): number | undefined {
    return this.#fingerprints.get(`${smscId}\n${fingerprint}`)
  }

  putFingerprint(smscId: SmscId, fingerprint: string, atMs: number): void {
    this.#fingerprints.set(`${smscId}\n${fingerprint}`, atMs)
  }

  joins(smscId: SmscId, key: string): readonly OpenJoin[] {
    const found = [...this.openJoins.values()].filter((join) => join.smscId === smscId && join.key === key)
    return found.sort((a, b) => b.seq - a.seq)
  }

  insertJoin(key: string, total: number, segment: KeptSegment): void {
    const seq = this.#next('join')
    const { smscId, atMs: firstAtMs } = segment.record
    this.openJoins.set(seq, { seq, smscId, key, total, firstAtMs, segments: [segment] })
  }

  addSegment(joinSeq: number, segment: KeptSegment): void {
    const join = this.openJoins.get(joinSeq)
    invariant(join !== undefined, `there is no join ${joinSeq}`)
    const segments = [...join.segments, segment].sort((a, b) => a.number - b.number)
    this.openJoins.set(joinSeq, { ...join, segments })
  }

  removeJoin(joinSeq: number): void {
    this.openJoins.delete(joinSeq)
  }

  joinsBefore(beforeMs: number): readonly OpenJoin[] {
    const found = [...this.openJoins.values()].filter((join) => join.firstAtMs < beforeMs)
    return found.sort((a, b) => a.firstAtMs - b.firstAtMs || a.seq - b.seq)
  }

  // SMSC definitions and access

  smsc(id: SmscId): SmscDefinition | undefined {
    return this.smscs.get(id)
  }

  putSmsc(definition: SmscDefinition): void {
    this.smscs.set(definition.id, { ...definition })
  }

  removeSmsc(id: SmscId): void {
    this.smscs.delete(id)
  }

  hasUsers(): boolean {
    return this.users.size > 0
  }

  userNamed(name: string): UserRecord | undefined {
    return this.users.get(name)
  }

  insertUser(user: UserRecord): void {
    const isTaken = [...this.users.values()].some((other) => other.id === user.id || other.name === user.name)
    invariant(!isTaken, `user ${user.id} is stored already`)
    this.users.set(user.name, { ...user })
  }

  updatePassword(name: string, passwordHash: string): boolean {
    const user = this.users.get(name)
    if (user) this.users.set(name, { ...user, passwordHash })
    return user !== undefined
  }

  insertApiKey(key: ApiKeyRecord): void {
    invariant(!this.apiKeys.has(key.id), `API key ${key.id} is stored already`)
    this.apiKeys.set(key.id, { ...key })
  }

  removeApiKey(id: ApiKeyId): boolean {
    return this.apiKeys.delete(id)
  }

  touchApiKey(id: ApiKeyId, atMs: number): void {
    const key = this.apiKeys.get(id)
    if (key) this.apiKeys.set(id, { ...key, lastUsedAtMs: atMs })
  }

  insertSession(session: SessionRecord): void {
    const others = [...this.sessions.values()]
    const isTaken = others.some((other) => other.id === session.id || other.tokenHash === session.tokenHash)
    invariant(!isTaken, `session ${session.id} is stored already`)
    invariant(this.userOf(session) !== undefined, `there is no user ${session.userId}`)
    this.sessions.set(session.tokenHash, { ...session })
  }

  userOf(session: SessionRecord): UserRecord | undefined {
    return [...this.users.values()].find((user) => user.id === session.userId)
  }

  removeSession(tokenHash: string): void {
    this.sessions.delete(tokenHash)
  }

  sweep(before: SweepLimits): number {
    for (const [key, answer] of [...this.#answers.entries()]) {
      if (answer.atMs < before.answersBeforeMs) this.#answers.delete(key)
    }
    for (const [key, session] of [...this.sessions.entries()]) {
      if (session.expiresAtMs < before.sessionsBeforeMs) this.sessions.delete(key)
    }
    for (const [key, atMs] of [...this.#fingerprints.entries()]) {
      if (atMs < before.fingerprintsBeforeMs) this.#fingerprints.delete(key)
    }
    const old = [...this.receipts.values()].filter(({ receipt }) => receipt.atMs < before.parkedReceiptsBeforeMs)
    for (const { seq } of old) this.receipts.delete(seq)
    return old.length
  }

  #next(sequence: 'message' | 'event' | 'parked' | 'join'): number {
    const seq = (this.#sequences.get(sequence) ?? 0) + 1
    this.#sequences.set(sequence, seq)
    return seq
  }

  /** Open parts in the order of the queue. */
  #where(isMeant: (part: PartRow) => boolean): readonly PartRow[] {
    return [...this.parts.values()].filter((part) => !isFinal(part.state) && isMeant(part)).sort(asQueued)
  }

  #withHead(part: PartRow): PartOfMessage {
    const { seq, record } = this.messages.get(part.messageSeq) as MessageInsert
    return { part, head: headOf(seq, record) }
  }
}

function partKey(part: Pick<PartRow, 'messageSeq' | 'number'>): string {
  return `${part.messageSeq}/${part.number}`
}

function asQueued(a: PartRow, b: PartRow): number {
  return a.messageSeq - b.messageSeq || a.number - b.number
}

function headOf(seq: number, record: MessageRecord): MessageHead {
  const { id, smscId, conversationId, to, parts, state, mayBeDuplicate, errorCode, updatedAtMs, finalAtMs } = record
  const expiresAtMs = record.expiresAtMs ?? Number.POSITIVE_INFINITY
  return {
    seq,
    id,
    smscId,
    conversationId,
    to,
    parts,
    expiresAtMs,
    state,
    mayBeDuplicate,
    errorCode,
    updatedAtMs,
    finalAtMs,
  }
}
