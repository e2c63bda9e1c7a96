import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PartView } from '@smpp-connect/contracts'
import { journeyOf, timelineSteps } from '../../src/pages/messages/timeline-steps.ts'
import { World } from '../fake/world.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const message = (text = 'Hello') => new World(NOW).addMessage('outbound', '+1', text)
const part = (patch: Partial<PartView>): PartView => ({ ...(message().partDetails[0] as PartView), ...patch })

test('each step says how long it took from the one before', () => {
  const world = new World(NOW)
  const delivered = world.addMessage('outbound', '+1', 'Hello')
  world.deliver(delivered, 250)
  const steps = timelineSteps(delivered.timeline)
  assert.deepEqual(
    steps.map((step) => step.sinceBeforeMs),
    [null, 250, 250, 250, 250],
  )
  assert.deepEqual(steps.at(-1)?.tone, 'good')
})

test('a journey ends where the message is', () => {
  const world = new World(NOW)
  const waiting = world.addMessage('outbound', '+1', 'Hello')
  assert.deepEqual(
    journeyOf(waiting).map(({ label, tookMs }) => [label, tookMs]),
    [
      ['Stored', undefined],
      ['Sent', undefined],
      ['Taken by the SMSC', undefined],
      ['Ended', undefined],
    ],
  )
  world.deliver(waiting, 100)
  const legs = journeyOf(waiting)
  assert.equal(legs[3]?.label, 'Delivered')
  assert.ok(legs.every((leg) => leg.atMs !== undefined))
})

test('a leg is reached when the last part reached it', () => {
  const two = {
    ...message(),
    partDetails: [
      part({ number: 1, sentAt: '2026-11-24T12:00:01.000Z', answeredAt: '2026-11-24T12:00:02.000Z' }),
      part({ number: 2, sentAt: '2026-11-24T12:00:03.000Z' }),
    ],
  }
  const legs = journeyOf(two)
  assert.equal(legs[1]?.tookMs, 3_000)
  assert.equal(legs[2]?.atMs, undefined)
})
