import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Outcome, ParkedReceipt, ParkedReceiptPage } from '@smpp-connect/contracts'
import { CALLER, SMSC, World } from '../world.ts'

/** All parked receipts, in pages of so many. */
async function parked(world: World, limit: number): Promise<readonly ParkedReceipt[]> {
  const items: ParkedReceipt[] = []
  let cursor: string | undefined
  do {
    const page: Outcome<ParkedReceiptPage> = await world.manager.useCases.parkedReceipts(SMSC, { limit, cursor })
    if (!page.ok) throw new Error(page.refusal.detail)
    items.push(...page.value.items)
    assert.ok(items.length < 10, 'the pages come to an end')
    cursor = page.value.next ?? undefined
  } while (cursor !== undefined)
  return items
}

describe('receipts that match nothing', () => {
  it('are listed page by page, the oldest first, with how long they are kept', async () => {
    const world = await World.start()
    const began = world.clock.nowMs()
    for (const id of ['A', 'B', 'C']) {
      await world.receipt(id, id === 'B' ? 'UNDELIV' : 'DELIVRD')
      await world.clock.advance(1_000)
    }
    for (const limit of [1, 2, 3, 50]) {
      assert.deepEqual(
        (await parked(world, limit)).map(({ smscMessageId }) => smscMessageId),
        ['A', 'B', 'C'],
      )
    }
    const [, second] = await parked(world, 50)
    assert.deepEqual(second, {
      receivedAt: new Date(began + 1_000).toISOString(),
      keptUntil: new Date(began + 1_000 + 7 * 86_400_000).toISOString(),
      smscMessageId: 'B',
      to: '+447700900123',
      state: 'undelivered',
      stat: 'UNDELIV',
      error: '000',
      userMessageReference: null,
    })
    await world.manager.stop()
  })

  it('are tried again in the form of ids that was set meanwhile', async () => {
    const world = await World.start({ idForm: 'same' })
    const id = await world.send('Hello')
    await world.bound(1)
    const [order] = world.edge.orders
    assert.ok(order)
    await world.end([order], () => ({ kind: 'answered', smscMessageId: '1F' }))
    await world.receipt('31')
    const { useCases } = world.manager
    const again = await useCases.retryParkedReceipts(SMSC)
    assert.deepEqual([again.ok && again.value.matched, await world.state(id)], [0, 'submitted'])
    await useCases.changeSmsc(CALLER, SMSC, { idForm: 'hexadecimal-answer' })
    const matched = await useCases.retryParkedReceipts(SMSC)
    assert.deepEqual([matched.ok && matched.value.matched, await world.state(id)], [1, 'delivered'])
    assert.deepEqual(await parked(world, 50), [])
    await world.manager.stop()
  })

  it('are those of an SMSC that there is', async () => {
    const world = await World.start()
    const { useCases } = world.manager
    for (const outcome of [
      await useCases.parkedReceipts('smsc_none', { limit: 1 }),
      await useCases.retryParkedReceipts('smsc_none'),
    ]) {
      assert.equal(!outcome.ok && outcome.refusal.code, 'not-found')
    }
    await world.manager.stop()
  })
})
