import {
  type ApiKeyId,
  type ConnectEvent,
  type ConversationId,
  type MessageClass,
  type MessageId,
  type MessageState,
  type PartRef,
  type SmscDefinition,
  type SmscId,
  upgradeSmsc,
} from '@smpp-connect/contracts'
import type { OperationArguments, OperationName, OperationResult } from '../engine/operations.ts'
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
import type { QueryName } from './reading/queries.ts'
import { type Crossing, Thread } from './thread.ts'

export interface SqliteSettings {
  /** Where the data is kept; made when it is not there. One process at a time. */
  readonly directory: string
  /** Most octets that the database may take, after which it counts as a full disk; left out, what the disk has. */
  readonly maxOctets?: number | undefined
  /** For tests: after how many new conversations a round begins in which they go into the index of ids. */
  readonly indexEvery?: number | undefined
}

/**
 * A store on one machine's disk. SQLite runs in threads of its own, one that writes and one that reads, so that the event
 * loop never waits for the disk; searches, which may take long, and `verify` have one each, from their first question on. What is asked for while a transaction is being committed is done in the next one together:
 * many operations, one fsync. Open it before anything else; `close` lets what was asked for end.
 */
export class SqliteStore implements port.Store {
  readonly kind = 'sqlite'
  readonly #settings: SqliteSettings
  readonly #listeners = new Listeners()
  /** How many there are, for the thread that writes. */
  readonly #listenerCount = new Int32Array(new SharedArrayBuffer(4))
  readonly #aside = new Map<'search' | 'verify', Promise<Thread>>()
  #log: port.WriteAheadLog | null = null
  #threads: { readonly writer: Thread; readonly reader: Thread } | undefined

  constructor(settings: SqliteSettings) {
    this.#settings = settings
  }

  async open(): Promise<void> {
    if (this.#threads) throw new port.StoreUnavailable('it is open already')
    const { directory } = this.#settings
    // Both start at once, for most of the time goes into loading code; the reader opens the data when it is asked.
    const [writer, reader] = await Promise.allSettled([
      Thread.start(
        { role: 'writer', ...this.#settings, listeners: this.#listenerCount },
        {
          events: (events) => this.#listeners.tell(events),
          log: (log) => {
            this.#log = log
          },
        },
      ),
      Thread.start({ role: 'reader', directory }),
    ])
    if (writer.status === 'fulfilled' && reader.status === 'fulfilled') {
      this.#threads = { writer: writer.value, reader: reader.value }
      return
    }
    for (const started of [reader, writer]) if (started.status === 'fulfilled') await started.value.close()
    throw (writer.status === 'rejected' ? writer : (reader as PromiseRejectedResult)).reason
  }

  async close(): Promise<void> {
    const threads = this.#threads
    this.#threads = undefined
    await this.#endAside('search')
    await this.#endAside('verify')
    await threads?.reader.close()
    await threads?.writer.close()
    this.#log = null
  }

  onEvents(listener: EventListener): () => void {
    const remove = this.#listeners.add(listener)
    Atomics.store(this.#listenerCount, 0, this.#listeners.size)
    return () => {
      remove()
      Atomics.store(this.#listenerCount, 0, this.#listeners.size)
    }
  }

  writeAheadLog(): port.WriteAheadLog | null {
    return this.#log
  }

  // These four are asked for by requests of HTTP, which come one by one and many in a turn.

  accept(batch: port.AcceptBatch): Promise<port.AcceptResult> {
    return this.#call('writer', 'accept', [batch], 'after-turn')
  }

  storedAnswer(scope: string, key: string): Promise<port.StoredAnswer | undefined> {
    return this.#call('reader', 'storedAnswer', [scope, key], 'after-turn')
  }

  keepAnswer(answer: port.KeyedAnswer): Promise<port.StoredAnswer | undefined> {
    return this.#call('writer', 'keepAnswer', [answer], 'after-turn')
  }

  settleAnswer(scope: string, key: string, answer: port.StoredAnswer | null): Promise<void> {
    return this.#call('writer', 'settleAnswer', [scope, key, answer], 'after-turn')
  }

  lease(request: port.LeaseRequest): Promise<port.Lease> {
    return this.#write('lease', request)
  }

  recordSubmits(batch: readonly port.SubmitRecord[]): Promise<readonly port.ChangeResult[]> {
    return this.#write('recordSubmits', batch)
  }

  markUncertain(request: Parameters<port.Store['markUncertain']>[0]): Promise<number> {
    return this.#write('markUncertain', request)
  }

  uncertain(smscId: SmscId, messageClass: MessageClass, beforeMs: number, limit: number): Promise<readonly PartRef[]> {
    return this.#read('uncertain', smscId, messageClass, beforeMs, limit)
  }

  resolve(batch: readonly port.ResolveRequest[]): Promise<readonly port.ChangeResult[]> {
    return this.#write('resolve', batch)
  }

  rewrite(batch: readonly port.RewriteRequest[]): Promise<readonly boolean[]> {
    return this.#write('rewrite', batch)
  }

  retext(id: MessageId, text: string, atMs: number): Promise<boolean> {
    return this.#write('retext', id, text, atMs)
  }

  reroutable(smscId: SmscId, afterSeq: number, limit: number): Promise<readonly port.RerouteCandidate[]> {
    return this.#read('reroutable', smscId, afterSeq, limit)
  }

  expire(nowMs: number, limit: number): Promise<number> {
    return this.#write('expire', nowMs, limit)
  }

  recordReceipts(batch: readonly port.ReceiptRecord[]): Promise<readonly port.ReceiptResult[]> {
    return this.#write('recordReceipts', batch)
  }

  parkedReceipts(
    smscId: SmscId | undefined,
    afterSeq: number,
    limit: number,
  ): Promise<readonly port.ParkedReceiptRecord[]> {
    return this.#read('parkedReceipts', smscId, afterSeq, limit)
  }

  retryParked(...args: OperationArguments<'retryParked'>): Promise<OperationResult<'retryParked'>> {
    return this.#write('retryParked', ...args)
  }

  recordInbound(batch: readonly port.InboundRecord[]): Promise<readonly port.InboundResult[]> {
    return this.#write('recordInbound', batch)
  }

  yieldIncomplete(beforeMs: number, joinAs: port.JoinIncomplete): Promise<number> {
    return this.#write('yieldIncomplete', beforeMs, joinAs)
  }

  changeConsent(batch: readonly port.ConsentChange[]): Promise<readonly { readonly changed: boolean }[]> {
    return this.#write('changeConsent', batch)
  }

  optedOut(pairs: readonly { readonly person: string; readonly ours: string }[]): Promise<readonly boolean[]> {
    return this.#read('optedOut', pairs)
  }

  optOuts(query: port.OptOutFilter): Promise<port.Page<OptOutRecord>> {
    return this.#read('optOuts', query)
  }

  message(id: MessageId): Promise<MessageRecord | undefined> {
    return this.#read('message', id)
  }

  messageStates(ids: readonly MessageId[]): Promise<readonly (MessageState | null)[]> {
    return this.#read('messageStates', ids)
  }

  parts(id: MessageId): Promise<readonly PartRecord[]> {
    return this.#read('parts', id)
  }

  timeline(id: MessageId): Promise<readonly ConnectEvent[]> {
    return this.#read('timeline', id)
  }

  messages(query: port.MessageFilter): Promise<port.Page<MessageRecord>> {
    return this.#ask('search', 'messages', query)
  }

  conversation(id: ConversationId): Promise<ConversationRecord | undefined> {
    return this.#read('conversation', id)
  }

  conversations(query: port.ConversationFilter): Promise<port.Page<ConversationRecord>> {
    return this.#ask('search', 'conversations', query)
  }

  markRead(id: ConversationId, atMs: number): Promise<boolean> {
    return this.#write('markRead', id, atMs)
  }

  counts(): Promise<CountsRecord> {
    return this.#read('counts')
  }

  queues(): Promise<readonly QueueRecord[]> {
    return this.#read('queues')
  }

  events(afterSeq: number, limit: number): Promise<readonly ConnectEvent[]> {
    return this.#read('events', afterSeq, limit)
  }

  lastEventSeq(): Promise<number> {
    return this.#read('lastEventSeq')
  }

  appendEvents(batch: readonly port.NewEvent[]): Promise<void> {
    return this.#write('appendEvents', batch)
  }

  /** Those that an older Connect stored come in today's form. */
  async smscs(): Promise<readonly SmscDefinition[]> {
    const stored = await this.#read('smscs')
    return stored.map(upgraded)
  }

  putSmsc(...args: OperationArguments<'putSmsc'>): Promise<'stored' | 'conflict'> {
    return this.#write('putSmsc', ...args)
  }

  putSmscWithRouting(request: port.SmscWithRouting): Promise<'stored' | 'conflict'> {
    return this.#write('putSmscWithRouting', request)
  }

  smscLoad(id: SmscId, nowMs: number): Promise<port.SmscLoad> {
    return this.#read('smscLoad', id, nowMs)
  }

  waitingAt(smscId: SmscId, afterSeq: number, limit: number): Promise<readonly port.WaitingMessage[]> {
    return this.#read('waitingAt', smscId, afterSeq, limit)
  }

  deleteSmsc(...args: OperationArguments<'deleteSmsc'>): Promise<'deleted' | 'in-use' | 'unknown'> {
    return this.#write('deleteSmsc', ...args)
  }

  async smscHistory(id: SmscId, beforeSeq: number | null, limit: number): Promise<readonly SmscHistoryRecord[]> {
    const history = await this.#read('smscHistory', id, beforeSeq, limit)
    return history.map((one) => ({ ...one, definition: one.definition && upgraded(one.definition) }))
  }

  document(name: port.DocumentName): Promise<DocumentRecord> {
    return this.#read('document', name)
  }

  putDocument(...args: OperationArguments<'putDocument'>): ReturnType<port.Store['putDocument']> {
    return this.#write('putDocument', ...args)
  }

  removeOld(beforeMs: number, limit: number): Promise<number> {
    return this.#write('removeOld', beforeMs, limit)
  }

  /** Its thread ends with the last slice. */
  async verify(request: port.VerifyRequest): Promise<port.VerifyResult> {
    const result = await this.#ask('verify', 'verify', request)
    if (result.next === null) await this.#endAside('verify')
    return result
  }

  users(): Promise<readonly UserRecord[]> {
    return this.#read('users')
  }

  addUser(user: UserRecord, rule: 'first' | 'any'): Promise<'stored' | 'taken'> {
    return this.#write('addUser', user, rule)
  }

  setPassword(name: string, passwordHash: string): Promise<boolean> {
    return this.#write('setPassword', name, passwordHash)
  }

  apiKeys(): Promise<readonly ApiKeyRecord[]> {
    return this.#read('apiKeys')
  }

  addApiKey(key: ApiKeyRecord): Promise<void> {
    return this.#write('addApiKey', key)
  }

  removeApiKey(id: ApiKeyId): Promise<boolean> {
    return this.#write('removeApiKey', id)
  }

  touchApiKey(id: ApiKeyId, atMs: number): Promise<void> {
    return this.#write('touchApiKey', id, atMs)
  }

  addSession(session: SessionRecord): Promise<void> {
    return this.#write('addSession', session)
  }

  session(tokenHash: string, nowMs: number): Promise<(SessionRecord & { readonly userName: string }) | undefined> {
    return this.#read('session', tokenHash, nowMs)
  }

  removeSession(tokenHash: string): Promise<void> {
    return this.#write('removeSession', tokenHash)
  }

  /** Step by step, so that other work goes on in between. */
  async sweep(before: port.SweepLimits): Promise<void> {
    while (await this.#write('sweep', before));
  }

  probe(): Promise<void> {
    return this.#write('probe')
  }

  /** Asks a thread that is there for this alone, and started with the first question: nothing else waits for it. */
  async #ask<Name extends QueryName>(
    what: 'search' | 'verify',
    name: Name,
    ...args: Parameters<port.Store[Name]>
  ): Promise<Awaited<ReturnType<port.Store[Name]>>> {
    if (!this.#threads) throw new port.StoreUnavailable('it is not open')
    const started = this.#aside.get(what) ?? Thread.start({ role: 'reader', directory: this.#settings.directory })
    this.#aside.set(what, started)
    try {
      return await (await started).call<Awaited<ReturnType<port.Store[Name]>>>(name, args)
    } catch (failure) {
      // One that could not be started is not waited for again.
      await started.catch(() => this.#aside.delete(what))
      throw failure
    }
  }

  async #endAside(what: 'search' | 'verify'): Promise<void> {
    const started = this.#aside.get(what)
    this.#aside.delete(what)
    await (await started)?.close()
  }

  #write<Name extends OperationName>(name: Name, ...args: OperationArguments<Name>): Promise<OperationResult<Name>> {
    return this.#call('writer', name, args)
  }

  #read<Name extends QueryName>(name: Name, ...args: Parameters<port.Store[Name]>): ReturnType<port.Store[Name]> {
    return this.#call('reader', name, args) as ReturnType<port.Store[Name]>
  }

  #call<Result>(
    role: 'writer' | 'reader',
    name: string,
    args: readonly unknown[],
    crossing: Crossing = 'after-callback',
  ): Promise<Result> {
    if (!this.#threads) return Promise.reject(new port.StoreUnavailable('it is not open'))
    return this.#threads[role].call(name, args, crossing)
  }
}

/** A definition that an older Connect stored, in today's form. */
function upgraded(definition: SmscDefinition): SmscDefinition {
  return 'classes' in definition ? definition : upgradeSmsc(definition)
}
