import assert from 'node:assert/strict'
import type { MessageId } from '@smpp-connect/contracts'
import type { ReceiptRecord } from '../port.ts'
import { type Check, ref, type Scene } from './scene.ts'

export function receiptChecks(check: Check): void {
  const endings: readonly [ReceiptRecord['state'], string, string | null][] = [
    ['delivered', 'DELIVRD', null],
    ['undelivered', 'UNDELIV', 'UNDELIV'],
    ['expired', 'EXPIRED', 'EXPIRED'],
    ['rejected', 'REJECTD', 'REJECTD'],
    ['cancelled', 'DELETED', 'DELETED'],
  ]
  for (const [state, stat, errorCode] of endings) {
    check(`${stat}: ends the part as ${state}`, async (scene) => {
      const id = await submitted(scene, 'M1')
      const receipt = scene.receipt('M1', { state, stat, error: '017' })
      assert.deepEqual(await scene.store.recordReceipts([receipt]), [{ kind: 'applied', part: ref(id), by: 'id' }])
      const part = await scene.part(id)
      assert.deepEqual([part.state, part.receiptAtMs, part.receiptError], [state, scene.at(30), '017'])
      const message = await scene.get(id)
      assert.deepEqual([message.state, message.errorCode, message.finalAtMs], [state, errorCode, scene.at(30)])
      assert.deepEqual((await scene.story(id)).slice(3), [
        `message.receipt 1 {"stat":"${stat}","error":"017","smscMessageId":"M1"}`,
        `message.final {"state":"${state}","errorCode":${JSON.stringify(errorCode)}}`,
      ])
    })
  }

  check('finds the part by any form of the message id', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    await scene.submit(ref(id), { kind: 'submitted', smscMessageId: '0xFF', idForms: ['ff', '255'] })
    const receipt = await scene.receive('0255', { idForms: ['0255', '255'] })
    assert.deepEqual(receipt, { kind: 'applied', part: ref(id), by: 'id' })
  })

  check('keeps the ids of different SMSCs apart', async (scene) => {
    await submitted(scene, 'SAME')
    assert.equal((await scene.receive('SAME', { smscId: `${scene.smscId}b` })).kind, 'parked')
  })

  check('ignores repetitions and what would go backwards', async (scene) => {
    const id = await submitted(scene, 'D1')
    const [first, second] = await scene.store.recordReceipts([scene.receipt('D1'), scene.receipt('D1')])
    assert.deepEqual([first?.kind, second], ['applied', { kind: 'ignored', part: ref(id), by: 'id' }])
    const before = [await scene.get(id), await scene.part(id), await scene.story(id)]
    for (const [state, stat] of endings) {
      assert.deepEqual(await scene.receive('D1', { state, stat, atMs: scene.at(99) }), {
        kind: 'ignored',
        part: ref(id),
        by: 'id',
      })
    }
    assert.equal((await scene.receive('D1', { state: 'submitted', stat: 'ENROUTE' })).kind, 'ignored')
    assert.deepEqual([await scene.get(id), await scene.part(id), await scene.story(id)], before)
  })

  check('notes an intermediate receipt once, and goes on', async (scene) => {
    const id = await submitted(scene, 'I1')
    const enroute = { state: 'submitted', stat: 'ENROUTE', error: null } as const
    assert.equal((await scene.receive('I1', enroute)).kind, 'applied')
    assert.equal((await scene.receive('I1', { ...enroute, atMs: scene.at(31) })).kind, 'ignored')
    assert.equal((await scene.receive('I1', { ...enroute, stat: 'ACCEPTD' })).kind, 'applied')
    const { state, finalAtMs } = await scene.get(id)
    assert.deepEqual({ state, finalAtMs }, { state: 'submitted', finalAtMs: null })
    assert.equal((await scene.receive('I1', { atMs: scene.at(50) })).kind, 'applied')
    assert.deepEqual((await scene.story(id)).slice(3), [
      'message.receipt 1 {"stat":"ENROUTE","error":null,"smscMessageId":"I1"}',
      'message.receipt 1 {"stat":"ACCEPTD","error":null,"smscMessageId":"I1"}',
      'message.receipt 1 {"stat":"DELIVRD","error":"000","smscMessageId":"I1"}',
      'message.final {"state":"delivered","errorCode":null}',
    ])
  })

  check('matches each part of a message by its own id, in any order', async (scene) => {
    const id = await scene.acceptOne(1, 2, 3)
    await scene.lease()
    for (const number of [1, 2, 3]) await scene.took(ref(id, number), `P${number}`)
    const results = await scene.store.recordReceipts(['P3', 'P1', 'P2'].map((name) => scene.receipt(name)))
    assert.deepEqual(
      results.map((result) => result.kind !== 'parked' && result.part.number),
      [3, 1, 2],
    )
    assert.equal((await scene.get(id)).state, 'delivered')
  })

  check('an SMSC that gives an id a second time means the newer part', async (scene) => {
    const old = await submitted(scene, 'R1')
    await scene.receive('R1')
    const fresh = await submitted(scene, 'R1')
    assert.deepEqual(await scene.receive('R1', { state: 'undelivered', stat: 'UNDELIV' }), {
      kind: 'applied',
      part: ref(fresh),
      by: 'id',
    })
    assert.deepEqual(await scene.store.messageStates([old, fresh]), ['delivered', 'undelivered'])
  })

  check('of several open parts under one id, the one to the destination of the receipt', async (scene) => {
    const other = `${scene.person}5`
    const [here, there] = (await scene.accept([scene.message(), scene.message({ to: other })])) as [
      MessageId,
      MessageId,
    ]
    await scene.lease()
    await scene.took(ref(here), 'X')
    await scene.took(ref(there), 'X')
    assert.deepEqual(await scene.receive('X', { destination: scene.person }), {
      kind: 'applied',
      part: ref(here),
      by: 'id',
    })
    assert.deepEqual(await scene.receive('X', { destination: other }), { kind: 'applied', part: ref(there), by: 'id' })
  })

  check(
    'an ended part to somebody else does not swallow the receipt of one whose answer is on its way',
    async (scene) => {
      await submitted(scene, 'N1')
      await scene.receive('N1')
      const other = `${scene.person}5`
      const [next] = (await scene.accept([scene.message({ to: other })])) as [MessageId]
      await scene.lease()
      assert.equal((await scene.receive('N1', { destination: other })).kind, 'parked')
      assert.equal((await scene.took(ref(next), 'N1')).state, 'delivered')
    },
  )

  check('keeps what it knows of ids over a restart', async (scene) => {
    const id = await submitted(scene, 'K1')
    await scene.reopen()
    assert.deepEqual(await scene.receive('K1'), { kind: 'applied', part: ref(id), by: 'id' })
  })
}

/** A message whose one part the SMSC took under this id. */
async function submitted(scene: Scene, smscMessageId: string): Promise<MessageId> {
  const id = await scene.acceptOne()
  await scene.lease()
  await scene.took(ref(id), smscMessageId)
  return id
}
