import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ok } from '@smpp-connect/contracts'
import { silentMetrics } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import { Intake } from '../../src/accept/intake.ts'
import { definition } from '../definition.ts'

test('batches that come at once are judged in a turn of the event loop each, in their order', async () => {
  let turn = 0
  let ended = false
  const count = (): void => {
    turn += 1
    if (!ended) setImmediate(count)
  }
  setImmediate(count)
  const judged: { readonly batch: number; readonly turn: number }[] = []
  const intake = new Intake({
    store: { accept: async () => ({ kind: 'stored', conversationIds: [] }) } as unknown as Store,
    context: () => ({
      route: ({ destination }) => {
        judged.push({ batch: Number(destination.slice(-1)), turn })
        return ok({ definition: definition(), decidedBy: 'message' } as never)
      },
      maxParts: 10,
      nowMs: 1,
      newId: () => 'msg_1',
      nextReference: () => 1,
    }),
    beforeAccept: () => undefined,
    stopping: () => false,
    optedOut: async () => new Set(),
    metrics: silentMetrics,
  })
  const caller = { kind: 'api-key', id: 'key_1', name: 'one' } as const
  const texts = (batch: number) => Array.from({ length: 3 }, () => ({ to: `+44770090000${batch}`, text: 'x' }))
  const answers = await Promise.all([1, 2, 3].map((batch) => intake.sendBatch(caller, texts(batch), undefined)))
  ended = true
  assert.ok(answers.every((answer) => answer.ok && answer.value.body.accepted === 3))
  assert.deepEqual(
    judged.map(({ batch }) => batch),
    [1, 1, 1, 2, 2, 2, 3, 3, 3],
  )
  assert.equal(new Set(judged.map((one) => one.turn)).size, 3)
})
