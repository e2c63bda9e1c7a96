import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { BatchResult, Counts, MessagePage } from '@smpp-connect/contracts'
import { eventually, temporaryFolder } from '@smpp-connect/testkit'
import { RunningConnect } from './running-connect.ts'

const TOTAL = 1_500
const PER_BATCH = 100
const KILLS = 3
/** Slow enough that every kill finds parts with the Sender: a run that is over when the kill comes would prove nothing. */
const PER_SECOND = 400

const numberOf = (index: number): string => `+4477009${String(index).padStart(5, '0')}`

describe('kill -9 in the middle of a run', { timeout: 180_000 }, () => {
  it('loses no accepted text; what may have come twice is at most what the Sender may have, and is listed', async () => {
    using folder = temporaryFolder()
    let connect = await RunningConnect.start(folder.path)
    const { id, windowSize } = await simulatorSmsc(connect)
    assert.equal((await connect.call('PATCH', `/v1/smscs/${id}`, { perSecond: PER_SECOND })).status, 200)
    let hits = 0
    const accepted = new Set<string>()
    let next = 0
    for (let kill = 0; kill <= KILLS; kill++) {
      const until = kill === KILLS ? TOTAL : Math.floor((TOTAL / (KILLS + 1)) * (kill + 1))
      while (next < until) {
        const messages = Array.from({ length: Math.min(PER_BATCH, until - next) }, (_, at) => ({
          to: numberOf(next + at),
          text: `Text ${next + at}`,
        }))
        // The same key for the same batch, as a careful client does: a repetition after the kill sends nothing twice.
        const key = { 'idempotency-key': `batch-${next}` }
        const answer = await connect.call<BatchResult>('POST', '/v1/messages/batch', { messages }, key)
        assert.equal(answer.status, 202, JSON.stringify(answer.body))
        for (const result of answer.body.results) if (result.state === 'accepted') accepted.add(result.id)
        next += messages.length
      }
      if (kill < KILLS) {
        // In the middle: some of them are with the Sender now.
        await connect.kill()
        connect = await RunningConnect.start(folder.path)
        if (connect.output.includes('parts are uncertain after a restart')) hits += 1
      }
    }
    await using running = connect
    assert.ok(hits > 0, 'no kill found a part with the Sender')
    await running.call('PATCH', `/v1/smscs/${id}`, { perSecond: null })
    const counts = await eventually(
      'all final',
      async () => {
        const { counts: now } = await running.get<{ counts: Counts }>('/v1/system')
        return now.accepted === now.final ? now : undefined
      },
      120_000,
    )
    assert.equal(accepted.size, TOTAL)
    assert.equal(counts.accepted, TOTAL)
    assert.equal(counts.byState.delivered, TOTAL, JSON.stringify(counts))

    const listed = await running.get<MessagePage>('/v1/messages?mayBeDuplicate=true&limit=200')
    const mayBeTwice = new Set(listed.items.map((message) => message.to))
    assert.equal(mayBeTwice.size, counts.mayBeDuplicate)
    const most = Math.floor(windowSize * 1.25) * KILLS
    assert.ok(mayBeTwice.size <= most, `${mayBeTwice.size} may be doubled of ${most}`)
    for (let index = 0; index < TOTAL; index++) {
      const number = numberOf(index)
      const shown = await running.phone(number)
      assert.ok(shown.every((text) => text.text === `Text ${index}`))
      assert.ok(shown.length === 1 || (shown.length === 2 && mayBeTwice.has(number)), `${number} shows ${shown.length}`)
    }
  })
})

async function simulatorSmsc(connect: RunningConnect): Promise<{ readonly id: string; readonly windowSize: number }> {
  const { items } = await connect.get<{ items: { id: string; windowSize: number }[] }>('/v1/smscs')
  const [smsc] = items
  assert.ok(smsc)
  return smsc
}
