import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Changes, changesSchema, feedEventSchema } from '@smpp-connect/contracts'
import { eventually, settle, VirtualClock } from '@smpp-connect/testkit'
import type { ApiOptions, App } from '../../src/index.ts'
import { FakeSimulator } from '../fake-simulator.ts'
import { FakeLog, fakeAccess, fakeUseCases, SESSION } from '../fake-use-cases.ts'
import { StoreUnavailable } from '../store-unavailable.ts'
import { apiOver, WITH_KEY } from '../world.ts'
import { SseClient, type SseMessage } from './sse-client.ts'

const apis: App[] = []
after(async () => {
  await Promise.all(apis.map((api) => api.close()))
})

async function world(
  options: Partial<ApiOptions> = {},
  log = new FakeLog(),
  changes: Parameters<typeof fakeUseCases>[0] = {},
) {
  const clock = new VirtualClock()
  const api = apiOver({}, { clock, useCases: fakeUseCases(changes, log), ...options })
  apis.push(api)
  const url = `${await api.listen({ port: 0, host: '127.0.0.1' })}/v1/events`
  const open = (query = '', headers: Record<string, string> = {}) =>
    SseClient.open(url + query, { ...WITH_KEY, ...headers })
  return { clock, api, log, url, open }
}

const ids = (messages: readonly SseMessage[]) => messages.map(({ id }) => Number(id))
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)
const frameOf = (message: SseMessage | undefined): Changes => {
  assert.equal(message?.event, 'changes')
  const frame = changesSchema.strict().parse(JSON.parse(message?.data ?? ''))
  assert.equal(Number(message?.id), frame.upTo)
  return frame
}

test('every event is one message with its seq, its kind and a sentence', async () => {
  const { log, open } = await world()
  log.append(3)
  const feed = await open()
  assert.equal(feed.status, 200)
  assert.match(String(feed.headers['content-type']), /^text\/event-stream/)
  assert.equal(feed.headers['cache-control'], 'no-store, no-transform')
  assert.equal(feed.headers['x-content-type-options'], 'nosniff')
  await eventually('the place is told before any event', () => feed.lastId === '3')
  log.append(1, { detail: { attempt: 2 } })
  const [message] = await feed.take(1)
  assert.deepEqual([message?.id, message?.event], ['4', 'message.sending'])
  const data = feedEventSchema.strict().parse(JSON.parse(message?.data ?? ''))
  assert.equal(data.summary, 'Handed to the Sender, attempt 2.')
  assert.equal(data.at, '2026-01-01T00:00:00.004Z')
  feed.close()
})

test('a feed resumes after the last id, or after what the address says', async () => {
  const { log, open } = await world()
  log.append(10)
  const byHeader = await open('?after=2', { 'last-event-id': '7' })
  assert.deepEqual(ids(await byHeader.take(3)), [8, 9, 10])
  const byQuery = await open('?after=8')
  assert.deepEqual(ids(await byQuery.take(2)), [9, 10])
  const fromTheBeginning = await open('?after=0')
  assert.deepEqual(ids(await fromTheBeginning.take(10)), range(1, 10))
  for (const feed of [byHeader, byQuery, fromTheBeginning]) feed.close()
})

test('a place beyond the end, from before a restore, counts as the end', async () => {
  const { log, open } = await world()
  log.append(5)
  const feed = await open('', { 'last-event-id': '900' })
  await eventually('its place', () => feed.lastId === '5')
  log.append(1)
  assert.deepEqual(ids(await feed.take(1)), [6])
  feed.close()
})

test('a place that is none is refused, and no feed begins now in its stead', async () => {
  const { url } = await world()
  const ask = async (query: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(url + query, { headers: { ...WITH_KEY, ...headers } })
    const { code, errors } = (await answer.json()) as { code: string; errors: { pointer: string; detail: string }[] }
    assert.deepEqual([answer.status, code], [422, 'request-invalid'])
    return errors.map(({ pointer, detail }) => `${pointer}: ${detail}`)
  }
  for (const id of ['x', '-1', '7, 8', '1e3', '9'.repeat(16)]) {
    const places = await ask('', { 'last-event-id': id })
    assert.deepEqual(places, ['Last-Event-ID: expected the `id` of a message of this feed; leave it out to begin now'])
  }
  for (const place of ['', 'x', '0x5']) {
    assert.deepEqual(await ask(`?after=${place}`), ['after: expected a whole number in decimal digits'])
  }
  assert.deepEqual(await ask('?after=-1'), ['after: expected at least 0'])
  assert.deepEqual(await ask('?after=1&after=2'), ['after: expected one, found several'])
})

test('nothing is lost or doubled when events come while a feed catches up', async () => {
  const log = new FakeLog()
  log.append(450)
  const { open } = await world({}, log)
  // Three reads of the store bring it to where the tail of what was announced begins.
  log.meanwhile = () => log.append(100)
  const feed = await open('?after=0')
  assert.deepEqual(ids(await feed.take(750)), range(1, 750))
  assert.equal(log.reads, 3)
  log.append(2)
  assert.deepEqual(ids(await feed.take(2)), [751, 752])
  feed.close()
})

test('a reader that was cut off goes on where it was', async () => {
  const { log, open } = await world()
  const first = await open('?after=0')
  log.append(30)
  const got = ids(await first.take(17))
  first.close()
  log.append(30)
  const second = await open('', { 'last-event-id': String(got.at(-1)) })
  log.append(10)
  got.push(...ids(await second.take(53)))
  assert.deepEqual(got, range(1, 70))
  second.close()
})

test('in silence it says every two seconds that it lives', async () => {
  const { clock, log, open } = await world()
  log.append(4)
  for (const query of ['', '?view=changes']) {
    const feed = await open(query)
    await eventually('the feed', () => feed.lastId === '4')
    for (let beat = 0; beat < 3; beat++) {
      await clock.advance(2_000)
      assert.deepEqual(await feed.next(), { id: undefined, event: 'heartbeat', data: '{"upTo":4}' })
    }
    feed.close()
  }
})

test('a heartbeat never claims what has not been told', async () => {
  const log = new FakeLog()
  log.append(3)
  const gate = Promise.withResolvers<void>()
  const events = async (afterSeq: number, limit: number) => {
    const found = await log.read(afterSeq, limit)
    // The second read, after which the frame is sent, takes its time.
    if (found.length === 0) await gate.promise
    return found
  }
  const { clock, open } = await world({}, log, { events })
  const feed = await open('?view=changes&after=0')
  await eventually('both reads', () => log.reads === 2)
  await clock.advance(2_000)
  assert.equal((await feed.next())?.data, '{"upTo":0}')
  gate.resolve()
  assert.equal(frameOf(await feed.next()).upTo, 3)
  feed.close()
})

test('changes come at most four times a second, and none is forgotten', async () => {
  const { clock, log, open } = await world()
  const feed = await open('?view=changes')
  await eventually('the feed', () => feed.lastId === '0')
  log.append(1)
  assert.deepEqual(frameOf(await feed.next()).messages, ['msg_1'])
  log.append(2)
  await settle()
  log.append(1, { kind: 'smsc.changed', messageId: null, conversationId: null, smscId: 'smsc_2' })
  await clock.advance(249)
  await settle()
  assert.equal(feed.waiting, 0, 'not yet')
  await clock.advance(1)
  assert.deepEqual(frameOf(await feed.next()), {
    upTo: 4,
    messages: ['msg_2', 'msg_3'],
    conversations: ['cnv_1'],
    smscs: ['smsc_1', 'smsc_2'],
    phones: [],
    settings: [],
    optOuts: false,
    more: false,
  })
  feed.close()
})

test('changes resume by id, and say when there are too many to name', async () => {
  const { log, open } = await world()
  log.append(300)
  const near = await open('?view=changes', { 'last-event-id': '298' })
  assert.deepEqual(frameOf(await near.next()).messages, ['msg_299', 'msg_300'])
  const many = await open('?view=changes&after=10')
  const frame = frameOf(await many.next())
  assert.deepEqual([frame.messages.length, frame.more, frame.upTo], [200, true, 300])
  for (const feed of [near, many]) feed.close()
})

test('a reader of changes who is far behind is told to load everything, without reading the whole log', async () => {
  const log = new FakeLog()
  log.append(6_000)
  const { open } = await world({}, log)
  const feed = await open('?view=changes&after=1')
  const frame = frameOf(await feed.next())
  assert.deepEqual([frame.upTo, frame.more, frame.messages.length], [6_000, true, 0])
  assert.ok(log.reads <= 2)
  feed.close()
})

test('phones of the simulator are changes too, and are told again to who was away', async () => {
  const simulator = new FakeSimulator()
  const { clock, open } = await world({ simulator })
  const feed = await open('?view=changes')
  await eventually('the feed listens', () => simulator.followers === 1)
  simulator.ring('+1', '+2')
  simulator.ring('+2')
  assert.deepEqual(frameOf(await feed.next()).phones, ['+1', '+2'])
  await clock.advance(250)
  const resumed = await open('?view=changes', { 'last-event-id': '0' })
  assert.deepEqual(frameOf(await resumed.next()).phones, ['+447700900123'])
  for (const each of [feed, resumed]) each.close()
  await eventually('nobody listens any more', async () => {
    await clock.advance(250)
    return simulator.followers === 0
  })
})

test('closing the server ends all feeds at once, even of readers who do not read', async () => {
  const { api, log, open } = await world()
  const feeds = await Promise.all([open(), open('?view=changes'), open('?after=0')])
  const stuck = await open('?after=0')
  stuck.pause()
  log.append(6_000, { detail: { reason: 'x'.repeat(4_000) } })
  let reads = 0
  await eventually('the stuck one is full, and the others have all', async () => {
    const before = reads
    reads = log.reads
    await settle(50)
    return reads > 5 && reads === before
  })
  const closing = api.close()
  for (const feed of feeds) {
    while (await feed.next());
  }
  await closing
  stuck.close()
})

test('a reader who takes nothing is cut off, holds no memory, and resumes', async () => {
  const log = new FakeLog()
  log.append(6_000, { detail: { reason: 'x'.repeat(4_000) } })
  const { clock, open } = await world({ limits: { maxFeeds: 1 } }, log)
  const feed = await open('?after=0')
  feed.pause()
  // Room for another feed shows that it was cut off.
  const resumed = await eventually('it is cut off', async () => {
    await clock.advance(20_000)
    const other = await open('', { 'last-event-id': '6000' })
    if (other.status === 200) return other
    other.close()
    return undefined
  })
  // It filled the buffers of the sockets and stopped there: 6,000 events would have taken 30 reads.
  assert.ok(log.reads < 28, `${log.reads} reads`)
  feed.resume()
  const got: number[] = []
  for (let message = await feed.next(); message; message = await feed.next()) {
    if (message.event !== 'heartbeat') got.push(Number(message.id))
  }
  assert.ok(got.length > 0 && got.length < 6_000)
  assert.deepEqual(got, range(1, got.length))
  resumed.close()
})

test('feeds are limited, and a closed one makes room', async () => {
  const { open } = await world({ limits: { maxFeeds: 2 } })
  const feeds = await Promise.all([open(), open()])
  const refused = await open()
  assert.deepEqual([refused.status, refused.headers['retry-after']], [429, '10'])
  refused.close()
  feeds[0]?.close()
  const again = await eventually('room for another', async () => {
    const feed = await open()
    if (feed.status === 200) return feed
    feed.close()
    return undefined
  })
  for (const feed of [again, feeds[1]]) feed?.close()
})

test('a feed ends when its session does', async () => {
  let valid = true
  const access = fakeAccess({
    userOfSession: async (token) =>
      valid && token === SESSION ? { kind: 'user', id: 'usr_1', name: 'Anna' } : undefined,
  })
  const { clock, url } = await world({}, new FakeLog(), { access })
  const feed = await SseClient.open(url, { cookie: `connect_session=${SESSION}` })
  await eventually('the feed', () => feed.lastId === '0')
  await clock.advance(30_000)
  valid = false
  await clock.advance(30_000)
  let last: SseMessage | undefined
  for (let message = await feed.next(); message; message = await feed.next()) last = message
  assert.equal(last?.event, 'heartbeat')
})

test('a store that fails on the way ends the feed; the reader comes back', async () => {
  const log = new FakeLog()
  log.append(300)
  let broken = false
  const events = async (afterSeq: number, limit: number) => {
    if (broken) throw new StoreUnavailable('the disk is gone')
    broken = true
    return log.read(afterSeq, limit)
  }
  const { open } = await world({}, log, { events })
  const feed = await open('?after=0')
  assert.equal((await feed.take(300)).length, 200)
  broken = false
  const resumed = await open('', { 'last-event-id': feed.lastId })
  assert.deepEqual(ids(await resumed.take(100)), range(201, 300))
  resumed.close()
})

test('a place that is no number is refused; HEAD is not taken', async () => {
  const { api } = await world()
  const wrong = await api.inject({ url: '/v1/events?after=x', headers: WITH_KEY })
  assert.deepEqual([wrong.statusCode, wrong.json().errors[0].pointer], [422, 'after'])
  const head = await api.inject({ method: 'HEAD', url: '/v1/events', headers: WITH_KEY })
  assert.deepEqual([head.statusCode, head.headers.allow], [405, 'GET'])
})

test('before the first answer a failing store gives a problem, not a stream', async () => {
  const lastEventSeq = async () => Promise.reject(new StoreUnavailable('the disk is gone'))
  const { api } = await world({}, new FakeLog(), { lastEventSeq })
  const answer = await api.inject({ url: '/v1/events', headers: WITH_KEY })
  assert.equal(answer.json().code, 'store-unavailable')
})
