import assert from 'node:assert/strict'
import type { MessageId } from '@smpp-connect/contracts'
import { type Check, ref, type Scene } from './scene.ts'

export function receiptOrderChecks(check: Check): void {
  check('before the answer: parked, and applied when the answer brings the id', async (scene) => {
    const id = await sending(scene)
    assert.deepEqual(await scene.receive('E1', { atMs: scene.at(15) }), { kind: 'parked', couldBe: null })
    assert.deepEqual(await scene.took(ref(id), 'E1'), { changed: true, state: 'delivered', messageState: 'delivered' })
    const part = await scene.part(id)
    assert.deepEqual([part.smscMessageId, part.answeredAtMs, part.receiptAtMs], ['E1', scene.at(20), scene.at(15)])
    assert.equal((await scene.get(id)).finalAtMs, scene.at(20))
    assert.deepEqual((await scene.story(id)).slice(2), [
      'message.submitted 1 {"smscMessageId":"E1","attempt":1}',
      'message.receipt 1 {"stat":"DELIVRD","error":"000","smscMessageId":"E1"}',
      'message.final {"state":"delivered","errorCode":null}',
    ])
  })

  check('before the answer, asked for at the same time', async (scene) => {
    const id = await sending(scene)
    const [receipts, answers] = await Promise.all([
      scene.store.recordReceipts([scene.receipt('E2')]),
      scene.store.recordSubmits([
        scene.submitRecord(ref(id), { kind: 'submitted', smscMessageId: 'E2', idForms: ['e2'] }),
      ]),
    ])
    assert.deepEqual([receipts[0]?.kind, answers[0]?.state], ['parked', 'delivered'])
  })

  check(
    'parked ones survive a restart, match by any form, and each is used once',
    async (scene) => {
      const first = await sending(scene)
      await scene.receive('0AB', { idForms: ['0ab', 'ab'] })
      await scene.receive('0AB', { idForms: ['0ab', 'ab'] })
      assert.equal((await scene.store.counts()).receiptsParked, 2)
      await scene.reopen()
      assert.equal((await scene.store.counts()).receiptsParked, 2)
      const took = await scene.submit(ref(first), { kind: 'submitted', smscMessageId: 'AB', idForms: ['ab', '0ab'] })
      assert.equal(took.state, 'delivered')
      assert.equal((await scene.store.counts()).receiptsParked, 0)
      assert.equal((await scene.story(first)).filter((line) => line.startsWith('message.receipt')).length, 1)
      const second = await sending(scene)
      assert.equal((await scene.took(ref(second), 'AB')).state, 'submitted')
    },
    { fresh: true },
  )

  check('several parked for one part are applied in the order in which they came', async (scene) => {
    const id = await sending(scene)
    await scene.receive('E3', { state: 'submitted', stat: 'ENROUTE', error: null })
    await scene.receive('E3', { state: 'undelivered', stat: 'UNDELIV', error: '001' })
    assert.equal((await scene.took(ref(id), 'E3')).state, 'undelivered')
    assert.deepEqual(
      (await scene.story(id)).slice(3).map((line) => line.split(' ').slice(0, 2).join(' ')),
      ['message.receipt 1', 'message.receipt 1', 'message.final {"state":"undelivered","errorCode":"UNDELIV"}'],
    )
  })

  check(
    'parked at another SMSC, or under another id, stays parked',
    async (scene) => {
      const id = await sending(scene)
      await scene.receive('E4', { smscId: `${scene.smscId}b` })
      await scene.receive('E44')
      assert.equal((await scene.took(ref(id), 'E4')).state, 'submitted')
      assert.equal((await scene.store.counts()).receiptsParked, 2)
    },
    { fresh: true },
  )

  check('tells of a parked receipt', async (scene) => {
    const before = await scene.store.lastEventSeq()
    await scene.receive('E5', { stat: 'UNDELIV' })
    const [event, ...more] = await scene.store.events(before, 10)
    assert.equal(more.length, 0)
    assert.deepEqual(event, {
      seq: before + 1,
      atMs: scene.at(30),
      kind: 'receipt.parked',
      messageId: null,
      part: null,
      conversationId: null,
      smscId: scene.smscId,
      detail: { smscMessageId: 'E5', stat: 'UNDELIV' },
    })
  })

  check('an uncertain part is found by its reference and destination, and takes the id', async (scene) => {
    const id = await sending(scene, 300)
    await scene.submit(ref(id), { kind: 'uncertain', reason: 'lost' })
    const hint = { userMessageReference: 300, destination: scene.person }
    for (const wrong of [
      { userMessageReference: 301, destination: scene.person },
      { userMessageReference: 300, destination: `${scene.person}1` },
      { userMessageReference: 300, destination: '' },
      { userMessageReference: null, destination: scene.person },
      { ...hint, smscId: `${scene.smscId}b` as const },
    ]) {
      assert.equal((await scene.receive('U1', wrong)).kind, 'parked')
    }
    const intermediate = { ...hint, state: 'submitted', stat: 'ENROUTE' } as const
    assert.deepEqual(await scene.receive('U2', intermediate), { kind: 'applied', part: ref(id), by: 'reference' })
    const part = await scene.part(id)
    assert.deepEqual([part.state, part.smscMessageId], ['submitted', 'U2'])
    assert.deepEqual(await scene.receive('U2'), { kind: 'applied', part: ref(id), by: 'id' })
    assert.equal((await scene.get(id)).state, 'delivered')
  })

  check('a receipt that brings the id by reference tries the parked ones again too', async (scene) => {
    const id = await sending(scene, 301)
    await scene.submit(ref(id), { kind: 'uncertain', reason: 'lost' })
    await scene.receive('W1', { state: 'undelivered', stat: 'UNDELIV' })
    const hint = { userMessageReference: 301, destination: scene.person }
    await scene.receive('W1', { ...hint, state: 'submitted', stat: 'ENROUTE' })
    assert.equal((await scene.get(id)).state, 'undelivered')
  })

  check('a receipt while it is sending: the late answer adds id and times, and moves nothing back', async (scene) => {
    const id = await sending(scene, 302)
    const hint = { userMessageReference: 302, destination: scene.person, atMs: scene.at(15) }
    assert.deepEqual(await scene.receive('S1', hint), { kind: 'applied', part: ref(id), by: 'reference' })
    const early = await scene.part(id)
    assert.deepEqual([early.state, early.smscMessageId, early.answeredAtMs], ['delivered', 'S1', null])
    assert.deepEqual(await scene.took(ref(id), 'S1x'), {
      changed: false,
      state: 'delivered',
      messageState: 'delivered',
    })
    const late = await scene.part(id)
    assert.deepEqual(
      [late.state, late.smscMessageId, late.sentAtMs, late.answeredAtMs, late.receiptAtMs, late.lastStatus],
      ['delivered', 'S1x', scene.at(10), scene.at(20), scene.at(15), 0],
    )
    assert.equal((await scene.get(id)).finalAtMs, scene.at(15))
    assert.deepEqual((await scene.story(id)).slice(2), [
      'message.receipt 1 {"stat":"DELIVRD","error":"000","smscMessageId":"S1"}',
      'message.final {"state":"delivered","errorCode":null}',
      'message.submitted 1 {"smscMessageId":"S1x","attempt":1}',
    ])
    const before = await scene.story(id)
    assert.equal((await scene.took(ref(id), 'S1x')).changed, false)
    assert.equal((await scene.receive('S1')).kind, 'ignored')
    assert.equal((await scene.receive('S1x')).kind, 'ignored')
    assert.deepEqual(await scene.story(id), before)
  })

  check('a receipt while it is sending: any other end of the submit is stale', async (scene) => {
    const id = await sending(scene, 303)
    await scene.receive('S2', { userMessageReference: 303, destination: scene.person })
    for (const result of [
      { kind: 'uncertain', reason: 'lost' },
      { kind: 'returned', reason: 'lost' },
      { kind: 'retry', status: 0x58, dueAtMs: 0, counts: true },
      { kind: 'final', state: 'rejected', status: 1, errorCode: 'x' },
    ] as const) {
      assert.deepEqual(await scene.submit(ref(id), result), {
        changed: false,
        state: 'delivered',
        messageState: 'delivered',
      })
    }
  })

  check(
    'an intermediate receipt while it is sending proves that the SMSC has it: no uncertainty after',
    async (scene) => {
      const id = await sending(scene, 304)
      const hint = { userMessageReference: 304, destination: scene.person }
      await scene.receive('S3', { ...hint, state: 'submitted', stat: 'ENROUTE' })
      assert.equal((await scene.submit(ref(id), { kind: 'uncertain', reason: 'lost' })).state, 'submitted')
      assert.equal(await scene.store.markUncertain({ smscIds: [scene.smscId], reason: 'x', atMs: scene.at(50) }), 0)
      assert.equal((await scene.took(ref(id), 'S3')).changed, false)
      assert.equal((await scene.part(id)).answeredAtMs, scene.at(20))
      assert.deepEqual(await scene.receive('S3'), { kind: 'applied', part: ref(id), by: 'id' })
    },
  )

  check('DELETED for a part that is sending ends it as cancelled', async (scene) => {
    const id = await sending(scene, 305)
    const hint = { userMessageReference: 305, destination: scene.person }
    await scene.receive('S4', { ...hint, state: 'cancelled', stat: 'DELETED' })
    assert.equal((await scene.get(id)).state, 'cancelled')
  })

  check('a part that was resent is found by its reference while it is sending again', async (scene) => {
    const id = await sending(scene, 306)
    await scene.submit(ref(id), { kind: 'uncertain', reason: 'lost' })
    await scene.store.resolve([{ part: ref(id), to: 'queued', atMs: scene.at(25), reason: 'policy' }])
    const hint = { userMessageReference: 306, destination: scene.person }
    assert.equal((await scene.receive('first', hint)).kind, 'parked')
    await scene.lease()
    assert.deepEqual(await scene.receive('first again', hint), { kind: 'applied', part: ref(id), by: 'reference' })
    assert.equal((await scene.get(id)).state, 'delivered')
  })
}

async function sending(scene: Scene, reference = 1): Promise<MessageId> {
  const id = await scene.acceptOne(reference)
  await scene.lease()
  return id
}
