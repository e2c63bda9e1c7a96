import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptedSchema, batchResultSchema, type SendMessage } from '@smpp-connect/contracts'
import { silentMetrics } from '@smpp-connect/kernel'
import type { NewMessage, Store } from '@smpp-connect/store'
import { Intake } from '../../src/accept/intake.ts'
import { RouteTable } from '../../src/route/route-table.ts'
import { definition } from '../definition.ts'

const CALLER = { kind: 'api-key', id: 'key_1', name: 'one' } as const
const NOW_MS = Date.parse('2026-01-01T00:00:00Z')
const OPTED_OUT = '+447700900999'
const to = '+447700900123'

const MESSAGES: readonly SendMessage[] = [
  { to, text: 'Hello' },
  { to: '60123', text: 'Grüße, 你好', from: 'Shop', reference: 'order 7', class: 'code' },
  { to, text: 'x'.repeat(400), class: 'bulk', validitySeconds: 60 },
  { to, text: 'Later', sendAt: '2026-01-02T00:00:00Z', expiresAt: '2026-01-03T00:00:00Z' },
  { to, text: 'Later', sendAt: '2026-01-02T00:00:00Z', smpp: { scheduledBy: 'smsc', tlvs: { user_response_code: 7 } } },
  { to: '07700900123', text: 'Hello' },
  { to, text: 'Hello', smscId: 'smsc_unknown' },
  { to, text: 'half a pair: \ud83d' },
  { to: OPTED_OUT, text: 'Hello' },
]

function intake(told: { counts: unknown[]; parts: unknown[] } = { counts: [], parts: [] }): Intake {
  const table = new RouteTable([], [definition()])
  let ids = 0
  return new Intake({
    store: { accept: async () => ({ kind: 'stored', conversationIds: [] }) } as unknown as Store,
    context: () => ({
      route: (question) => table.choose(question, { takes: () => true, isOut: () => false }),
      maxParts: 10,
      nowMs: NOW_MS,
      newId: () => `msg_${++ids}`,
      nextReference: () => 1,
    }),
    beforeAccept: (parts) => told.parts.push(...parts),
    stopping: () => false,
    optedOut: async (messages: readonly NewMessage[]) => new Set(messages.filter((one) => one.to === OPTED_OUT)),
    metrics: { ...silentMetrics, count: (name, labels, by = 1) => told.counts.push([name, labels, by]) },
  })
}

// The API writes these answers as they are, so what does not fit its schema, or is more than it, would go out.
test('what is answered to a text is what its schema writes, to the octet', async () => {
  let accepted = 0
  for (const message of MESSAGES) {
    const answer = await intake().send(CALLER, message, undefined)
    if (!answer.ok) continue
    accepted += 1
    assert.equal(JSON.stringify(answer.value.body), JSON.stringify(acceptedSchema.encode(answer.value.body)))
  }
  assert.equal(accepted, 5)
})

test('what is answered to a batch is what its schema writes, to the octet', async () => {
  const answer = await intake().sendBatch(CALLER, MESSAGES, undefined)
  assert.ok(answer.ok)
  const { body } = answer.value
  assert.deepEqual([body.accepted, body.refused, body.results.length], [5, 4, 9])
  assert.equal(JSON.stringify(body), JSON.stringify(batchResultSchema.encode(body)))
})

test('what was stored is counted by class, and its SMSC is told once', async () => {
  const told = { counts: [] as unknown[], parts: [] as unknown[] }
  await intake(told).sendBatch(CALLER, [...MESSAGES, { to, text: 'Hello' }], undefined)
  assert.deepEqual(
    told.counts.filter((count) => (count as string[])[0] === 'connect_accepted_total'),
    [
      ['connect_accepted_total', { class: 'code' }, 1],
      ['connect_accepted_total', { class: 'transactional' }, 4],
      ['connect_accepted_total', { class: 'bulk' }, 1],
    ],
  )
  assert.deepEqual(told.parts, [['smsc_test', 8]])
})
