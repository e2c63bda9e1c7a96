import {
  type Accepted,
  type ApiKeyView,
  BIND_DIAGNOSES,
  type BindTrialReport,
  type ConnectEvent,
  type ConversationView,
  type DefinitionStep,
  type KeywordsView,
  type MessageDetail,
  type MessageView,
  type OperationResult,
  type OptOutView,
  ok,
  type ParkedReceipt,
  type RouteExplanation,
  type RoutingView,
  type RuleChange,
  refuse,
  routingSchema,
  type SmscDeletionPlan,
  type SmscDeletionState,
  type SmscUsage,
  type SmscVersion,
  type SmscView,
  smscSettingsSchema,
  type VerificationSlice,
} from '@smpp-connect/contracts'
import type { AccessUseCases, Answer, OpenSession, UseCases } from '@smpp-connect/manager'

export const KEY = 'ck_live_aaaaaaaa_the-one-key'
export const BOOTSTRAP_KEY = 'a-bootstrap-key-of-automation'
export const SESSION = 'session-token-of-anna'
export const SETUP_TOKEN = 'the-set-up-token'
export const AT = '2026-01-01T00:00:00.000Z'

const ACCEPTED: Accepted = {
  id: 'msg_1',
  state: 'accepted',
  parts: 1,
  encoding: 'gsm7',
  to: '+447700900123',
  from: '+447700900000',
  smscId: 'smsc_1',
  conversationId: 'cnv_1',
  reference: null,
  class: 'transactional',
  sendAt: null,
  expiresAt: AT,
}

export const MESSAGE: MessageView = {
  id: 'msg_1',
  direction: 'outbound',
  state: 'accepted',
  from: '+447700900000',
  to: '+447700900123',
  text: 'Hello',
  parts: 1,
  encoding: 'gsm7',
  smscId: 'smsc_1',
  conversationId: 'cnv_1',
  reference: null,
  class: 'transactional',
  sendAt: null,
  expiresAt: AT,
  mayBeDuplicate: false,
  waitingFor: null,
  error: null,
  createdAt: AT,
  updatedAt: AT,
  finalAt: null,
}

export const DETAIL: MessageDetail = {
  ...MESSAGE,
  wire: null,
  tlvs: [],
  partDetails: [
    {
      number: 1,
      state: 'queued',
      attempts: 0,
      smscMessageId: null,
      sentAt: null,
      answeredAt: null,
      receiptAt: null,
      status: null,
      receiptError: null,
      receiptErrorMeaning: null,
      mayBeDuplicate: false,
    },
  ],
  timeline: [{ seq: 1, at: AT, kind: 'message.accepted', part: null, summary: 'Accepted.', detail: { parts: 1 } }],
}

const OPERATION: OperationResult = {
  messageId: 'msg_1',
  operation: 'query',
  parts: [
    {
      number: 1,
      by: 'smsc',
      done: true,
      state: 'submitted',
      status: 'ESME_ROK',
      smscState: 'ENROUTE',
      finalDate: null,
      errorCode: 0,
      detail: 'The SMSC says that it is ENROUTE.',
    },
  ],
}

export const TRIED: BindTrialReport = {
  ok: false,
  trials: [
    {
      bindType: 'transceiver',
      edge: 'london',
      ok: false,
      steps: [
        { name: 'connection', ok: true, tookMs: 1.2, words: 'to 192.0.2.1:2775, from 192.0.2.2' },
        { name: 'bind', ok: false, tookMs: 3.4, words: 'The SMSC does not take the password' },
      ],
      diagnosis: {
        ...BIND_DIAGNOSES['password-wrong'],
        code: 'password-wrong',
        seen: 'bind_transceiver_resp with ESME_RINVPASWD (0x0000000e)',
      },
      facts: {
        remoteAddress: '192.0.2.1:2775',
        localAddress: '192.0.2.2',
        tls: null,
        smscSystemId: null,
        smscVersion: null,
        roundTripMs: null,
      },
      notes: [],
    },
  ],
  notTried: [],
}

export const CONVERSATION: ConversationView = {
  id: 'cnv_1',
  person: '+447700900123',
  ours: '+447700900000',
  optedOut: false,
  smscId: 'smsc_1',
  unread: 0,
  messageCount: 1,
  lastText: 'Hello',
  lastDirection: 'outbound',
  lastAt: AT,
}

export const OPT_OUT: OptOutView = {
  person: '+447700900123',
  ours: '+447700900000',
  source: 'keyword',
  keyword: 'STOP',
  messageId: 'msg_1',
  by: null,
  at: AT,
}

const KEYWORDS: KeywordsView = {
  enabled: true,
  sets: [
    {
      language: 'en',
      stop: ['STOP'],
      start: ['START'],
      help: ['HELP'],
      stopReply: 'No more from {sender}.',
      startReply: '',
      helpReply: '',
    },
  ],
  builtIn: true,
  replyParts: [{ stop: 1, start: 1, help: 1 }],
  version: 0,
  updatedAt: null,
}

export const SMSC: SmscView = {
  ...smscSettingsSchema
    .omit({ password: true })
    .parse({ name: 'Simulator', host: '127.0.0.1', systemId: 'connect', defaultSender: '+447700900000' }),
  id: 'smsc_1',
  hasPassword: true,
  version: 1,
  createdAt: AT,
  updatedAt: AT,
  binds: [],
  staleAt: [],
  waiting: 0,
  waitingByClass: { code: 0, transactional: 0, bulk: 0 },
  held: 0,
  oldestWaitingAt: null,
  idFormLearned: null,
  outstanding: 0,
  uncertain: 0,
  deletion: null,
}

const PARKED: ParkedReceipt = {
  receivedAt: AT,
  keptUntil: AT,
  smscMessageId: '1F',
  to: '+447700900123',
  state: 'delivered',
  stat: 'DELIVRD',
  error: '000',
  userMessageReference: null,
}

const API_KEY: ApiKeyView = { id: 'key_1', name: 'Shop', prefix: 'ck_live_aaaaaaaa', createdAt: AT, lastUsedAt: null }

export const ROUTING: RoutingView = {
  ...routingSchema.parse({ rules: [{ name: 'All', to: [{ smscId: 'smsc_1' }] }] }),
  version: 1,
  updatedAt: AT,
  warnings: [],
}

const EXPLANATION: RouteExplanation = {
  smscId: 'smsc_1',
  refusal: null,
  decidedBy: 'rule',
  rule: 'All',
  rules: [{ name: 'All', matched: true, why: 'It asks nothing: it takes every message.' }],
  candidates: [{ smscId: 'smsc_1', name: 'Simulator', able: true, chance: 1, why: 'It is bound.' }],
  parts: 1,
  encoding: 'gsm7',
  forcedBy: null,
}

const VERIFIED: VerificationSlice = {
  messages: 1,
  parts: 1,
  conservation: { accepted: 1, final: 0, waiting: 1, uncertain: 0 },
  rules: [{ rule: 'states-known', what: 'Every part is in a state that there is.', checked: 1, broken: 1 }],
  findings: [{ rule: 'states-known', messageId: 'msg_1', part: 1, detail: 'its state is none that there is' }],
  next: null,
}

/** An event log in memory, with the two ways in which a real one reaches its readers. */
export class FakeLog {
  readonly events: ConnectEvent[] = []
  readonly #listeners = new Set<(events: readonly ConnectEvent[]) => void>()
  /** Runs before each read answers, as something that happens meanwhile. */
  meanwhile: () => void = () => undefined
  reads = 0

  append(count: number, change: Partial<ConnectEvent> = {}): void {
    const fresh: ConnectEvent[] = []
    for (let i = 0; i < count; i++) {
      const seq = this.events.length + 1
      const event: ConnectEvent = {
        seq,
        atMs: Date.parse(AT) + seq,
        kind: 'message.sending',
        messageId: `msg_${seq}`,
        part: 1,
        conversationId: 'cnv_1',
        smscId: 'smsc_1',
        detail: { attempt: 1 },
        ...change,
      }
      this.events.push(event)
      fresh.push(event)
    }
    for (const listener of this.#listeners) listener(fresh)
  }

  async read(afterSeq: number, limit: number): Promise<readonly ConnectEvent[]> {
    this.reads++
    const found = this.events.filter((event) => event.seq > afterSeq).slice(0, limit)
    this.meanwhile()
    return found
  }

  listen(listener: (events: readonly ConnectEvent[]) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}

function answer<Body>(body: Body): Answer<Body> {
  return { status: 202, body, replayed: false }
}

const SESSION_OPENED: OpenSession = {
  token: SESSION,
  user: { id: 'usr_1', name: 'Anna' },
  expiresAtMs: Date.parse('2026-01-15T00:00:00Z'),
}

export function fakeAccess(changes: Partial<AccessUseCases> = {}): AccessUseCases {
  return {
    claimed: async () => false,
    newSetupToken: async () => SETUP_TOKEN,
    claim: async ({ token }) =>
      token === SETUP_TOKEN ? ok(SESSION_OPENED) : refuse('setup-token-wrong', 'The token is not valid.'),
    login: async (_name, password) =>
      password === 'right password' ? ok(SESSION_OPENED) : refuse('login-wrong', 'The name or the password is wrong.'),
    logout: async () => undefined,
    userOfSession: async (token) => (token === SESSION ? { kind: 'user', id: 'usr_1', name: 'Anna' } : undefined),
    callerOfKey: async (key) => {
      if (key === BOOTSTRAP_KEY) {
        return { kind: 'api-key', id: 'bootstrap', name: 'bootstrap key', mayManageAccess: true }
      }
      return key === KEY ? { kind: 'api-key', id: 'key_1', name: 'Shop' } : undefined
    },
    apiKeys: async () => [API_KEY],
    makeApiKey: async (name) => ok({ view: { ...API_KEY, name }, key: KEY }),
    revokeApiKey: async (id) => (id === API_KEY.id ? ok(undefined) : refuse('not-found', 'There is no such key.')),
    resetPassword: async () => true,
    ...changes,
  }
}

const VERSION: SmscVersion = {
  version: 2,
  at: '2026-11-20T10:00:00.000Z',
  by: 'user Anna',
  kind: 'changed',
  changes: [{ pointer: '/windowSize', before: 10, after: 20, isSecret: false }],
}

const STEP: DefinitionStep = {
  name: 'Simulator',
  id: 'smsc_1',
  kind: 'change',
  changes: VERSION.changes,
  waits: null,
  refusal: null,
}

const USAGE: SmscUsage = {
  smscId: 'smsc_1',
  name: 'Simulator',
  version: 1,
  load: {
    waiting: 3,
    waitingByClass: { code: 1, transactional: 2, bulk: 0 },
    scheduled: { count: 1, isMore: false },
    named: 1,
    held: 0,
    outstanding: 2,
    uncertain: 0,
    awaitingReceipt: 4,
  },
  rules: [{ position: 1, name: 'Codes', enabled: true, as: 'only' }],
  usual: { defaultSender: '+447700900000', isUsed: true, isLast: false },
  owners: [{ id: 'key_1', name: 'Shop', parts: 3 }],
  binds: [],
  edges: [],
  lastMessageAt: AT,
}

const CHOICE = { waiting: 'reroute', named: 'keep', uncertain: 'wait', receipts: 'wait' } as const
const RULE: RuleChange = { position: 1, name: 'Codes', becomes: 'removed', to: [], fallback: [] }
const STUCK = { reason: 'Whoever sent it named this SMSC.', texts: 1, examples: ['msg_1'] }

const DELETION_PLAN: SmscDeletionPlan = {
  usage: USAGE,
  refusal: { code: 'smsc-in-routing', detail: 'the routing rule “Codes” names it' },
  rules: [RULE],
  waitsFor: ['3 parts wait to go to other SMSCs.'],
  rerouted: { looked: 3, isMore: false, goTo: [{ smscId: 'smsc_2', name: 'Other', texts: 2 }], stay: [STUCK] },
}

const DELETION: SmscDeletionState = {
  smscId: 'smsc_1',
  state: 'under-way',
  deletion: { ...CHOICE, since: AT, by: 'user Anna', waitsFor: DELETION_PLAN.waitsFor, stuck: [STUCK] },
  rules: [RULE],
  deletedAt: null,
  deletedBy: null,
}

/** Use cases that say yes to everything about `msg_1`, `cnv_1` and `smsc_1`, and know nothing else. */
export function fakeUseCases(changes: Partial<UseCases> = {}, log = new FakeLog()): UseCases {
  const known = <Value>(id: string, mine: string, value: Value) =>
    id === mine ? ok(value) : refuse<Value>('not-found', 'There is no such thing.')
  return {
    once: async (_caller, _key, { status, work }) => {
      const done = await work(undefined)
      return done.ok ? ok({ status, body: done.value, replayed: false }) : done
    },
    send: async (_caller, message) => ok(answer({ ...ACCEPTED, to: message.to })),
    sendBatch: async (_caller, messages) =>
      ok(answer({ accepted: messages.length, refused: 0, results: messages.map(() => ACCEPTED) })),
    message: async (id) => known(id, 'msg_1', DETAIL),
    messages: async () => ({ items: [MESSAGE], next: null }),
    states: async (ids) => ids.map((id) => (id === 'msg_1' ? 'accepted' : null)),
    release: async (id) => known(id, 'msg_1', DETAIL),
    cancel: async (id) => known(id, 'msg_1', { ...OPERATION, operation: 'cancel' }),
    query: async (id) => known(id, 'msg_1', OPERATION),
    replace: async (id) => known(id, 'msg_1', { ...OPERATION, operation: 'replace' }),
    conversations: async () => ({ items: [CONVERSATION], next: null }),
    conversation: async (id) => known(id, 'cnv_1', CONVERSATION),
    conversationMessages: async (id) => known(id, 'cnv_1', { items: [{ ...MESSAGE, consent: null }], next: null }),
    answer: async (_caller, id) => known(id, 'cnv_1', answer(ACCEPTED)),
    markRead: async (id) => known(id, 'cnv_1', CONVERSATION),
    optOuts: async () => ({ items: [OPT_OUT], next: null }),
    optOut: async () => ok(OPT_OUT),
    withdrawOptOut: async (_caller, person) => known(person, '+447700900123', undefined),
    importOptOuts: async (_caller, { optOuts }) => ({ recorded: optOuts.length, standing: 0, refused: [] }),
    keywords: () => KEYWORDS,
    changeKeywords: async () => ok({ ...KEYWORDS, builtIn: false, version: 1, updatedAt: AT }),
    tryKeywords: ({ text }) =>
      text === 'STOP'
        ? { meaning: 'stop', word: 'STOP', language: 'en', reply: 'No more from {sender}.' }
        : { meaning: null, word: null, language: null, reply: null },
    resetKeywords: async () => ok(KEYWORDS),
    smscs: async () => [SMSC],
    smsc: async (id) => known(id, 'smsc_1', SMSC),
    createSmsc: async () => ok(SMSC),
    edges: () => [],
    changeSmsc: async (_caller, id) => known(id, 'smsc_1', SMSC),
    deleteSmsc: async (_caller, id) => known(id, 'smsc_1', undefined),
    smscUsage: async (id) => known(id, 'smsc_1', USAGE),
    planSmscDeletion: async (id) => known(id, 'smsc_1', DELETION_PLAN),
    beginSmscDeletion: async (_caller, id) => known(id, 'smsc_1', DELETION),
    smscDeletion: async (id) => known(id, 'smsc_1', DELETION),
    keepSmsc: async (_caller, id) => known(id, 'smsc_1', SMSC),
    testSmsc: async ({ id = 'smsc_1' }) => known(id, 'smsc_1', TRIED),
    planDefinitions: async () => ok({ steps: [STEP] }),
    applyDefinitions: async () => ok({ steps: [STEP] }),
    smscHistory: async (id) => known(id, 'smsc_1', { items: [VERSION], next: '7' }),
    restoreSmsc: async (_caller, id) => known(id, 'smsc_1', SMSC),
    parkedReceipts: async (id) => known(id, 'smsc_1', { items: [PARKED], next: '7' }),
    retryParkedReceipts: async (id) => known(id, 'smsc_1', { matched: 2 }),
    routing: () => ROUTING,
    changeRouting: async ({ version, ...routing }) =>
      version === undefined || version === ROUTING.version
        ? ok({ ...ROUTING, ...routing, version: ROUTING.version + 1 })
        : refuse('version-conflict', 'The stored version is another one.'),
    explainRoute: async () => EXPLANATION,
    maxParts: 10,
    stalls: () => [],
    writeAheadLog: () => ({ octets: 8192, uncopiedOctets: 4096, trouble: null }),
    verify: async ({ after }) => ({ ...VERIFIED, next: after === 0 ? -1 : null }),
    counts: async () => ({
      accepted: 1,
      final: 0,
      waiting: 1,
      uncertain: 0,
      received: 0,
      mayBeDuplicate: 0,
      receiptsParked: 0,
      byState: { accepted: 1 },
    }),
    events: (afterSeq, limit) => log.read(afterSeq, limit),
    storeTrouble: async () => undefined,
    lastEventSeq: async () => log.events.length,
    onEvents: (listener) => log.listen(listener),
    access: fakeAccess(),
    ...changes,
  }
}
