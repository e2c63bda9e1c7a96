import type { ApiKeyId, ConversationId, SmscDefinition, SmscId } from '@smpp-connect/contracts'
import { invariant } from '@smpp-connect/kernel'
import type { KeptSegment, OpenJoin, Tables, Touch } from '../engine/tables.ts'
import { type DocumentName, SMSC_HISTORY_KEPT, type SweepLimits } from '../port.ts'
import type {
  ApiKeyRecord,
  DocumentRecord,
  OptOutRecord,
  SessionRecord,
  SmscHistoryRecord,
  UserRecord,
} from '../records.ts'
import { beginning } from '../rules/beginning.ts'
import type { ConversationRow } from '../rules/rows.ts'
import { MemoryMessages } from './message-tables.ts'
import type { OwnOfConversation, StoredMessage } from './rows.ts'
import type { UndoableMap } from './undo.ts'

/** All tables, in Maps. It is long because `Tables` is; each method is a line or three. */
export class MemoryTables extends MemoryMessages implements Tables {
  // Conversations, consent, and what people write

  conversation(id: ConversationId): ConversationRow | undefined {
    const own = this.conversations.get(id)
    const messages = this.messagesOf(id)
    const newest = messages.at(-1)
    if (!own || !newest) return undefined
    const { smscId, direction: lastDirection, createdAtMs: lastAtMs, text } = newest.record
    const last = { smscId, lastDirection, lastAtMs, lastText: beginning(text), lastSeq: newest.seq }
    return { ...own, ...last, messageCount: messages.length }
  }

  /** In their order. */
  messagesOf(id: ConversationId): readonly StoredMessage[] {
    return [...this.messages.values()]
      .filter(({ record }) => record.conversationId === id)
      .sort((a, b) => a.seq - b.seq)
  }

  conversationOf(person: string, ours: string): ConversationRow | undefined {
    const own = this.#conversationOf(person, ours)
    return own && this.conversation(own.id)
  }

  touchConversation({ id, person, ours, isInbound }: Touch): ConversationId {
    const own = this.#conversationOf(person, ours) ?? this.conversations.get(id)
    const before = own ?? { id, person, ours, unread: 0 }
    if (!own || isInbound) this.conversations.set(before.id, { ...before, unread: before.unread + (isInbound ? 1 : 0) })
    return before.id
  }

  unread(id: ConversationId): number | undefined {
    return this.conversations.get(id)?.unread
  }

  putUnread(id: ConversationId, unread: number): void {
    this.conversations.set(id, { ...(this.conversations.get(id) as OwnOfConversation), unread })
  }

  messagesLeft(id: ConversationId, most: number): number {
    return Math.min(most, this.messagesOf(id).length)
  }

  removeConversation(id: ConversationId): void {
    this.conversations.delete(id)
    for (const [key] of [...this.holdBacks.entries()]) if (key.startsWith(`${id} `)) this.holdBacks.delete(key)
  }

  isOptedOut(person: string, ours: string): boolean {
    return this.optOuts.has(optOutKey(person, ours)) || this.optOuts.has(optOutKey(person, null))
  }

  optOut(person: string, ours: string | null): OptOutRecord | undefined {
    return this.optOuts.get(optOutKey(person, ours))
  }

  insertOptOut(optOut: OptOutRecord): void {
    this.optOuts.set(optOutKey(optOut.person, optOut.ours), { ...optOut, seq: this.next('opt-out') })
  }

  removeOptOuts(person: string, ours: string | null): number {
    const isMeant = (one: OptOutRecord): boolean =>
      one.person === person && (ours === null || optOutKey(person, one.ours) === optOutKey(person, ours))
    const found = [...this.optOuts.values()].filter(isMeant)
    for (const one of found) this.optOuts.delete(optOutKey(one.person, one.ours))
    return found.length
  }

  fingerprintAtMs(smscId: SmscId, fingerprint: string): number | undefined {
    return this.fingerprints.get(`${smscId}\n${fingerprint}`)
  }

  putFingerprint(smscId: SmscId, fingerprint: string, atMs: number): void {
    this.fingerprints.set(`${smscId}\n${fingerprint}`, atMs)
  }

  joins(smscId: SmscId, key: string): readonly OpenJoin[] {
    const found = [...this.openJoins.values()].filter((join) => join.smscId === smscId && join.key === key)
    return found.sort((a, b) => b.seq - a.seq)
  }

  insertJoin(key: string, total: number, segment: KeptSegment): void {
    const seq = this.next('join')
    const { smscId, atMs: firstAtMs } = segment.record
    this.openJoins.set(seq, { seq, smscId, key, total, firstAtMs, segments: [structuredClone(segment)] })
  }

  addSegment(joinSeq: number, segment: KeptSegment): void {
    const join = this.openJoins.get(joinSeq)
    invariant(join !== undefined, `there is no join ${joinSeq}`)
    const segments = [...join.segments, structuredClone(segment)].sort((a, b) => a.number - b.number)
    this.openJoins.set(joinSeq, { ...join, segments })
  }

  removeJoin(joinSeq: number): void {
    this.openJoins.delete(joinSeq)
  }

  joinsBefore(beforeMs: number): readonly OpenJoin[] {
    const found = [...this.openJoins.values()].filter((join) => join.firstAtMs < beforeMs)
    return found.sort((a, b) => a.firstAtMs - b.firstAtMs || a.seq - b.seq)
  }

  // SMSC definitions, documents and access

  smsc(id: SmscId): SmscDefinition | undefined {
    return this.smscs.get(id)
  }

  putSmsc(definition: SmscDefinition): void {
    this.smscs.set(definition.id, structuredClone(definition))
  }

  removeSmsc(id: SmscId): void {
    this.smscs.delete(id)
  }

  noteSmsc(id: SmscId, version: Omit<SmscHistoryRecord, 'seq'>): void {
    const record = { ...structuredClone(version), seq: this.next('smsc-history') }
    this.smscHistories.set(id, [record, ...this.smscHistory(id)].slice(0, SMSC_HISTORY_KEPT))
  }

  lastSmscVersion(id: SmscId): number {
    return this.smscHistory(id)[0]?.version ?? 0
  }

  /** Newest first. */
  smscHistory(id: SmscId): readonly SmscHistoryRecord[] {
    return this.smscHistories.get(id) ?? []
  }

  document(name: DocumentName): DocumentRecord | undefined {
    return this.documents.get(name)
  }

  putDocument(name: DocumentName, document: DocumentRecord): void {
    this.documents.set(name, structuredClone(document))
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

  touch(): void {}

  sweep(before: SweepLimits, limit: number): { readonly removed: number; readonly receipts: number } {
    const sweepMap = <Key, Value>(map: UndoableMap<Key, Value>, isOld: (value: Value) => boolean): number => {
      const old = [...map.entries()].filter(([, value]) => isOld(value)).slice(0, limit)
      for (const [key] of old) map.delete(key)
      return old.length
    }
    const answers = sweepMap(this.answers, ({ atMs }) => atMs < before.answersBeforeMs)
    const sessions = sweepMap(this.sessions, ({ expiresAtMs }) => expiresAtMs < before.sessionsBeforeMs)
    const fingerprints = sweepMap(this.fingerprints, (atMs) => atMs < before.fingerprintsBeforeMs)
    const receipts = sweepMap(this.receipts, ({ receipt }) => receipt.atMs < before.parkedReceiptsBeforeMs)
    return { removed: answers + sessions + fingerprints + receipts, receipts }
  }

  #conversationOf(person: string, ours: string): OwnOfConversation | undefined {
    return [...this.conversations.values()].find((own) => own.person === person && own.ours === ours)
  }
}

/** Names are one whatever their case, as in conversations. */
function optOutKey(person: string, ours: string | null): string {
  return `${person}\n${ours?.toLowerCase() ?? ''}`
}
