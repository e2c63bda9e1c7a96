import type {
  ApiKeyId,
  ConnectEvent,
  ConversationId,
  MessageClass,
  MessageId,
  MessageState,
  PartRef,
  SmscDefinition,
  SmscId,
} from '@smpp-connect/contracts'
import { type OperationArguments, type OperationName, type OperationResult, operations } from '../engine/operations.ts'
import { type EventListener, Listeners } from '../listeners.ts'
import * as port from '../port.ts'
import type {
  ApiKeyRecord,
  ConversationRecord,
  CountsRecord,
  DocumentRecord,
  MessageRecord,
  OptOutRecord,
  PartRecord,
  QueueRecord,
  SessionRecord,
  SmscHistoryRecord,
  UserRecord,
} from '../records.ts'
import { queryWaiting, readLoad } from './deletion.ts'
import { MemoryTables } from './memory-tables.ts'
import {
  conversationRecord,
  partRecord,
  queryConversations,
  queryMessages,
  queryOptOuts,
  queryReroutable,
  readCounts,
  readQueues,
} from './queries.ts'
import { verify } from './verify.ts'

/**
 * A store that forgets with the process: for tests, and for trying things out. Exact in everything else, and it keeps
 * what it has over `close` and `open`, so that a restart can be played.
 */
export class MemoryStore implements port.Store {
  readonly kind = 'memory'
  readonly #tables = new MemoryTables()
  readonly #listeners = new Listeners()
  #isOpen = false

  async open(): Promise<void> {
    this.#tables.forget()
    this.#isOpen = true
  }

  async close(): Promise<void> {
    this.#isOpen = false
  }

  onEvents(listener: EventListener): () => void {
    return this.#listeners.add(listener)
  }

  writeAheadLog(): null {
    return null
  }

  async accept(batch: port.AcceptBatch): Promise<port.AcceptResult> {
    return this.#write('accept', batch)
  }

  async keepAnswer(answer: port.KeyedAnswer): Promise<port.StoredAnswer | undefined> {
    return this.#write('keepAnswer', answer)
  }

  async settleAnswer(scope: string, key: string, answer: port.StoredAnswer | null): Promise<void> {
    this.#write('settleAnswer', scope, key, answer)
  }

  async storedAnswer(scope: string, key: string): Promise<port.StoredAnswer | undefined> {
    return this.#read().answer(scope, key)
  }

  async lease(request: port.LeaseRequest): Promise<port.Lease> {
    return this.#write('lease', request)
  }

  async recordSubmits(batch: readonly port.SubmitRecord[]): Promise<readonly port.ChangeResult[]> {
    return this.#write('recordSubmits', batch)
  }

  async markUncertain(request: Parameters<port.Store['markUncertain']>[0]): Promise<number> {
    return this.#write('markUncertain', request)
  }

  async uncertain(
    smscId: SmscId,
    messageClass: MessageClass,
    beforeMs: number,
    limit: number,
  ): Promise<readonly PartRef[]> {
    const found = this.#read().uncertain(smscId, messageClass, beforeMs, limit)
    return found.map(({ messageId, number }) => ({ messageId, number }))
  }

  async resolve(batch: readonly port.ResolveRequest[]): Promise<readonly port.ChangeResult[]> {
    return this.#write('resolve', batch)
  }

  async rewrite(batch: readonly port.RewriteRequest[]): Promise<readonly boolean[]> {
    return this.#write('rewrite', batch)
  }

  async retext(id: MessageId, text: string, atMs: number): Promise<boolean> {
    return this.#write('retext', id, text, atMs)
  }

  async reroutable(smscId: SmscId, afterSeq: number, limit: number): Promise<readonly port.RerouteCandidate[]> {
    return queryReroutable(this.#read(), smscId, afterSeq, limit)
  }

  async expire(nowMs: number, limit: number): Promise<number> {
    return this.#write('expire', nowMs, limit)
  }

  async recordReceipts(batch: readonly port.ReceiptRecord[]): Promise<readonly port.ReceiptResult[]> {
    return this.#write('recordReceipts', batch)
  }

  async parkedReceipts(
    smscId: SmscId | undefined,
    afterSeq: number,
    limit: number,
  ): Promise<readonly port.ParkedReceiptRecord[]> {
    const isMeant = ({ seq, receipt }: port.ParkedReceiptRecord): boolean =>
      seq > afterSeq && (smscId === undefined || receipt.smscId === smscId)
    return this.#read().parkedReceipts().filter(isMeant).slice(0, Math.max(0, limit))
  }

  async retryParked(...args: OperationArguments<'retryParked'>): Promise<OperationResult<'retryParked'>> {
    return this.#write('retryParked', ...args)
  }

  async recordInbound(batch: readonly port.InboundRecord[]): Promise<readonly port.InboundResult[]> {
    return this.#write('recordInbound', batch)
  }

  async yieldIncomplete(beforeMs: number, joinAs: port.JoinIncomplete): Promise<number> {
    return this.#write('yieldIncomplete', beforeMs, joinAs)
  }

  async changeConsent(batch: readonly port.ConsentChange[]): Promise<readonly { readonly changed: boolean }[]> {
    return this.#write('changeConsent', batch)
  }

  async optedOut(pairs: readonly { readonly person: string; readonly ours: string }[]): Promise<readonly boolean[]> {
    const tables = this.#read()
    return pairs.map(({ person, ours }) => tables.isOptedOut(person, ours))
  }

  async optOuts(query: port.OptOutFilter): Promise<port.Page<OptOutRecord>> {
    return queryOptOuts(this.#read(), query)
  }

  async message(id: MessageId): Promise<MessageRecord | undefined> {
    const tables = this.#read()
    const seq = tables.messageSeqs.get(id)
    return seq === undefined ? undefined : tables.messages.get(seq)?.record
  }

  async messageStates(ids: readonly MessageId[]): Promise<readonly (MessageState | null)[]> {
    const tables = this.#read()
    return ids.map((id) => tables.messages.get(tables.messageSeqs.get(id) ?? 0)?.record.state ?? null)
  }

  async parts(id: MessageId): Promise<readonly PartRecord[]> {
    const tables = this.#read()
    return tables.partsOf(tables.messageSeqs.get(id) ?? 0).map(partRecord)
  }

  async timeline(id: MessageId): Promise<readonly ConnectEvent[]> {
    const tables = this.#read()
    return tables.histories.get(tables.messageSeqs.get(id) ?? 0) ?? []
  }

  async messages(query: port.MessageFilter): Promise<port.Page<MessageRecord>> {
    return queryMessages(this.#read(), query)
  }

  async conversation(id: ConversationId): Promise<ConversationRecord | undefined> {
    const row = this.#read().conversation(id)
    return row && conversationRecord(row)
  }

  async conversations(query: port.ConversationFilter): Promise<port.Page<ConversationRecord>> {
    return queryConversations(this.#read(), query)
  }

  async markRead(id: ConversationId, atMs: number): Promise<boolean> {
    return this.#write('markRead', id, atMs)
  }

  async counts(): Promise<CountsRecord> {
    return readCounts(this.#read())
  }

  async queues(): Promise<readonly QueueRecord[]> {
    return readQueues(this.#read())
  }

  async events(afterSeq: number, limit: number): Promise<readonly ConnectEvent[]> {
    return this.#read().log(afterSeq, limit)
  }

  async lastEventSeq(): Promise<number> {
    return this.#read().lastSeq('event')
  }

  async appendEvents(batch: readonly port.NewEvent[]): Promise<void> {
    this.#write('appendEvents', batch)
  }

  async smscs(): Promise<readonly SmscDefinition[]> {
    return [...this.#read().smscs.values()]
  }

  async putSmsc(...args: OperationArguments<'putSmsc'>): Promise<'stored' | 'conflict'> {
    return this.#write('putSmsc', ...args)
  }

  async putSmscWithRouting(request: port.SmscWithRouting): Promise<'stored' | 'conflict'> {
    return this.#write('putSmscWithRouting', request)
  }

  async smscLoad(id: SmscId, nowMs: number): Promise<port.SmscLoad> {
    return readLoad(this.#read(), id, nowMs)
  }

  async waitingAt(smscId: SmscId, afterSeq: number, limit: number): Promise<readonly port.WaitingMessage[]> {
    return queryWaiting(this.#read(), smscId, afterSeq, limit)
  }

  async deleteSmsc(...args: OperationArguments<'deleteSmsc'>): Promise<'deleted' | 'in-use' | 'unknown'> {
    return this.#write('deleteSmsc', ...args)
  }

  async smscHistory(id: SmscId, beforeSeq: number | null, limit: number): Promise<readonly SmscHistoryRecord[]> {
    const history = this.#read().smscHistory(id)
    return history.filter(({ seq }) => beforeSeq === null || seq < beforeSeq).slice(0, Math.max(0, limit))
  }

  async document(name: port.DocumentName): Promise<DocumentRecord> {
    return this.#read().document(name) ?? NO_DOCUMENT
  }

  async putDocument(...args: OperationArguments<'putDocument'>): ReturnType<port.Store['putDocument']> {
    return this.#write('putDocument', ...args)
  }

  async removeOld(beforeMs: number, limit: number): Promise<number> {
    return this.#write('removeOld', beforeMs, limit)
  }

  async verify(request: port.VerifyRequest): Promise<port.VerifyResult> {
    return verify(this.#read(), request)
  }

  async users(): Promise<readonly UserRecord[]> {
    return [...this.#read().users.values()]
  }

  async addUser(user: UserRecord, rule: 'first' | 'any'): Promise<'stored' | 'taken'> {
    return this.#write('addUser', user, rule)
  }

  async setPassword(name: string, passwordHash: string): Promise<boolean> {
    return this.#write('setPassword', name, passwordHash)
  }

  async apiKeys(): Promise<readonly ApiKeyRecord[]> {
    return [...this.#read().apiKeys.values()]
  }

  async addApiKey(key: ApiKeyRecord): Promise<void> {
    this.#write('addApiKey', key)
  }

  async removeApiKey(id: ApiKeyId): Promise<boolean> {
    return this.#write('removeApiKey', id)
  }

  async touchApiKey(id: ApiKeyId, atMs: number): Promise<void> {
    this.#write('touchApiKey', id, atMs)
  }

  async addSession(session: SessionRecord): Promise<void> {
    this.#write('addSession', session)
  }

  async session(
    tokenHash: string,
    nowMs: number,
  ): Promise<(SessionRecord & { readonly userName: string }) | undefined> {
    const tables = this.#read()
    const session = tables.sessions.get(tokenHash)
    const user = session && tables.userOf(session)
    return user && session.expiresAtMs > nowMs ? { ...session, userName: user.name } : undefined
  }

  async removeSession(tokenHash: string): Promise<void> {
    this.#write('removeSession', tokenHash)
  }

  async sweep(before: port.SweepLimits): Promise<void> {
    while (this.#write('sweep', before));
  }

  async probe(): Promise<void> {
    this.#write('probe')
  }

  #read(): MemoryTables {
    if (!this.#isOpen) throw new port.StoreUnavailable('it is not open')
    return this.#tables
  }

  #write<Name extends OperationName>(name: Name, ...args: OperationArguments<Name>): OperationResult<Name> {
    const tables = this.#read()
    const before = tables.lastSeq('event')
    const run = operations[name] as (...all: readonly unknown[]) => OperationResult<Name>
    const result = tables.undo.run(() => run(tables, ...args))
    const events: ConnectEvent[] = []
    for (let seq = before + 1; seq <= tables.lastSeq('event'); seq++) {
      events.push(tables.events.get(seq) as ConnectEvent)
    }
    this.#listeners.tell(() => events)
    return result
  }
}

const NO_DOCUMENT: DocumentRecord = { version: 0, value: null, updatedAtMs: null }
