import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { VERIFY_RULES, type VerifyResult } from '@smpp-connect/store'
import { MemoryStore } from '@smpp-connect/store/memory'
import { settle, VirtualClock } from '@smpp-connect/testkit'
import { verifySlice } from '../../src/index.ts'
import { World } from '../world.ts'

type Finding = VerifyResult['findings'][number]

const stuck = (messageId: string, detail = 'is stuck'): Finding =>
  ({ rule: 'states-known', messageId, part: 1, detail }) as Finding
const figure = (detail: string): Finding => ({ rule: 'counts-fit', messageId: null, part: null, detail })

/** Looks at a store that shows one list of findings after the other. */
async function verified(...looks: readonly (readonly Finding[])[]) {
  const clock = new VirtualClock()
  const empty = new MemoryStore()
  await empty.open()
  const counts = await empty.counts()
  let seen = 0
  const store = {
    counts: async () => counts,
    verify: async (): Promise<VerifyResult> => ({
      messages: 3,
      parts: 4,
      checked: { 'states-known': 3 },
      findings: looks[seen++] ?? [],
      next: 7,
    }),
  }
  const done = verifySlice(store, clock, { after: 0, limit: 10 })
  for (let waits = 0; waits < 5; waits++) {
    await settle()
    await clock.advance(100)
  }
  return { slice: await done, looks: seen }
}

describe('a slice of a verification', () => {
  it('says of every rule what it means, how often it was looked at and how often it was broken', async () => {
    const world = await World.start()
    await world.send('Hello')
    const slice = await world.manager.useCases.verify({ after: 0, limit: 10 })
    assert.deepEqual([slice.messages, slice.parts, slice.findings, slice.next], [1, 1, [], null])
    assert.deepEqual(slice.conservation, { accepted: 1, final: 0, waiting: 1, uncertain: 0 })
    assert.deepEqual(
      slice.rules.map(({ rule, what }) => ({ rule, what })),
      VERIFY_RULES,
    )
    assert.equal(slice.rules.find(({ rule }) => rule === 'states-known')?.checked, 1)
    assert.ok(slice.rules.every(({ broken }) => broken === 0))
    await world.manager.stop()
  })

  it('looks once where nothing is found', async () => {
    assert.equal((await verified([])).looks, 1)
  })

  it('tells what is there at every look, and not what was on its way', async () => {
    const { slice, looks } = await verified(
      [stuck('msg_1'), stuck('msg_2'), stuck('msg_3')],
      [stuck('msg_1'), stuck('msg_2'), stuck('msg_4')],
      [stuck('msg_1', 'is stuck yet'), stuck('msg_3')],
    )
    assert.equal(looks, 3)
    assert.deepEqual(slice.findings, [stuck('msg_1', 'is stuck yet')])
    assert.equal(slice.rules.find(({ rule }) => rule === 'states-known')?.broken, 1)
  })

  it('tells of figures that never fit, though they change', async () => {
    const { slice } = await verified([figure('1, not 2')], [figure('3, not 4')], [figure('5, not 6')])
    assert.deepEqual(slice.findings, [figure('5, not 6')])
    assert.deepEqual((await verified([figure('1, not 2')], [])).slice.findings, [])
  })

  it('tells the first of each rule, and counts all', async () => {
    const many = Array.from({ length: 50 }, (_, at) => stuck(`msg_${at}`))
    const { slice } = await verified(many, many, many)
    assert.equal(slice.findings.length, 10)
    assert.equal(slice.rules.find(({ rule }) => rule === 'states-known')?.broken, 50)
  })
})
