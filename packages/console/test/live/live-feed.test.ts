import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Changes } from '@smpp-connect/contracts'
import { LiveFeed, type Source } from '../../src/live/live-feed.ts'

/** An EventSource that does what the test says. */
class FakeSource implements Source {
  readyState = 0
  closed = false
  readonly url: string
  readonly #listeners = new Map<string, (event: { readonly data?: unknown }) => void>()

  constructor(url: string) {
    this.url = url
  }

  addEventListener(type: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.#listeners.set(type, listener)
  }

  close(): void {
    this.closed = true
    this.readyState = 2
  }

  say(type: string, data?: unknown): void {
    if (type === 'open') this.readyState = 1
    this.#listeners.get(type)?.({ data: data === undefined ? undefined : JSON.stringify(data) })
  }

  /** The server answered with an error: a browser's EventSource gives up then. */
  refuse(): void {
    this.readyState = 2
    this.say('error')
  }

  /** The line broke: a browser's EventSource tries again by itself. */
  cut(): void {
    this.readyState = 0
    this.say('error')
  }
}

function stage() {
  const sources: FakeSource[] = []
  const changes: Changes[] = []
  let nowMs = 0
  let refusals = 0
  const feed = new LiveFeed({
    open: (url) => {
      const source = new FakeSource(url)
      sources.push(source)
      return source
    },
    nowMs: () => nowMs,
    onHealth: () => {},
    onChanges: (each) => changes.push(each),
    onRefused: () => {
      refusals += 1
    },
  })
  feed.start()
  const pass = (ms: number) => {
    for (const end = nowMs + ms; nowMs < end; ) {
      nowMs += 1_000
      feed.tick()
    }
  }
  const last = () => sources.at(-1) as FakeSource
  return { feed, sources, changes, pass, last, refusals: () => refusals }
}

const frame = (upTo: number): Changes => ({
  upTo,
  messages: ['msg_1'],
  conversations: [],
  smscs: [],
  phones: [],
  settings: [],
  optOuts: false,
  more: false,
})

test('the first opening renews everything: it may have changed since it was loaded', () => {
  const { last, changes, feed } = stage()
  assert.equal(last().url, '/v1/events?view=changes')
  last().say('open')
  assert.equal(feed.health.status, 'live')
  assert.deepEqual(
    changes.map((each) => each.more),
    [true],
  )
})

test('frames are handed on, and what is no frame counts as anything', () => {
  const { last, changes } = stage()
  last().say('open')
  last().say('changes', frame(5))
  last().say('changes', { nonsense: true })
  assert.deepEqual(changes[1], frame(5))
  assert.equal(changes[2]?.more, true)
})

test('a cut line is left to the browser, which resumes by itself; reopening renews nothing', () => {
  const { last, changes, sources, feed, pass } = stage()
  last().say('open')
  last().say('heartbeat', { upTo: 9 })
  last().cut()
  assert.equal(feed.health.status, 'reconnecting')
  pass(3_000)
  last().say('open')
  assert.equal(sources.length, 1)
  assert.equal(changes.length, 1)
  assert.equal(feed.health.status, 'live')
})

test('a refused feed is opened anew, later each time, from the last place that was heard', () => {
  const { last, sources, pass, refusals } = stage()
  last().say('open')
  last().say('changes', frame(41))
  last().say('heartbeat', { upTo: 44 })
  last().refuse()
  assert.equal(refusals(), 1)
  pass(1_000)
  assert.equal(sources.length, 2)
  assert.equal(last().url, '/v1/events?view=changes&after=44')
  last().refuse()
  pass(1_000)
  assert.equal(sources.length, 2)
  pass(1_000)
  assert.equal(sources.length, 3)
})

test('an open line without a word for twelve seconds is dead, and replaced', () => {
  const { last, sources, pass, feed } = stage()
  last().say('open')
  last().say('heartbeat', { upTo: 3 })
  pass(6_000)
  assert.equal(feed.health.status, 'stale')
  assert.equal(sources.length, 1)
  pass(7_000)
  assert.equal(sources.length, 2)
  assert.equal(sources[0]?.closed, true)
  sources[0]?.say('heartbeat', { upTo: 4 })
  assert.equal(feed.health.status, 'stale', 'a replaced line is not listened to')
})

test('stopped and started again it goes on where it was', () => {
  const { last, feed, sources, changes } = stage()
  last().say('open')
  last().say('heartbeat', { upTo: 12 })
  feed.stop()
  assert.equal(sources[0]?.closed, true)
  feed.start()
  assert.equal(last().url, '/v1/events?view=changes&after=12')
  last().say('open')
  assert.equal(changes.length, 1)
})

test('a feed that is behind the place we had is that of another store: everything is renewed', () => {
  const { last, changes } = stage()
  last().say('open')
  last().say('heartbeat', { upTo: 500 })
  last().say('heartbeat', { upTo: 3 })
  assert.equal(changes.length, 2)
  assert.equal(changes[1]?.more, true)
})
