import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ClientBook } from '../faults/client-book.ts'
import { judgeSite, type SiteBook, tallyOf } from './judge-site.ts'

const TEXT = '+4477000000011'
const STOPPED = '+4477000000022'
const SHORT_LIVED = '+4477000000033'

type Loose = { -readonly [Key in keyof SiteBook]: SiteBook[Key] } & { books: { submits: unknown[] } }

function submit(to: string, submittedAtMs: number): unknown {
  return { destination: { address: to.slice(1) }, concatenation: undefined, submittedAtMs, receiptStatus: 0 }
}

function kept(id: string, to: string, doubts: number): unknown {
  const timeline = Array.from({ length: doubts }, () => ({ kind: 'message.uncertain', part: 1, atMs: 200 }))
  return { record: { id, direction: 'outbound', state: 'delivered', to, parts: 1 }, parts: [], timeline }
}

/** One text that was sent again because it was in doubt, one for somebody who wrote STOP, one that was worth little time. */
function soundSite(): Loose {
  const clients = new ClientBook()
  for (const [id, to, more] of [
    ['msg_1', TEXT, {}],
    ['msg_2', STOPPED, { endings: ['delivered', 'blocked'] }],
    ['msg_3', SHORT_LIVED, { expiresAtMs: 5_000 }],
  ] as const) {
    const rest = {
      atMs: 100,
      expiresAtMs: 60_000,
      text: 'Hello',
      messageClass: 'transactional',
      smscId: 'smsc_1',
    } as const
    clients.acknowledged.push({ id, to, ...rest, ...more })
  }
  clients.turnedAway.push(3_500)
  const stop = {
    record: { id: 'msg_4', direction: 'inbound', from: STOPPED, text: 'STOP' },
    timeline: [{ atMs: 1_000 }],
  }
  const byState = { delivered: 3, received: 1 }
  return {
    books: {
      clients,
      submits: [submit(TEXT, 150), submit(TEXT, 400), submit(STOPPED, 1_900), submit(SHORT_LIVED, 4_000)],
      replies: [{ phone: STOPPED, text: 'STOP', partStatuses: [0] }],
      kept: {
        messages: [kept('msg_1', TEXT, 1), kept('msg_2', STOPPED, 0), kept('msg_3', SHORT_LIVED, 0), stop],
        counts: { byState },
      },
      lives: [],
      mostWithSenders: 10,
    },
    counts: { byState },
    metrics: 'connect_messages{state="delivered"} 3\nconnect_messages{state="received"} 1\n',
    logs: 'bind lost  smscId="smsc_1"',
    secrets: ['ck_live_abcdef'],
    mostBound: new Map([
      ['echo', 1],
      ['mute', 2],
    ]),
    mostUnanswered: new Map([['echo', 10]]),
    managerGaps: [{ fromMs: 3_000, toMs: 4_000 }],
    memory: new Map([['manager', 200]]),
    losses: 1,
    extraBinds: 0,
    neverDoubles: false,
    isLate: false,
    unreadMs: 0,
  } as unknown as Loose
}

const DEFECTS: readonly (readonly [what: string, plant: (site: Loose) => unknown, found: RegExp])[] = [
  ['more in doubt than the losses allow', (site) => (site.losses = 0), /1 parts were in doubt, with 0 losses/],
  ['a copy where the answers were kept', (site) => (site.neverDoubles = true), /1 were sent twice though/],
  ['a text after STOP', ({ books }) => books.submits.push(submit(STOPPED, 2_100)), /msg_2 was sent 1100 ms after/],
  [
    'a text after its time',
    ({ books }) => books.submits.push(submit(SHORT_LIVED, 6_500)),
    /1500 ms after it had expired/,
  ],
  ['one bind too many', (site) => (site.mostBound = new Map([['echo', 2]])), /echo was bound 2 times at once, not 1/],
  [
    'an overfull window',
    (site) => (site.mostUnanswered = new Map([['mute', 11]])),
    /mute had 11 unanswered on one bind/,
  ],
  ['too much memory', (site) => (site.memory = new Map([['london', 600]])), /london needed 600 MiB/],
  ['a door that is shut', (site) => (site.managerGaps = []), /1 requests were turned away though a manager ran/],
  ['a metric that is wrong', (site) => (site.metrics = ''), /delivered: stored 3, the API 3, metrics 0/],
  ['a number in a log', (site) => (site.logs = `to=${TEXT}`), /a log holds a number or a text/],
  ['a text in a log', (site) => (site.logs = 'text="Reply 17"'), /a log holds a number or a text/],
  ['a key in a log', (site) => (site.logs = 'key=ck_live_abcdef'), /a log holds a secret, ck_l…/],
]

describe('what was seen of a site', () => {
  it('is sound, and told in figures', () => {
    const site = soundSite() as unknown as SiteBook
    assert.deepEqual(judgeSite(site), [])
    const { texts, receipts, replies, lost, doubled, doubledWrongly, uncertain } = tallyOf(site.books)
    assert.deepEqual([texts, receipts, replies, lost, doubled, doubledWrongly, uncertain], [3, 4, 1, 0, 1, 0, 1])
  })

  for (const [what, plant, found] of DEFECTS) {
    it(`is not sound with ${what}`, () => {
      const site = soundSite()
      plant(site)
      const wrong = judgeSite(site as unknown as SiteBook)
      assert.ok(
        wrong.some((line) => found.test(line)),
        JSON.stringify(wrong),
      )
    })
  }

  it('counts what is lost, and copies that nothing allows', () => {
    const site = soundSite()
    ;(site.books.kept.messages as unknown[]).splice(3, 1)
    ;(site.books.kept.messages as unknown[]).splice(1, 1)
    site.books.submits.push(submit(SHORT_LIVED, 4_100))
    const { lost, doubledWrongly } = tallyOf((site as unknown as SiteBook).books)
    assert.deepEqual([lost, doubledWrongly], [2, 1])
  })
})
