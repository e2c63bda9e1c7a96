import { MESSAGE_CLASSES, type MessageId, type PartRef, type SmscId } from '@smpp-connect/contracts'
import {
  BEGUN,
  type ConsentChange,
  type InboundRecord,
  type NewMessage,
  type ReceiptRecord,
  type Store,
  type SubmitRecord,
} from '@smpp-connect/store'
import fc from 'fast-check'
import { SHARES, WIRE } from './sqlite/message.ts'

/**
 * One thing done to a store, as a value. Numbers choose among what there is by then (see `World`), so that every
 * sequence makes sense and can be shrunk.
 */
export type Operation =
  | { readonly kind: 'accept'; readonly messages: readonly RandomMessage[]; readonly key: number | null }
  | { readonly kind: 'begin-answer'; readonly key: number }
  | { readonly kind: 'settle-answer'; readonly key: number; readonly isRefused: boolean }
  | { readonly kind: 'lease'; readonly smsc: number; readonly limit: number }
  | { readonly kind: 'submits'; readonly records: readonly RandomSubmit[] }
  | { readonly kind: 'receipts'; readonly records: readonly RandomReceipt[] }
  | { readonly kind: 'resolve'; readonly picks: readonly { readonly pick: number; readonly to: number }[] }
  | { readonly kind: 'mark-uncertain'; readonly smscs: readonly number[] | null }
  | { readonly kind: 'inbound'; readonly records: readonly RandomInbound[] }
  | { readonly kind: 'yield'; readonly ageMs: number; readonly marked: boolean }
  | { readonly kind: 'expire'; readonly aheadMs: number; readonly limit: number }
  | { readonly kind: 'mark-read'; readonly person: number; readonly ours: number }
  | { readonly kind: 'sweep'; readonly ageMs: number }
  | { readonly kind: 'rewrite'; readonly picks: readonly RandomRewrite[] }
  | { readonly kind: 'retext'; readonly pick: number }
  | { readonly kind: 'consent'; readonly changes: readonly RandomConsent[] }
  | { readonly kind: 'retry-parked'; readonly seqs: readonly number[]; readonly id: number }
  | { readonly kind: 'remove-old'; readonly ageMs: number; readonly limit: number }
  | { readonly kind: 'document'; readonly value: number; readonly version: number | null }

interface RandomMessage {
  readonly person: number
  readonly ours: number
  readonly smsc: number
  readonly parts: number
  readonly validMs: number
  readonly messageClass: number
  readonly owner: number
  readonly inMs: number | null
  readonly isFixed: boolean
}
interface RandomRewrite {
  readonly pick: number
  readonly smsc: number
  readonly parts: number
}
interface RandomConsent {
  readonly person: number
  readonly ours: number | null
  readonly to: number
  readonly replies: boolean
}
interface RandomSubmit {
  readonly pick: number
  readonly result: number
  readonly id: number
  /** Mostly 0: the attempt that is under way. */
  readonly staleBy: number
}
interface RandomReceipt {
  readonly smsc: number
  readonly id: number
  readonly state: number
  readonly pick: number | null
}
interface RandomInbound {
  readonly person: number
  readonly ours: number
  readonly smsc: number
  readonly text: number
  readonly withinMs: number
  readonly consent: number | null
  readonly segment: { readonly key: number; readonly number: number; readonly total: number } | null
}

const small = (max: number): fc.Arbitrary<number> => fc.nat({ max })
const batch = <Value>(one: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> => fc.array(one, { minLength: 1, maxLength: 4 })

export const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('accept' as const),
      messages: batch(
        fc.record({
          person: small(2),
          ours: small(1),
          smsc: small(1),
          parts: fc.integer({ min: 1, max: 3 }),
          validMs: fc.constantFrom(20, 500, 100_000),
          messageClass: small(2),
          owner: small(2),
          inMs: fc.option(small(150), { freq: 2, nil: null }).map((inMs) => (inMs !== null && inMs > 75 ? inMs : null)),
          isFixed: fc.boolean(),
        }),
      ),
      key: fc.option(small(2), { freq: 4 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant('lease' as const), smsc: small(1), limit: small(5) }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('submits' as const),
      records: batch(
        fc.record({ pick: small(99), result: small(11), id: small(9), staleBy: fc.constantFrom(0, 0, 0, 0, 1) }),
      ),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('receipts' as const),
      records: batch(
        fc.record({ smsc: small(1), id: small(10), state: small(5), pick: fc.option(small(99), { freq: 2 }) }),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('resolve' as const),
      picks: batch(fc.record({ pick: small(99), to: small(3) })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('mark-uncertain' as const),
      smscs: fc.option(fc.array(small(2), { maxLength: 2 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('inbound' as const),
      records: batch(
        fc.record({
          person: small(2),
          ours: small(1),
          smsc: small(1),
          text: small(5),
          withinMs: fc.constantFrom(0, 50),
          consent: fc.option(small(2), { freq: 2 }),
          segment: fc.option(fc.record({ key: small(1), number: fc.integer({ min: 0, max: 3 }), total: small(3) })),
        }),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('yield' as const), ageMs: small(200), marked: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('expire' as const), aheadMs: small(300), limit: small(4) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('mark-read' as const), person: small(2), ours: small(1) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('begin-answer' as const), key: small(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('settle-answer' as const), key: small(2), isRefused: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const), ageMs: small(400) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('rewrite' as const),
      picks: batch(fc.record({ pick: small(99), smsc: small(1), parts: fc.integer({ min: 1, max: 3 }) })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('retext' as const), pick: small(99) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('consent' as const),
      changes: batch(fc.record({ person: small(2), ours: fc.option(small(1)), to: small(2), replies: fc.boolean() })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('retry-parked' as const),
      seqs: fc.array(small(9), { maxLength: 3 }),
      id: small(9),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('remove-old' as const), ageMs: small(300), limit: small(4) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('document' as const),
      value: small(9),
      version: fc.option(small(3)),
    }),
  },
)

interface KnownPart {
  readonly ref: PartRef
  readonly smscId: SmscId
  readonly reference: number
  readonly person: string
}

const TEXTS = ['a', 'ü', '👋', '\ud83d', '\udc4b', 'long '.repeat(60)]

/** Names things for one sequence, and remembers what there is to choose from. The same for every store it is played on. */
export class World {
  readonly #run: number
  #count = 0
  nowMs: number
  readonly messages: MessageId[] = []
  readonly #parts: KnownPart[] = []
  readonly #leased: KnownPart[] = []
  readonly #sent: { readonly id: MessageId; readonly random: RandomMessage }[] = []
  readonly #attempts = new Map<string, number>()

  constructor(run: number) {
    this.#run = run
    this.nowMs = run * 1_000_000
  }

  smscId(index: number): SmscId {
    return `smsc_${this.#run}_${index}`
  }

  person(index: number): string {
    return `+44${this.#run}${index}`
  }

  ours(index: number): string {
    return `Shop ${this.#run} ${index}`
  }

  conversationId(person: number, ours: number): `cnv_${string}` {
    return `cnv_${this.#run}_${person}_${ours}`
  }

  /** The operation as a call on a store: made once, then played on each. */
  callOf(operation: Operation): (store: Store) => Promise<unknown> {
    const atMs = this.nowMs
    switch (operation.kind) {
      case 'accept': {
        const messages = operation.messages.map((message) => this.#message(message))
        const { key } = operation
        const scope = `scope ${this.#run}`
        const answer = { scope, key: `key ${key}`, fingerprint: `${messages.length}`, status: 202, body: '{}', atMs }
        return (store) => store.accept({ messages, atMs, ...(key !== null && { answer }) })
      }
      case 'begin-answer': {
        const note = {
          scope: `scope ${this.#run}`,
          key: `key ${operation.key}`,
          fingerprint: 'x',
          status: BEGUN,
          body: '',
          atMs,
        }
        return (store) => store.keepAnswer(note)
      }
      case 'settle-answer': {
        const answer = { fingerprint: 'x', status: 200, body: '"settled"', atMs }
        return (store) =>
          store.settleAnswer(`scope ${this.#run}`, `key ${operation.key}`, operation.isRefused ? null : answer)
      }
      case 'lease': {
        const request = { smscId: this.smscId(operation.smsc), limit: operation.limit, nowMs: atMs, shares: SHARES }
        return async (store) => {
          const { parts: leased } = await store.lease(request)
          for (const { part, attempt } of leased) this.#noteLease(part, attempt)
          return leased
        }
      }
      case 'submits': {
        const records = operation.records.flatMap((record) => this.#submit(record, atMs))
        return (store) => store.recordSubmits(records)
      }
      case 'receipts': {
        const records = operation.records.map((record) => this.#receipt(record, atMs))
        return (store) => store.recordReceipts(records)
      }
      case 'resolve': {
        const states = ['queued', 'held', 'uncertain-closed', 'cancelled'] as const
        const requests = operation.picks.flatMap(({ pick, to }) => {
          const part = this.#pick(pick)
          const bySmsc = pick % 3 === 0
          return part ? [{ part: part.ref, to: states[to] ?? 'queued', atMs, reason: 'test', bySmsc }] : []
        })
        return (store) => store.resolve(requests)
      }
      case 'mark-uncertain': {
        const smscIds = operation.smscs?.map((index) => this.smscId(index))
        return (store) => store.markUncertain({ reason: 'test', atMs, ...(smscIds && { smscIds }) })
      }
      case 'inbound': {
        const records = operation.records.map((record) => this.#inbound(record, atMs))
        return (store) => store.recordInbound(records)
      }
      case 'yield':
        return (store) =>
          store.yieldIncomplete(atMs - operation.ageMs, operation.marked ? 'gaps-marked' : 'gaps-omitted')
      case 'expire':
        return (store) => store.expire(atMs + operation.aheadMs, operation.limit)
      case 'mark-read':
        return (store) => store.markRead(this.conversationId(operation.person, operation.ours), atMs)
      case 'sweep': {
        const beforeMs = atMs - operation.ageMs
        return (store) =>
          store.sweep({
            answersBeforeMs: beforeMs,
            sessionsBeforeMs: beforeMs,
            parkedReceiptsBeforeMs: beforeMs,
            fingerprintsBeforeMs: beforeMs,
          })
      }
      case 'rewrite': {
        const requests = operation.picks.flatMap(({ pick, smsc, parts }) => {
          const known = this.#sent[pick % Math.max(1, this.#sent.length)]
          if (!known) return []
          const message = this.#message({ ...known.random, smsc, parts }, known.id)
          return [{ message, atMs, reason: 'test' }]
        })
        return (store) => store.rewrite(requests)
      }
      case 'retext': {
        const { pick } = operation
        const known = this.#sent[pick % Math.max(1, this.#sent.length)]
        return (store) => store.retext(known?.id ?? 'msg_none', `another text ${pick}`, atMs)
      }
      case 'consent': {
        const changes = operation.changes.map((change) => this.#consent(change, null, atMs))
        return (store) => store.changeConsent(changes)
      }
      case 'retry-parked': {
        const batch = operation.seqs.map((seq) => ({ seq, idForms: [`i${operation.id}`] }))
        return (store) => store.retryParked(batch, atMs)
      }
      case 'remove-old':
        return (store) => store.removeOld(atMs - operation.ageMs, operation.limit)
      case 'document':
        return (store) => store.putDocument('routing', { value: operation.value }, operation.version, atMs)
    }
  }

  #consent({ person, ours, to, replies }: RandomConsent, messageId: MessageId | null, atMs: number): ConsentChange {
    const smsc = { parts: 1, smsc: 0, validMs: 500, messageClass: 1, owner: 0, inMs: null, isFixed: false }
    return {
      person: this.person(person),
      ours: ours === null ? null : this.ours(ours),
      source: 'keyword',
      keyword: 'STOP',
      messageId,
      by: null,
      atMs,
      to: (['opted-out', 'opted-in', 'as-is'] as const)[to] ?? 'as-is',
      reply: replies && ours !== null ? this.#message({ person, ours, ...smsc }) : null,
    }
  }

  #message(random: RandomMessage, id: MessageId = this.#newId()): NewMessage {
    const { person, ours, smsc, parts, validMs, messageClass, owner, inMs, isFixed } = random
    if (!this.#sent.some((sent) => sent.id === id)) this.#sent.push({ id, random })
    const references = Array.from({ length: parts }, (_, index) => (this.#count + index) % 7)
    references.forEach((reference, index) => {
      const ref = { messageId: id, number: index + 1 }
      this.#parts.push({ ref, smscId: this.smscId(smsc), reference, person: this.person(person) })
    })
    return {
      id,
      from: this.ours(ours),
      to: this.person(person),
      text: `text of ${id}`,
      encoding: 'gsm7',
      smscId: this.smscId(smsc),
      conversationId: this.conversationId(person, ours),
      reference: null,
      expiresAtMs: this.nowMs + validMs,
      messageClass: MESSAGE_CLASSES[messageClass] ?? 'bulk',
      owner: `key_${owner}`,
      sendAtMs: inMs === null ? null : this.nowMs + inMs,
      smscFixed: isFixed,
      optOutExempt: false,
      wire: { ...WIRE, protocolId: smsc, destination: { ton: 1, npi: 1, address: this.person(person) } },
      tlvs: parts > 1 ? [{ tag: 0x1400, value: Uint8Array.of(parts) }] : [],
      parts: references.map((userMessageReference) => ({
        esmClass: 0,
        shortMessage: Uint8Array.of(userMessageReference),
        userMessageReference,
        tlvs: [],
      })),
    }
  }

  #submit({ pick, result, id, staleBy }: RandomSubmit, atMs: number): readonly SubmitRecord[] {
    const part = this.#pick(pick)
    if (!part) return []
    const attempt = (this.#attempts.get(`${part.ref.messageId}/${part.ref.number}`) ?? 1) - staleBy
    const smscId = id === 9 ? 'smsc_of_somebody_else' : part.smscId
    const results: readonly SubmitRecord['result'][] = [
      { kind: 'retry', status: 0x58, dueAtMs: atMs + id * 10, counts: true },
      { kind: 'final', state: id % 3 === 0 ? 'failed' : 'rejected', status: id === 1 ? null : 11, errorCode: 'x' },
      { kind: 'returned', reason: 'test', behind: id % 2 === 0 },
      { kind: 'uncertain', reason: 'test' },
      { kind: 'hold', status: 0x14, reason: 'test' },
      { kind: 'blocked' },
    ]
    const submitted = { kind: 'submitted', smscMessageId: `I${id}`, idForms: [`i${id}`, `${id}`] } as const
    return [{ part: part.ref, attempt, smscId, atMs, sentAtMs: atMs - 1, result: results[result] ?? submitted }]
  }

  #receipt({ smsc, id, state, pick }: RandomReceipt, atMs: number): ReceiptRecord {
    const states = ['delivered', 'undelivered', 'expired', 'rejected', 'cancelled', 'submitted'] as const
    const part = pick === null ? undefined : this.#pick(pick)
    return {
      smscId: part?.smscId ?? this.smscId(smsc),
      atMs,
      smscMessageId: id > 9 ? '' : `I${id}`,
      idForms: id > 9 ? [] : [`i${id}`],
      otherRadix: { hexadecimalAnswer: id > 4 ? null : `${id + 1}`, decimalAnswer: `i${id + 2}` },
      userMessageReference: part?.reference ?? null,
      destination: part?.person ?? '',
      state: states[state] ?? 'delivered',
      stat: `S${state}`,
      error: null,
    }
  }

  #inbound({ person, ours, smsc, text, withinMs, segment, consent }: RandomInbound, atMs: number): InboundRecord {
    const id = this.#newId()
    const change = { person, ours, to: consent ?? 0, replies: text % 2 === 0 }
    return {
      id,
      consent: consent === null ? null : this.#consent(change, id, atMs),
      tlvs: text === 1 ? [{ tag: 5, value: Uint8Array.of(smsc, 255) }] : [],
      conversationId: this.conversationId(person, ours),
      smscId: this.smscId(smsc),
      atMs,
      from: this.person(person),
      to: this.ours(ours),
      encoding: text % 2 === 0 ? 'gsm7' : 'ucs2',
      text: TEXTS[text] ?? '',
      fingerprint: `print ${person} ${ours} ${text} ${segment?.number}`,
      duplicateWithinMs: withinMs,
      segment: segment && { ...segment, key: `key ${segment.key}` },
    }
  }

  #newId(): MessageId {
    this.#count += 1
    const id: MessageId = `msg_${this.#run}_${this.#count}`
    this.messages.push(id)
    return id
  }

  #noteLease({ messageId, number }: PartRef, attempt: number): void {
    this.#attempts.set(`${messageId}/${number}`, attempt)
    const part = this.#parts.find(({ ref }) => ref.messageId === messageId && ref.number === number)
    if (part && !this.#leased.slice(-MOST_PICKED).includes(part)) this.#leased.push(part)
  }

  /** Mostly one of those leased last, else of the newest: the likeliest to be under way. */
  #pick(pick: number): KnownPart | undefined {
    const recent = (pick % 5 === 0 || this.#leased.length === 0 ? this.#parts : this.#leased).slice(-MOST_PICKED)
    return recent[pick % Math.max(1, recent.length)]
  }
}

const MOST_PICKED = 8
