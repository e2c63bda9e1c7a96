import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SubmitOrder } from '@smpp-connect/contracts'
import { seededRandom } from '@smpp-connect/kernel'
import { World } from '../world.ts'

/** How an SMSC writes its ids, in answers and in receipts: what comes back for message number `n`. */
const ID_STYLES: Readonly<Record<string, (n: number) => { readonly answer: string; readonly receipt: string }>> = {
  'the same, decimal': (n) => ({ answer: `${90_000 + n}`, receipt: `${90_000 + n}` }),
  'leading zeros in the receipt': (n) => ({ answer: `${90_000 + n}`, receipt: `${90_000 + n}`.padStart(10, '0') }),
  'leading zeros in the answer': (n) => ({ answer: `${90_000 + n}`.padStart(10, '0'), receipt: `${90_000 + n}` }),
  'hexadecimal, other case': (n) => ({ answer: `a${n.toString(16)}f`, receipt: `A${n.toString(16)}F`.toUpperCase() }),
  UUIDs: (n) => {
    const id = `3f2504e0-4f89-11d3-9a0c-${n.toString(16).padStart(12, '0')}`
    return { answer: id, receipt: id.toUpperCase() }
  },
  '32 hexadecimal digits': (n) => {
    const id = `ABCDEF${n.toString(16).toUpperCase().padStart(26, '0')}`
    return { answer: id, receipt: id.toLowerCase() }
  },
  'hexadecimal in the answer, decimal in the receipt': (n) => ({
    answer: (0x5_0000 + n * 7).toString(16).toUpperCase(),
    receipt: `${0x5_0000 + n * 7}`,
  }),
  'the same with zeros and in lower case': (n) => ({
    answer: (0x5_0000 + n * 7).toString(16).padStart(8, '0'),
    receipt: `${0x5_0000 + n * 7}`.padStart(10, '0'),
  }),
  'decimal in the answer, hexadecimal in the receipt': (n) => ({
    answer: `${0xa_0000 + n * 7}`,
    receipt: (0xa_0000 + n * 7).toString(16),
  }),
}

type Step = { readonly kind: 'answer' | 'receipt'; readonly order: SubmitOrder; readonly id: string }

/** In which order answers and receipts come. */
const ORDERS: Readonly<Record<string, (steps: readonly (readonly [Step, Step])[]) => readonly (Step | 'restart')[]>> = {
  'each receipt after its answer': (pairs) => pairs.flat(),
  'all receipts after all answers': (pairs) => [
    ...pairs.map(([answer]) => answer),
    ...pairs.map(([, receipt]) => receipt),
  ],
  'each receipt before its answer': (pairs) => pairs.flatMap(([answer, receipt]) => [receipt, answer]),
  'all receipts before all answers': (pairs) => [
    ...pairs.map(([, receipt]) => receipt),
    ...pairs.map(([answer]) => answer),
  ],
  shuffled: (pairs) => shuffled(pairs.flat(), 11),
  'shuffled, every receipt twice': (pairs) => shuffled([...pairs.flat(), ...pairs.map(([, receipt]) => receipt)], 12),
  'shuffled, with restarts between': (pairs) =>
    shuffled(pairs.flat(), 13).flatMap((step, at) => (at % 5 === 4 ? [step, 'restart' as const] : [step])),
}

function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  const random = seededRandom(seed)
  return items
    .map((item) => ({ item, at: random.fraction() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}

/** One text a person, of one part to ten; `count` parts in all. */
async function sendAll(world: World): Promise<readonly string[]> {
  const ids: string[] = []
  for (let parts = 1; parts <= 10; parts++) {
    const text = 'x'.repeat(parts === 1 ? 20 : 153 * parts)
    ids.push(await world.send(text, { to: `+4477009001${String(parts).padStart(2, '0')}` }))
  }
  return ids
}

const MESSAGES = 10
const PARTS = 55

describe('no receipt is lost', () => {
  for (const [orderName, inOrder] of Object.entries(ORDERS)) {
    for (const [styleName, idsOf] of Object.entries(ID_STYLES)) {
      it(`${orderName}; ids: ${styleName}`, async () => {
        let world = await World.start({ uncertainWaitSeconds: 3600, windowSize: 100 })
        const ids = await sendAll(world)
        await world.bound(100)
        assert.equal(world.edge.orders.length, PARTS)
        const pairs = world.edge.orders.map((order, at): readonly [Step, Step] => {
          const { answer, receipt } = idsOf(at)
          return [
            { kind: 'answer', order, id: answer },
            { kind: 'receipt', order, id: receipt },
          ]
        })
        for (const step of inOrder(pairs)) {
          if (step === 'restart') world = await world.afterCrash()
          else if (step.kind === 'answer') {
            await world.end([step.order], () => ({ kind: 'answered', smscMessageId: step.id }))
          } else await world.receipt(step.id, 'DELIVRD', { source: step.order.destination })
        }
        await world.clock.advance(2_000)
        const states = await Promise.all(ids.map((id) => world.state(id)))
        assert.deepEqual(states, Array(MESSAGES).fill('delivered'))
        const counts = await world.manager.useCases.counts()
        assert.deepEqual([counts.final, counts.waiting, counts.uncertain, counts.receiptsParked], [MESSAGES, 0, 0, 0])
        await world.manager.stop()
      })
    }
  }

  it('nor is one of another SMSC taken for it: ids count for their own', async () => {
    const world = await World.start()
    const id = await world.send('Hello')
    await world.bound(1)
    await world.end(world.edge.orders.slice(0, 1), () => ({ kind: 'answered', smscMessageId: '4711' }))
    await world.receipt('4711', 'UNDELIV', { smscId: 'smsc_other' })
    assert.equal(await world.state(id), 'submitted')
    assert.equal((await world.manager.useCases.counts()).receiptsParked, 1)
    await world.manager.stop()
  })
})
