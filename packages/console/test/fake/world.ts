import {
  type ApiKeyView,
  type Changes,
  type ConsentEffect,
  type ConversationView,
  type KeywordSet,
  type KeywordsView,
  type MessageDetail,
  type MessageState,
  type OptOutView,
  type PhoneText,
  type RoutingView,
  type SmscView,
  type SystemView,
  smscSettingsSchema,
  type ThreadMessage,
  type TimelineEntry,
} from '@smpp-connect/contracts'
import { meaningOf } from './consent.ts'

export interface FakeVersion {
  readonly at: string
  readonly by: string | null
  readonly settings: Omit<SmscView, 'binds'>
}

/** A whole Connect in memory, as far as the console can tell. Nothing happens in it unless it is told to. */
export class World {
  claimed = true
  readonly setupToken = 'right-token'
  readonly user = { id: 'usr_1', name: 'Ada Lovelace', password: 'correct horse battery' }
  readonly messages: MessageDetail[] = []
  readonly conversations: ConversationView[] = []
  readonly smscs: SmscView[] = []
  /** What each definition was, newest first. */
  readonly smscVersions = new Map<string, readonly FakeVersion[]>()
  readonly apiKeys: ApiKeyView[] = []
  readonly phones = new Map<string, PhoneText[]>()
  readonly optOuts: OptOutView[] = []
  keywords: KeywordsView
  readonly builtInKeywords: KeywordsView
  routing: RoutingView = { rules: [], failoverSeconds: 30, version: 0, updatedAt: null, warnings: [] }
  stalled: SystemView['stalled'] = []
  /** What texts did to consent, by message. */
  readonly #consent = new Map<string, ConsentEffect>()
  /** Requests that wait for an answer are answered with this status instead, while it is set. */
  outage: number | undefined
  /** What somebody else does in the moment before the next change of an SMSC comes in. */
  meanwhile: (() => void) | undefined
  seq = 0
  nowMs: number
  #count = 0
  readonly #listeners = new Set<(changes: Changes) => void>()

  constructor(nowMs: number = Date.now()) {
    this.nowMs = nowMs
    this.builtInKeywords = {
      enabled: true,
      sets: [
        set('en', ['STOP', 'UNSUBSCRIBE'], ['START', 'YES'], ['HELP'], 'You will get no more texts from {sender}.'),
        set('de', ['STOPP', 'ABMELDEN'], ['ANMELDEN'], ['HILFE'], 'Sie erhalten keine SMS mehr von {sender}.'),
      ],
      builtIn: true,
      replyParts: [
        { stop: 1, start: 1, help: 1 },
        { stop: 1, start: 1, help: 1 },
      ],
      version: 0,
      updatedAt: null,
    }
    this.keywords = this.builtInKeywords
  }

  id(kind: string): string {
    this.#count += 1
    return `${kind}_${String(this.#count).padStart(6, '0')}`
  }

  at(ms = this.nowMs): string {
    return new Date(ms).toISOString()
  }

  onChanges(listener: (changes: Changes) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(changed: Partial<Omit<Changes, 'upTo'>>): void {
    this.seq += 1
    const nothing = {
      messages: [],
      conversations: [],
      smscs: [],
      phones: [],
      settings: [],
      optOuts: false,
      more: false,
    }
    for (const listener of this.#listeners) listener({ ...nothing, ...changed, upTo: this.seq })
  }

  addSmsc(settings: Partial<SmscView> & { name: string }): SmscView {
    const smsc: SmscView = {
      id: this.id('smsc'),
      enabled: true,
      host: '127.0.0.1',
      port: 2775,
      tls: false,
      edges: [],
      staleAt: [],
      systemId: 'connect',
      systemType: '',
      bindMode: 'transceiver',
      interfaceVersion: '3.4',
      addressRange: '',
      defaultSender: '+447700900000',
      defaultAlphabet: 'gsm7',
      windowSize: 10,
      windowMode: 'fixed',
      bindCount: 1,
      perSecond: null,
      burst: 1,
      maxAttempts: 12,
      statusRules: [],
      classes: smscSettingsSchema.shape.classes.parse({}),
      defaults: smscSettingsSchema.shape.defaults.parse({}),
      tlvs: [],
      idForm: 'learn',
      idFormLearned: null,
      receiptErrors: [],
      responseTimeoutSeconds: 60,
      enquireLinkSeconds: 30,
      uncertainWaitSeconds: 30,
      userMessageReference: true,
      hasPassword: true,
      version: 1,
      createdAt: this.at(),
      updatedAt: this.at(),
      binds: [
        {
          edge: null,
          bindType: 'transceiver',
          number: 1,
          status: 'bound',
          since: this.at(this.nowMs - 2 * 3_600_000),
          reason: '',
          retryAt: null,
          definitionVersion: 1,
          windowSize: 10,
          windowInUse: 0,
          roundTripMs: 38,
          slowedTo: null,
        },
      ],
      waiting: 0,
      waitingByClass: { code: 0, transactional: 0, bulk: 0 },
      held: 0,
      oldestWaitingAt: null,
      outstanding: 0,
      uncertain: 0,
      deletion: null,
      ...settings,
    }
    this.smscs.push(smsc)
    this.noteSmsc(smsc, null)
    return smsc
  }

  /** Keeps what a definition is now, for its history. */
  noteSmsc(smsc: SmscView, by: string | null): void {
    const { binds: _binds, ...settings } = structuredClone(smsc)
    this.smscVersions.set(smsc.id, [{ at: this.at(), by, settings }, ...(this.smscVersions.get(smsc.id) ?? [])])
  }

  /** The conversation of two addresses, made when there is none. */
  conversationOf(person: string, ours: string, smscId: string): ConversationView {
    const known = this.conversations.find((each) => each.person === person && each.ours === ours)
    if (known) return known
    const lastAt = this.at()
    const made = { unread: 0, messageCount: 0, lastText: '', lastDirection: 'outbound' as const, lastAt }
    const conversation: ConversationView = { id: this.id('cnv'), person, ours, optedOut: false, smscId, ...made }
    this.conversations.push(conversation)
    return conversation
  }

  addMessage(direction: 'outbound' | 'inbound', person: string, text: string, more: Partial<MessageDetail> = {}) {
    const smsc = this.smscs[0] ?? this.addSmsc({ name: 'Simulator' })
    const ours = direction === 'outbound' ? (more.from ?? smsc.defaultSender) : (more.to ?? smsc.defaultSender)
    const conversation = this.conversationOf(person, ours, smsc.id)
    const out = direction === 'outbound'
    const state: MessageState = out ? 'accepted' : 'received'
    const message: MessageDetail = {
      id: this.id('msg'),
      direction,
      state,
      from: out ? ours : person,
      to: out ? person : ours,
      text,
      parts: Math.max(1, Math.ceil(text.length / 153)),
      encoding: 'gsm7',
      smscId: smsc.id,
      conversationId: conversation.id,
      reference: null,
      class: out ? 'transactional' : null,
      sendAt: null,
      expiresAt: out ? this.at(this.nowMs + 86_400_000) : null,
      wire: out
        ? {
            sourceTon: 1,
            sourceNpi: 1,
            sourceAddress: ours.replace('+', ''),
            destinationTon: 1,
            destinationNpi: 1,
            destinationAddress: person.replace('+', ''),
            serviceType: '',
            messageMode: 'default',
            registeredDelivery: 1,
            dataCoding: 0,
            protocolId: 0,
            priority: 0,
            replaceIfPresent: false,
          }
        : null,
      tlvs: [],
      mayBeDuplicate: false,
      waitingFor: null,
      error: null,
      createdAt: this.at(),
      updatedAt: this.at(),
      finalAt: null,
      partDetails: [],
      timeline: [],
      ...more,
    }
    if (out && message.partDetails.length === 0) {
      message.partDetails = Array.from({ length: message.parts }, (_, index) => ({
        number: index + 1,
        state: 'queued' as const,
        attempts: 0,
        smscMessageId: null,
        sentAt: null,
        answeredAt: null,
        receiptAt: null,
        status: null,
        receiptError: null,
        receiptErrorMeaning: null,
        mayBeDuplicate: false,
      }))
    }
    if (message.timeline.length === 0) this.note(message, out ? 'message.accepted' : 'message.received')
    this.messages.unshift(message)
    Object.assign(conversation, {
      messageCount: conversation.messageCount + 1,
      unread: conversation.unread + (out ? 0 : 1),
      lastText: text.slice(0, 160),
      lastDirection: direction,
      lastAt: message.createdAt,
    })
    this.conversations.sort((a, b) => (a.lastAt < b.lastAt ? 1 : -1))
    return message
  }

  note(message: MessageDetail, kind: TimelineEntry['kind'], detail: TimelineEntry['detail'] = {}): void {
    const summaries: Partial<Record<TimelineEntry['kind'], string>> = {
      'message.accepted': 'Accepted.',
      'message.received': 'Received.',
      'message.sending': 'Part 1 handed to the Sender, attempt 1.',
      'message.submitted': 'The SMSC took part 1 under its message id 7F3A01.',
      'message.receipt': 'Delivery receipt for part 1: DELIVRD.',
      'message.final': `Message ${message.state}.`,
    }
    const summary = summaries[kind] ?? kind
    message.timeline.push({ seq: ++this.seq, at: this.at(), kind, part: null, summary, detail })
  }

  /** Carries an outbound message to its end, each step `stepMs` after the one before. */
  deliver(message: MessageDetail, stepMs = 40): void {
    const step = (state: MessageState, kind: TimelineEntry['kind'], patch: object) => {
      this.nowMs += stepMs
      message.state = state
      message.updatedAt = this.at()
      for (const part of message.partDetails) Object.assign(part, patch)
      this.note(message, kind, kind === 'message.final' ? { state } : {})
    }
    step('sending', 'message.sending', { state: 'sending', attempts: 1, sentAt: this.at() })
    const answer = { state: 'submitted', answeredAt: this.at(), status: 'ESME_ROK', smscMessageId: '7F3A01' }
    step('submitted', 'message.submitted', answer)
    step('delivered', 'message.receipt', { state: 'delivered', receiptAt: this.at(), receiptError: '000' })
    step('delivered', 'message.final', {})
    message.finalAt = this.at()
    this.addText(message.to, 'received', message.from, message.text)
  }

  addText(number: string, direction: 'received' | 'sent', other: string, text: string): void {
    const texts = this.phones.get(number) ?? []
    const parts = Math.max(1, Math.ceil(text.length / 153))
    texts.unshift({ id: this.id('txt'), direction, other, text, parts, missingParts: 0, at: this.at() })
    this.phones.set(number, texts)
  }

  /** A person answers on a phone. */
  reply(number: string, to: string, text: string): void {
    this.nowMs += 1_000
    this.addText(number, 'sent', to, text)
    const message = this.addMessage('inbound', number, text, { to })
    const { meaning, word } = meaningOf(text, this.keywords.sets)
    if (meaning === 'stop') {
      this.optOut(number, to, { source: 'keyword', keyword: word, messageId: message.id })
      this.#consent.set(message.id, 'opted-out')
    } else if (meaning === 'start' && this.optIn(number, to)) this.#consent.set(message.id, 'opted-in')
    else if (meaning === 'possible-stop') this.#consent.set(message.id, 'possible-stop')
    this.tell({ messages: [message.id], conversations: [message.conversationId], phones: [number] })
  }

  readonly inThread = ({ partDetails: _, timeline: __, ...view }: MessageDetail): ThreadMessage => ({
    ...view,
    consent: this.#consent.get(view.id) ?? null,
  })

  isOptedOut(person: string, ours: string): boolean {
    return this.optOuts.some((one) => one.person === person && (one.ours === null || one.ours === ours))
  }

  optOut(person: string, ours: string | null, more: Partial<OptOutView> = {}): OptOutView {
    const known = this.optOuts.find((one) => one.person === person && one.ours === ours)
    if (known) return known
    const made: OptOutView = {
      person,
      ours,
      source: 'api',
      keyword: null,
      messageId: null,
      by: null,
      at: this.at(),
      ...more,
    }
    this.optOuts.unshift(made)
    this.#consentChanged()
    return made
  }

  optIn(person: string, ours: string | null): boolean {
    const at = this.optOuts.findIndex((one) => one.person === person && one.ours === ours)
    if (at < 0) return false
    this.optOuts.splice(at, 1)
    this.#consentChanged()
    return true
  }

  #consentChanged(): void {
    for (const one of this.conversations) one.optedOut = this.isOptedOut(one.person, one.ours)
    this.tell({ optOuts: true })
  }
}

function set(language: string, stop: string[], start: string[], help: string[], stopReply: string): KeywordSet {
  return { language, stop, start, help, stopReply, startReply: '', helpReply: 'These texts come from {sender}.' }
}
