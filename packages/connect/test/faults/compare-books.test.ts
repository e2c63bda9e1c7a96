import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { ConnectEvent, EventKind, MessageClass } from '@smpp-connect/contracts'
import type { LedgerReply, LedgerSubmit } from '@smpp-connect/simulator'
import { ClientBook } from './client-book.ts'
import { type Books, compareBooks } from './compare-books.ts'
import type { KeptMessage } from './store-book.ts'

/** Books are plain values here: each test spoils one of them somewhere. */
type Mutable<Value> = Value extends ClientBook | Uint8Array
  ? Value
  : Value extends readonly (infer Item)[]
    ? Mutable<Item>[]
    : Value extends object
      ? { -readonly [Key in keyof Value]: Mutable<Value[Key]> }
      : Value

const TWICE = '+447700100001'
const ONCE = '+447700100002'
const PERSON = '+447800900001'

function event(kind: EventKind, atMs: number, part: number | null): ConnectEvent {
  return { seq: atMs, atMs, kind, messageId: null, part, conversationId: null, smscId: null, detail: {} }
}

function submit(to: string, smscMessageId: string, submittedAtMs: number): LedgerSubmit {
  const destination = { ton: 1, npi: 1, address: to.slice(1) }
  const octets = Buffer.from(to)
  return {
    destination,
    smscMessageId,
    submittedAtMs,
    octets,
    concatenation: undefined,
    receiptStatus: 0,
  } as unknown as LedgerSubmit
}

function kept(id: string, to: string, messageClass: MessageClass, smscMessageId: string): KeptMessage {
  const record = { id, direction: 'outbound', state: 'delivered', to, text: `to ${to}`, parts: 1, messageClass }
  return {
    record: { ...record, mayBeDuplicate: false } as unknown as KeptMessage['record'],
    parts: [{ number: 1, state: 'delivered', smscMessageId }] as unknown as KeptMessage['parts'],
    timeline: [event('message.final', 900, null)],
  }
}

/** Two texts of which one was in flight when Connect was killed at 200, and so came twice, and a text from a person. */
function soundBooks(): Mutable<Books> {
  const clients = new ClientBook()
  for (const [id, to, messageClass] of [
    ['msg_1', TWICE, 'transactional'],
    ['msg_2', ONCE, 'bulk'],
  ] as const) {
    clients.acknowledged.push({
      id,
      atMs: 100,
      to,
      text: `to ${to}`,
      messageClass,
      smscId: 'smsc_1',
      expiresAtMs: 5_000,
    })
  }
  clients.finals.set('msg_2', 'delivered')
  clients.names.set('smsc_1', { tried: ['a', 'b', 'c'], acknowledged: 'b' })
  const twice = kept('msg_1', TWICE, 'transactional', '12')
  const inbound = { id: 'msg_3', direction: 'inbound', state: 'received', from: PERSON, text: 'hello' }
  const books: Books = {
    clients,
    submits: [submit(TWICE, '11', 150), submit(ONCE, '21', 160), submit(TWICE, '12', 400)],
    replies: [{ phone: PERSON, text: 'hello', partStatuses: [0] } as unknown as LedgerReply],
    kept: {
      messages: [
        {
          ...twice,
          record: { ...twice.record, mayBeDuplicate: true },
          timeline: [event('message.uncertain', 250, 1), ...twice.timeline],
        },
        kept('msg_2', ONCE, 'bulk', '21'),
        { record: inbound as KeptMessage['record'], parts: [], timeline: [] },
      ],
      counts: { byState: { delivered: 2, received: 1 } } as Books['kept']['counts'],
      definitions: [{ id: 'smsc_1', name: 'c' }] as unknown as Books['kept']['definitions'],
      unsound: [],
    },
    lives: [
      { startedAtMs: 0, endedBy: { point: 'K8', nth: 3 } },
      { startedAtMs: 200, endedBy: undefined },
    ],
    mostWithSenders: 10,
  }
  return books as unknown as Mutable<Books>
}

const DEFECTS: readonly (readonly [what: string, plant: (books: Mutable<Books>) => unknown, found: RegExp])[] = [
  ['a text that is gone', ({ kept }) => kept.messages.splice(1, 1), /^lost: msg_2/],
  ['a text that nobody sent', ({ kept }) => kept.messages.push(kept.messages[0]!), /3 texts are kept, 2 were/],
  ['another text', ({ kept }) => (kept.messages[1]!.record.text = 'x'), /msg_2 is not the text/],
  ['a text that does not end', ({ kept }) => (kept.messages[1]!.record.state = 'submitted'), /ended as submitted/],
  ['an end before its time', ({ kept }) => (kept.messages[1]!.record.state = 'expired'), /msg_2 .* ended as expired/],
  ['an end that changes', ({ clients }) => clients.finals.set('msg_2', 'cancelled'), /seen as cancelled/],
  ['two ends', ({ kept }) => kept.messages[1]!.timeline.push(event('message.final', 950, null)), /msg_2 has 2 ends/],
  [
    'a copy without a reason',
    ({ submits }) => submits.push(submit(ONCE, '22', 500)),
    /msg_2 \(bulk\) 2 times, allowed 1/,
  ],
  ['a copy too many', ({ submits }) => submits.push(submit(TWICE, '13', 500)), /msg_1 .* 3 times, allowed 2/],
  ['a copy that is not told', ({ kept }) => (kept.messages[0]!.record.mayBeDuplicate = false), /may be a duplicate/],
  ['other octets', ({ submits }) => (submits[2]!.octets = Buffer.from('x')), /copies of part 1 of msg_1 .* differ/],
  ['delivered and never sent', ({ submits }) => submits.splice(1, 1), /never saw part 1 of msg_2/],
  [
    'a receipt that did nothing',
    ({ kept }) => (kept.messages[1]!.parts[0]!.state = 'submitted'),
    /receipt of 21 is lost/,
  ],
  ['a receipt nobody took', ({ submits }) => (submits[1]!.receiptStatus = undefined), /21 was never acknowledged/],
  ['an answer that is gone', ({ kept }) => (kept.messages[1]!.parts[0]!.smscMessageId = null), /answer 21 was lost/],
  ['a submit of nothing', ({ submits }) => submits.push(submit('+1', '99', 1)), /99, of which Connect knows nothing/],
  ['more in doubt than was with the Senders', (books) => (books.mostWithSenders = 0), /K8 left 1 uncertain, at most 0/],
  ['a reply that is gone', ({ kept }) => kept.messages.splice(2, 1), /hello was acknowledged and is there 0 times/],
  ['a reply that is there twice', ({ kept }) => kept.messages.push(kept.messages[2]!), /is there 2 times/],
  ['a reply without an OK', ({ replies }) => (replies[0]!.partStatuses = [undefined]), /hello was not acknowledged/],
  ['counts that are wrong', ({ kept }) => (kept.counts.byState.delivered = 3), /say 3 delivered, there are 2/],
  ['a change that is gone', ({ kept }) => (kept.definitions[0]!.name = 'a'), /is "a", but "b" was acknowledged/],
  ['a damaged file', ({ kept }) => kept.unsound.push('row 3 missing'), /row 3 missing/],
  ['an answer nobody expects', ({ clients }) => clients.surprises.push('text 1: 500'), /text 1: 500/],
]

describe('the books', () => {
  it('agree, and tell what a kill did', () => {
    const { wrong, kills } = compareBooks(soundBooks() as unknown as Books)
    assert.deepEqual(wrong, [])
    assert.deepEqual(kills, [{ plan: { point: 'K8', nth: 3 }, uncertain: 1, allowed: 1, doubled: 1, lost: 0 }])
  })

  for (const [what, plant, found] of DEFECTS) {
    it(`do not agree with ${what}`, () => {
      const books = soundBooks()
      plant(books)
      const { wrong } = compareBooks(books as unknown as Books)
      assert.ok(
        wrong.some((line) => found.test(line)),
        JSON.stringify(wrong),
      )
    })
  }
})
