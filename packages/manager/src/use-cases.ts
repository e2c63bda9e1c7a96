import type {
  Accepted,
  ApiKeyView,
  BatchResult,
  BindTrialReport,
  BindTrialRequest,
  ConnectEvent,
  ConversationAnswer,
  ConversationPage,
  ConversationQuery,
  ConversationView,
  Counts,
  DefinitionsDocument,
  DefinitionsPlan,
  EdgeOverview,
  KeywordsChange,
  KeywordsView,
  KeywordTrial,
  KeywordTrialResult,
  MessageDetail,
  MessagePage,
  MessageQuery,
  MessageState,
  OperationResult,
  OptOutImport,
  OptOutImportResult,
  OptOutPage,
  OptOutQuery,
  OptOutRequest,
  OptOutView,
  Outcome,
  ParkedReceiptPage,
  ParkedReceiptQuery,
  RetriedReceipts,
  RouteExplanation,
  RouteQuestionBody,
  RoutingChange,
  RoutingView,
  SendMessage,
  SmscDeletionPlan,
  SmscDeletionRequest,
  SmscDeletionState,
  SmscHistoryPage,
  SmscHistoryQuery,
  SmscPatch,
  SmscRestore,
  SmscSettings,
  SmscUsage,
  SmscView,
  ThreadPage,
  VerificationSlice,
  VerifyQuery,
  WriteAheadLogView,
} from '@smpp-connect/contracts'
import type { Stall } from './lanes/watchdog.ts'

/** Who asks: `scope` keeps the idempotency keys of different callers apart. */
export interface Caller {
  readonly kind: 'api-key' | 'user' | 'connect'
  readonly id: string
  readonly name: string
  /** Whether this caller may make and revoke API keys: people who logged in, and the bootstrap key. */
  readonly mayManageAccess?: boolean
}

/** Connect, where it does by itself what people do otherwise. */
export const CONNECT: Caller = { kind: 'connect', id: 'connect', name: 'Connect' }

/** An idempotency key with the fingerprint (SHA-256, hexadecimal) of the request it stands for. */
export interface Idempotency {
  readonly key: string
  readonly fingerprint: string
}

/** The answer to a POST: fresh, or the stored one of the same request before. */
export type Answer<Body> = { readonly status: number; readonly body: Body; readonly replayed: boolean }

/** Something that is done once under an idempotency key. */
export interface KeyedWork<Body> {
  /** HTTP status of its answer. */
  readonly status: number
  /** The answer holds a secret, which is never stored: whoever repeats the request is told so, and does not get it. */
  readonly isSecret?: boolean
  /**
   * `cutOffAtMs` is given when the same request began at that time and was cut off by a crash: the work then does what
   * is still to be done of it, or refuses where it cannot know.
   */
  readonly work: (cutOffAtMs: number | undefined) => Promise<Outcome<Body>>
}

/**
 * Everything that can be asked of the Conversation Manager. The API stands on this and on nothing below it. Expected
 * refusals are values; a rejected promise is `StoreUnavailable` (nothing was done) or a bug.
 */
export interface UseCases {
  /**
   * Does something once under the caller's key, if there is one. Every use case behind a POST goes through this, but for
   * those that accept messages and take the key themselves. Those that have a `cutOffAtMs` recognise what they have done
   * before a crash; the others may be done again without harm.
   */
  once<Body>(
    caller: Caller,
    idempotency: Idempotency | undefined,
    keyed: KeyedWork<Body>,
  ): Promise<Outcome<Answer<Body>>>

  /** Resolves after the message is durable. */
  send(caller: Caller, message: SendMessage, idempotency?: Idempotency): Promise<Outcome<Answer<Accepted>>>
  /** Each message is judged on its own; those that are accepted are stored in one step. */
  sendBatch(
    caller: Caller,
    messages: readonly SendMessage[],
    idempotency?: Idempotency,
  ): Promise<Outcome<Answer<BatchResult>>>
  message(id: string): Promise<Outcome<MessageDetail>>
  messages(query: MessageQuery): Promise<MessagePage>
  /** The states of many messages at once, in their order; null for an id that is unknown. */
  states(ids: readonly string[]): Promise<readonly (MessageState | null)[]>
  /** Queues again what is held or uncertain. */
  release(id: string, cutOffAtMs?: number): Promise<Outcome<MessageDetail>>
  /** Cancels what waits here, and asks the SMSC to cancel what it has. */
  cancel(id: string, cutOffAtMs?: number): Promise<Outcome<OperationResult>>
  /** Asks the SMSC what became of a message; a final state counts like a receipt. */
  query(id: string): Promise<Outcome<OperationResult>>
  /** Replaces the text of a message that waits here, or, of one short message, at the SMSC. */
  replace(id: string, text: string, cutOffAtMs?: number): Promise<Outcome<OperationResult>>

  conversations(query: ConversationQuery): Promise<ConversationPage>
  conversation(id: string): Promise<Outcome<ConversationView>>
  conversationMessages(id: string, page: { limit: number; cursor?: string | undefined }): Promise<Outcome<ThreadPage>>
  /** Sends to the person of a conversation from the address that the person knows. */
  answer(
    caller: Caller,
    conversationId: string,
    answer: ConversationAnswer,
    idempotency?: Idempotency,
  ): Promise<Outcome<Answer<Accepted>>>
  markRead(conversationId: string): Promise<Outcome<ConversationView>>

  optOuts(query: OptOutQuery): Promise<OptOutPage>
  /** Records it, and takes back what is with the Sender. One that stands already stays as it is, and is the answer. */
  optOut(caller: Caller, request: OptOutRequest): Promise<Outcome<OptOutView>>
  /** Withdraws the opt-out of an address; all of the person, when none is named. */
  withdrawOptOut(caller: Caller, person: string, from: string | undefined): Promise<Outcome<void>>
  importOptOuts(caller: Caller, body: OptOutImport): Promise<OptOutImportResult>
  /** The opt-out words that hold. */
  keywords(): KeywordsView
  changeKeywords(change: KeywordsChange): Promise<Outcome<KeywordsView>>
  /** What a text would do, without anybody having sent it. */
  tryKeywords(trial: KeywordTrial): KeywordTrialResult
  /** Back to the built-in ones. */
  resetKeywords(): Promise<Outcome<KeywordsView>>

  smscs(): Promise<readonly SmscView[]>
  smsc(id: string): Promise<Outcome<SmscView>>
  createSmsc(caller: Caller, settings: SmscSettings, cutOffAtMs?: number): Promise<Outcome<SmscView>>
  /** Durable before it resolves, then pushed to the edges at once. */
  changeSmsc(caller: Caller, id: string, patch: SmscPatch): Promise<Outcome<SmscView>>
  /** At once, and only when nothing of it is open and no rule names it. */
  deleteSmsc(caller: Caller, id: string, version?: number): Promise<Outcome<void>>
  /** Who uses it, and what waits there. */
  smscUsage(id: string): Promise<Outcome<SmscUsage>>
  /** What a deletion would do now. Nothing is done. */
  planSmscDeletion(id: string, request: SmscDeletionRequest): Promise<Outcome<SmscDeletionPlan>>
  /**
   * From now on it takes nothing new, and it goes when what waits has left, moved or ended, as it is asked. Durable before it
   * resolves; asked for once more it is the same, or goes otherwise from then on.
   */
  beginSmscDeletion(caller: Caller, id: string, request: SmscDeletionRequest): Promise<Outcome<SmscDeletionState>>
  /** How far its deletion is, also when that is over. */
  smscDeletion(id: string): Promise<Outcome<SmscDeletionState>>
  /** It is not deleted after all. */
  keepSmsc(caller: Caller, id: string, version?: number): Promise<Outcome<SmscView>>
  /** Tries the binds of a definition, saved or not, and takes them down again. Nothing is kept. */
  testSmsc(request: BindTrialRequest): Promise<Outcome<BindTrialReport>>
  /** What would have to be done so that the definitions are what a document says. */
  planDefinitions(document: DefinitionsDocument): Promise<Outcome<DefinitionsPlan>>
  /** Does it, step by step; what is refused is said, and the rest is done. */
  applyDefinitions(caller: Caller, document: DefinitionsDocument): Promise<Outcome<DefinitionsPlan>>
  /** Versions of a definition, newest first, also of one that was deleted. */
  smscHistory(id: string, query: SmscHistoryQuery): Promise<Outcome<SmscHistoryPage>>
  /** Makes what held at an earlier version hold again, as a new version; one that was deleted comes back, disabled. */
  restoreSmsc(caller: Caller, id: string, restore: SmscRestore, cutOffAtMs?: number): Promise<Outcome<SmscView>>
  /** The edges that are processes of their own; none where the edge is within. */
  edges(): readonly EdgeOverview[]
  /** Receipts of an SMSC that match nothing yet, oldest first. */
  parkedReceipts(smscId: string, query: ParkedReceiptQuery): Promise<Outcome<ParkedReceiptPage>>
  /** Tries them again, in the form of ids that is set or known now. */
  retryParkedReceipts(smscId: string): Promise<Outcome<RetriedReceipts>>

  routing(): RoutingView
  /** Durable before it resolves, and in force at once. */
  changeRouting(change: RoutingChange): Promise<Outcome<RoutingView>>
  /** Which SMSC would take a message now, and why that one; or why it would be refused. Nothing is sent. */
  explainRoute(caller: Caller, question: RouteQuestionBody): Promise<RouteExplanation>

  /** Most parts that one message may take. */
  readonly maxParts: number
  counts(): Promise<Counts>
  /** Looks at a part of the store for what it promises and does not keep. */
  verify(query: VerifyQuery): Promise<VerificationSlice>
  /** SMSCs at which nothing moves although something should. */
  stalls(): readonly Stall[]
  events(afterSeq: number, limit: number): Promise<readonly ConnectEvent[]>
  lastEventSeq(): Promise<number>
  /** Why nothing can be stored now, for an operator; undefined when it can. The store is tried at most once a second. */
  storeTrouble(): Promise<string | undefined>
  /** How the log of the store stood a second or so ago; null where it cannot tell. */
  writeAheadLog(): WriteAheadLogView | null
  onEvents(listener: (events: readonly ConnectEvent[]) => void): () => void

  readonly access: AccessUseCases
}

/** Users, sessions and API keys. Passwords and keys are compared in constant time and stored hashed. */
export interface AccessUseCases {
  claimed(): Promise<boolean>
  /** The single-use link of the first run; undefined when claimed. A new one replaces the old; it expires after an hour. */
  newSetupToken(): Promise<string | undefined>
  /** Creates the first user and a session. `token` of the session goes into the cookie. */
  claim(setup: { token: string; name: string; password: string }): Promise<Outcome<OpenSession>>
  /** `address` is where the attempt comes from; attempts are slowed down for each name and each address. */
  login(name: string, password: string, address?: string): Promise<Outcome<OpenSession>>
  logout(sessionToken: string): Promise<void>
  /** The user behind a session's token, if it is valid. */
  userOfSession(sessionToken: string): Promise<Caller | undefined>
  /** The key's owner, if the key is valid; notes its use. */
  callerOfKey(key: string): Promise<Caller | undefined>
  apiKeys(): Promise<readonly ApiKeyView[]>
  /** `key` is in no other answer. Refused only when the same was cut off, and made one. */
  makeApiKey(name: string, cutOffAtMs?: number): Promise<Outcome<{ readonly view: ApiKeyView; readonly key: string }>>
  revokeApiKey(id: string): Promise<Outcome<void>>
  resetPassword(name: string, password: string): Promise<boolean>
}

export interface OpenSession {
  readonly token: string
  readonly user: { readonly id: string; readonly name: string }
  readonly expiresAtMs: number
}
