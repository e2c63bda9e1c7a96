import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seededRandom } from '@smpp-connect/kernel'
import { VirtualClock } from '@smpp-connect/testkit'
import { pauseMs, persist } from '../../src/server/persist.ts'
import { describeReply, judgeReply, parseRetryAfter, type Reply } from '../../src/server/reply.ts'

const away: Reply<string> = { kind: 'unreachable', reason: 'connection refused', retryAfterMs: undefined }
const fine: Reply<string> = { kind: 'ok', body: 'yes', retryAfterMs: undefined }
function refused(status: number, code: string, retryAfterMs?: number): Reply<string> {
  const problem = { type: '/', title: 'No', status, detail: 'not now', instance: '/', code, traceId: 't' }
  return { kind: 'refused', problem, retryAfterMs }
}

function persisting(replies: readonly Reply<string>[], patienceMs = 60_000, keyMayChange = false) {
  const clock = new VirtualClock()
  const stop = new AbortController()
  const askedAtMs: number[] = []
  const waits: string[] = []
  let result: Reply<string> | undefined
  const ask = async (): Promise<Reply<string>> => {
    askedAtMs.push(clock.monotonicMs())
    return replies[Math.min(askedAtMs.length, replies.length) - 1] as Reply<string>
  }
  const onWait = (reason: string): void => {
    waits.push(reason)
  }
  const how = { clock, random: seededRandom(1), patienceMs, stop: stop.signal, onWait, keyMayChange }
  const done = persist(ask, how).then((reply) => {
    result = reply
  })
  return { clock, stop, askedAtMs, waits, done, result: () => result }
}

test('a server that is away is asked again, less and less often, until it answers', async () => {
  const run = persisting([away, away, away, fine])
  await run.clock.advance(10_000)
  assert.deepEqual(run.result(), fine)
  assert.equal(run.askedAtMs.length, 4)
  const gaps = run.askedAtMs.slice(1).map((atMs, index) => atMs - (run.askedAtMs[index] ?? 0))
  for (const [index, gap] of gaps.entries()) assert.ok(gap >= 100 * 2 ** index && gap <= 200 * 2 ** index, `gap ${gap}`)
  assert.deepEqual(new Set(run.waits), new Set(['waiting for the server (connection refused)']))
})

test('after its patience it gives the last failure back', async () => {
  const run = persisting([away], 10_000)
  await run.clock.advance(20_000)
  assert.deepEqual(run.result(), away)
  assert.ok((run.askedAtMs.at(-1) ?? 0) <= 10_000)
})

test('it waits as long as it is asked to, within reason', async () => {
  const run = persisting([refused(429, 'too-many-attempts', 7_000), fine])
  await run.clock.advance(6_999)
  assert.equal(run.result(), undefined)
  await run.clock.advance(1)
  assert.deepEqual(run.result(), fine)
  assert.equal(pauseMs(0, 3_600_000, seededRandom(1)), 60_000)
})

test('a stumble is tried five times, a refusal once', async () => {
  const stumbling = persisting([refused(500, 'internal')])
  await stumbling.clock.advance(60_000)
  assert.equal(stumbling.askedAtMs.length, 5)
  const no = persisting([refused(422, 'request-invalid')])
  await no.clock.advance(1)
  assert.equal(no.askedAtMs.length, 1)
  assert.ok(no.result())
})

test('a key that may have changed with a restart is tried again, another is not', async () => {
  const local = persisting([refused(401, 'key-wrong'), fine], 60_000, true)
  await local.clock.advance(1_000)
  assert.deepEqual(local.result(), fine)
  const given = persisting([refused(401, 'key-wrong'), fine])
  await given.clock.advance(1_000)
  assert.equal(given.result()?.kind, 'refused')
})

test('stopped while it waits, it ends at once and leaves no timer', async () => {
  const run = persisting([away])
  await run.clock.advance(0)
  run.stop.abort()
  await run.done
  assert.deepEqual(run.result(), away)
  assert.equal(run.clock.pendingTimers, 0)
})

test('which failures may be waited out', () => {
  const judge = (reply: Reply<string>): string => (reply.kind === 'ok' ? 'ok' : judgeReply(reply))
  const foreign = (status: number): Reply<string> => ({ kind: 'foreign', status, excerpt: '', retryAfterMs: undefined })
  for (const status of [429, 502, 503, 504]) {
    assert.equal(judge(refused(status, 'x')), 'wait')
    assert.equal(judge(foreign(status)), 'wait')
  }
  assert.equal(judge(away), 'wait')
  assert.equal(judge(refused(409, 'idempotency-key-busy')), 'wait')
  assert.equal(judge(refused(500, 'internal')), 'again')
  for (const reply of [
    refused(409, 'name-taken'),
    refused(422, 'idempotency-key-reused'),
    foreign(200),
    foreign(302),
  ]) {
    assert.equal(judge(reply), 'stop')
  }
})

test('Retry-After: seconds or a date', () => {
  const nowMs = Date.parse('2026-01-01T00:00:00Z')
  assert.equal(parseRetryAfter('12', nowMs), 12_000)
  assert.equal(parseRetryAfter('Thu, 01 Jan 2026 00:00:30 GMT', nowMs), 30_000)
  assert.equal(parseRetryAfter('Thu, 01 Jan 2025 00:00:00 GMT', nowMs), 0)
  assert.equal(parseRetryAfter('soon', nowMs), undefined)
  assert.equal(parseRetryAfter(null, nowMs), undefined)
})

test('a refusal is told with its places and the advice of the catalogue', () => {
  const problem = {
    type: '/',
    title: 'The request is not as it should be',
    status: 422,
    detail: 'one field is wrong\u001b[2J',
    instance: '/',
    code: 'request-invalid',
    traceId: 't',
    errors: [{ pointer: '/to', detail: 'too long' }],
  }
  assert.equal(
    describeReply({ kind: 'refused', problem, retryAfterMs: undefined }),
    'The request is not as it should be (request-invalid): one field is wrong\\u{1b}[2J\n  /to: too long\n' +
      'Mend the fields listed under errors; each names the place, what was found and what is allowed.',
  )
})
