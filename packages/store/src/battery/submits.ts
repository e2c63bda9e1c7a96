import assert from 'node:assert/strict'
import type { PartRef } from '@smpp-connect/contracts'
import { type Check, ref } from './scene.ts'

export function submitChecks(check: Check): void {
  check('submitted: keeps the message id, the times and the status', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    assert.deepEqual(await scene.took(ref(id), 'A1'), { changed: true, state: 'submitted', messageState: 'submitted' })
    assert.deepEqual(await scene.part(id), {
      messageId: id,
      number: 1,
      state: 'submitted',
      esmClass: 0,
      attempts: 1,
      smscMessageId: 'A1',
      sentAtMs: scene.at(10),
      answeredAtMs: scene.at(20),
      receiptAtMs: null,
      lastStatus: 0,
      receiptError: null,
      mayBeDuplicate: false,
    })
    assert.deepEqual((await scene.story(id)).slice(2), ['message.submitted 1 {"smscMessageId":"A1","attempt":1}'])
  })

  check('retry: queues it again for later, and tells why', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    const dueAtMs = scene.at(500)
    assert.deepEqual(await scene.submit(ref(id), { kind: 'retry', status: 0x14, dueAtMs, counts: true }), {
      changed: true,
      state: 'queued',
      messageState: 'accepted',
    })
    const { attempts, lastStatus, answeredAtMs } = await scene.part(id)
    assert.deepEqual(
      { attempts, lastStatus, answeredAtMs },
      { attempts: 1, lastStatus: 0x14, answeredAtMs: scene.at(20) },
    )
    assert.deepEqual((await scene.story(id)).slice(2), [
      'message.refused 1 {"status":20,"attempt":1}',
      `message.retrying 1 {"dueAtMs":${dueAtMs},"attempt":1}`,
    ])
    assert.deepEqual(scene.named(await scene.lease(1, dueAtMs)), ['1.1 attempt 2'])
    await scene.took(ref(id), 'A2', { attempt: 2 })
    assert.deepEqual([(await scene.part(id)).lastStatus, (await scene.get(id)).state], [0, 'submitted'])
  })

  for (const state of ['rejected', 'failed'] as const) {
    check(`${state}: ends it with the reason`, async (scene) => {
      const id = await scene.acceptOne()
      await scene.lease()
      const ending = { kind: 'final', state, status: 11, errorCode: 'ESME_RINVDSTADR' } as const
      assert.deepEqual(await scene.submit(ref(id), ending), { changed: true, state, messageState: state })
      const message = await scene.get(id)
      assert.deepEqual([message.state, message.errorCode, message.finalAtMs], [state, 'ESME_RINVDSTADR', scene.at(20)])
      assert.equal((await scene.part(id)).lastStatus, 11)
      assert.deepEqual((await scene.story(id)).slice(2), [
        'message.refused 1 {"status":11,"attempt":1,"errorCode":"ESME_RINVDSTADR"}',
        `message.final {"state":"${state}","errorCode":"ESME_RINVDSTADR"}`,
      ])
      assert.deepEqual(await scene.lease(), [])
    })
  }

  check('failed without a status: it could not be sent at all, so nothing answered', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    const ending = { kind: 'final', state: 'failed', status: null, errorCode: 'unsendable' } as const
    await scene.submit(ref(id), ending, { sentAtMs: null })
    const { state, lastStatus, answeredAtMs } = await scene.part(id)
    assert.deepEqual({ state, lastStatus, answeredAtMs }, { state: 'failed', lastStatus: null, answeredAtMs: null })
    assert.deepEqual((await scene.story(id)).slice(2), ['message.final {"state":"failed","errorCode":"unsendable"}'])
  })

  check('hold: keeps it for a person, and tells why', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    const hold = { kind: 'hold', status: 0x14, reason: 'refused 12 times' } as const
    assert.deepEqual(await scene.submit(ref(id), hold), { changed: true, state: 'held', messageState: 'held' })
    const { lastStatus, answeredAtMs } = await scene.part(id)
    assert.deepEqual([lastStatus, answeredAtMs], [0x14, scene.at(20)])
    assert.deepEqual((await scene.story(id)).slice(2), [
      'message.refused 1 {"status":20,"attempt":1}',
      'message.held 1 {"reason":"refused 12 times"}',
    ])
    // It was refused: no receipt can mean it, and releasing it is no second copy.
    assert.equal((await scene.receive('', { userMessageReference: 1, destination: scene.person })).kind, 'parked')
    await scene.store.resolve([{ part: ref(id), to: 'queued', atMs: scene.at(50), reason: 'a person' }])
    assert.equal((await scene.get(id)).mayBeDuplicate, false)
    assert.deepEqual(scene.named(await scene.lease()), ['1.1 attempt 2'])
  })

  check('hold: a late refusal ends the doubt about a part that is held for its lost answer', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    await scene.submit(ref(id), { kind: 'uncertain', reason: 'lost' })
    await scene.store.resolve([{ part: ref(id), to: 'held', atMs: scene.at(40), reason: 'policy' }])
    const late = await scene.submit(ref(id), { kind: 'hold', status: 8, reason: 'refused' })
    assert.deepEqual(late, { changed: false, state: 'held', messageState: 'held' })
    await scene.store.resolve([{ part: ref(id), to: 'queued', atMs: scene.at(50), reason: 'a person' }])
    assert.equal((await scene.get(id)).mayBeDuplicate, false)
  })

  check('cancelled by the SMSC: only what the SMSC has, and only where it says so', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    const cancel = async (bySmsc: boolean) =>
      (await scene.store.resolve([{ part: ref(id), to: 'cancelled', atMs: scene.at(60), reason: 'x', bySmsc }]))[0]
    assert.equal((await cancel(true))?.changed, false)
    await scene.took(ref(id), 'A')
    assert.equal((await cancel(false))?.changed, false)
    assert.deepEqual(await cancel(true), { changed: true, state: 'cancelled', messageState: 'cancelled' })
    assert.equal((await scene.get(id)).finalAtMs, scene.at(60))
    assert.equal((await scene.receive('A', { state: 'cancelled', stat: 'DELETED' })).kind, 'ignored')
  })

  check('returned: is due again at once, and the attempt counts for nothing but its number', async (scene) => {
    const id = await scene.acceptOne()
    await scene.acceptOne()
    await scene.lease(1)
    const returned = await scene.submit(ref(id), { kind: 'returned', reason: 'link lost' }, { sentAtMs: null })
    assert.deepEqual(returned, { changed: true, state: 'queued', messageState: 'accepted' })
    assert.deepEqual((await scene.story(id)).slice(2), ['message.returned 1 {"reason":"link lost","attempt":1}'])
    const leased = await scene.lease()
    assert.deepEqual(scene.named(leased), ['1.1 attempt 2', '2.1 attempt 1'])
    assert.deepEqual(
      leased.map(({ failedBefore }) => failedBefore),
      [0, 0],
    )
    assert.equal((await scene.took(ref(id), 'A')).changed, false, 'an answer to the attempt that never left')
  })

  check('refused: counts against the part, but for what only asks for less', async (scene) => {
    const id = await scene.acceptOne()
    const failures: (number | undefined)[] = []
    for (const [at, counts] of [true, false, true].entries()) {
      const [leased] = await scene.lease()
      failures.push(leased?.failedBefore)
      await scene.submit(ref(id), { kind: 'retry', status: 0x14, dueAtMs: 0, counts }, { attempt: at + 1 })
    }
    failures.push((await scene.lease())[0]?.failedBefore)
    assert.deepEqual(failures, [0, 1, 1, 2])
    assert.equal((await scene.part(id)).attempts, 4)
  })

  check('uncertain: says that nobody knows', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    assert.deepEqual(await scene.submit(ref(id), { kind: 'uncertain', reason: 'link lost' }), {
      changed: true,
      state: 'uncertain',
      messageState: 'uncertain',
    })
    assert.equal((await scene.part(id)).sentAtMs, scene.at(10))
    assert.deepEqual((await scene.story(id)).slice(2), ['message.uncertain 1 {"reason":"link lost","attempt":1}'])
  })

  check(
    'a stale answer changes nothing: another attempt, another SMSC, or a part that waits for none',
    async (scene) => {
      const id = await scene.acceptOne()
      const early = await scene.took(ref(id), 'A0', { attempt: 0 })
      assert.deepEqual(early, { changed: false, state: 'queued', messageState: 'accepted' })
      await scene.lease()
      await scene.submit(ref(id), { kind: 'retry', status: 0x58, dueAtMs: 0, counts: true })
      assert.deepEqual((await scene.took(ref(id), 'A1')).state, 'queued')
      await scene.lease()
      const before = [await scene.get(id), await scene.part(id), await scene.story(id)]
      const stale = await scene.store.recordSubmits([
        scene.submitRecord(ref(id), { kind: 'submitted', smscMessageId: 'A1', idForms: ['a1'] }),
        scene.submitRecord(ref(id), { kind: 'uncertain', reason: 'old' }, { attempt: 3 }),
        scene.submitRecord(ref(id), { kind: 'returned', reason: 'old' }, { attempt: 2, smscId: 'smsc_other' }),
      ])
      assert.deepEqual(stale, Array(3).fill({ changed: false, state: 'sending', messageState: 'sending' }))
      assert.deepEqual([await scene.get(id), await scene.part(id), await scene.story(id)], before)
      assert.equal((await scene.receive('A1')).kind, 'parked')
    },
  )

  check('what is final never changes, whatever comes', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    await scene.submit(ref(id), { kind: 'final', state: 'rejected', status: 11, errorCode: 'ESME_RINVDSTADR' })
    const before = [await scene.get(id), await scene.part(id), await scene.story(id)]
    for (const result of [
      { kind: 'submitted', smscMessageId: 'A1', idForms: ['a1'] },
      { kind: 'retry', status: 1, dueAtMs: 0, counts: true },
      { kind: 'final', state: 'failed', status: 1, errorCode: 'x' },
      { kind: 'returned', reason: 'x' },
      { kind: 'uncertain', reason: 'x' },
    ] as const) {
      assert.deepEqual(await scene.submit(ref(id), result), {
        changed: false,
        state: 'rejected',
        messageState: 'rejected',
      })
    }
    for (const to of ['queued', 'held', 'uncertain-closed', 'cancelled'] as const) {
      const [result] = await scene.store.resolve([{ part: ref(id), to, atMs: scene.at(50), reason: 'x' }])
      assert.equal(result?.changed, false)
    }
    assert.deepEqual([await scene.get(id), await scene.part(id), await scene.story(id)], before)
  })

  check('says so when there is no such part', async (scene) => {
    const id = await scene.acceptOne()
    const nothing = { changed: false, state: undefined, messageState: undefined }
    assert.deepEqual(await scene.took(ref(id, 2), 'A1'), nothing)
    assert.deepEqual(await scene.took(ref(id, 0), 'A1'), nothing)
    assert.deepEqual(await scene.took(ref(scene.id('none')), 'A1'), nothing)
    assert.deepEqual(
      await scene.store.resolve([{ part: ref(scene.id('none')), to: 'held', atMs: scene.at(1), reason: '' }]),
      [nothing],
    )
  })

  check('answers each of a batch in its place', async (scene) => {
    const first = await scene.acceptOne()
    const second = await scene.acceptOne()
    await scene.lease()
    const results = await scene.store.recordSubmits([
      scene.submitRecord(ref(second), { kind: 'submitted', smscMessageId: 'B', idForms: ['b'] }),
      scene.submitRecord(ref(scene.id('none')), { kind: 'submitted', smscMessageId: 'C', idForms: ['c'] }),
      scene.submitRecord(ref(first), { kind: 'final', state: 'failed', status: 8, errorCode: 'ESME_RSYSERR' }),
      scene.submitRecord(ref(second), { kind: 'uncertain', reason: 'twice' }),
    ])
    assert.deepEqual(
      results.map(({ changed, state }) => [changed, state]),
      [
        [true, 'submitted'],
        [false, undefined],
        [true, 'failed'],
        [false, 'submitted'],
      ],
    )
  })

  check('tells of each of a batch in its own history, also where receipts come with the answers', async (scene) => {
    const ids = await scene.accept([scene.message(), scene.message(), scene.message()])
    await scene.lease()
    const [one, other, third] = ids.map((id) => ref(id))
    const answers = [one, other, third].map((part, index) => {
      const smscMessageId = `A${index}${'0'.repeat(index)}`
      const result = { kind: 'submitted', smscMessageId, idForms: [smscMessageId.toLowerCase()] } as const
      return scene.submitRecord(part as PartRef, result)
    })
    await Promise.all([
      scene.store.recordSubmits(answers),
      scene.store.recordReceipts([scene.receipt('A10'), scene.receipt('A200')]),
    ])
    const stories = await Promise.all(ids.map((id) => scene.story(id)))
    const receipt = (id: string): readonly string[] => [
      `message.receipt 1 {"stat":"DELIVRD","error":"000","smscMessageId":"${id}"}`,
      'message.final {"state":"delivered","errorCode":null}',
    ]
    assert.deepEqual(
      stories.map((story) => story.slice(2)),
      [
        ['message.submitted 1 {"smscMessageId":"A0","attempt":1}'],
        ['message.submitted 1 {"smscMessageId":"A10","attempt":1}', ...receipt('A10')],
        ['message.submitted 1 {"smscMessageId":"A200","attempt":1}', ...receipt('A200')],
      ],
    )
  })

  check('a message of several parts is what weighs most among them, and final with the last', async (scene) => {
    const id = await scene.acceptOne(1, 2, 3)
    const states: string[] = []
    const note = async (): Promise<void> => {
      states.push((await scene.get(id)).state)
    }
    await scene.lease(1)
    await note()
    await scene.took(ref(id, 1), 'P1')
    await note()
    await scene.lease(2)
    await note()
    await scene.submit(ref(id, 2), { kind: 'uncertain', reason: 'lost' })
    await scene.took(ref(id, 3), 'P3')
    await note()
    await scene.receive('P1', { atMs: scene.at(60) })
    await scene.submit(ref(id, 2), { kind: 'final', state: 'rejected', status: 11, errorCode: 'ESME_RINVDSTADR' })
    await note()
    assert.deepEqual([(await scene.get(id)).errorCode, (await scene.get(id)).finalAtMs], [null, null])
    await scene.receive('P3', { atMs: scene.at(70), state: 'undelivered', stat: 'UNDELIV', error: '042' })
    await note()
    assert.deepEqual(states, ['sending', 'sending', 'sending', 'uncertain', 'submitted', 'rejected'])
    const message = await scene.get(id)
    assert.deepEqual([message.errorCode, message.finalAtMs], ['ESME_RINVDSTADR', scene.at(70)])
    assert.deepEqual(
      (await scene.story(id)).filter((line) => line.startsWith('message.final')),
      [
        'message.final 1 {"state":"delivered","errorCode":null}',
        'message.final 2 {"state":"rejected","errorCode":"ESME_RINVDSTADR"}',
        'message.final {"state":"rejected","errorCode":"ESME_RINVDSTADR"}',
      ],
    )
  })

  check('the reason of a message is that of a part that ended as the message did', async (scene) => {
    const id = await scene.acceptOne(1, 2)
    await scene.lease()
    await scene.took(ref(id, 1), 'R1')
    await scene.receive('R1', { state: 'undelivered', stat: 'UNDELIV' })
    await scene.submit(ref(id, 2), { kind: 'final', state: 'rejected', status: 11, errorCode: 'ESME_RINVDSTADR' })
    const { state, errorCode } = await scene.get(id)
    assert.deepEqual({ state, errorCode }, { state: 'rejected', errorCode: 'ESME_RINVDSTADR' })
  })

  check('keeps all of a batch, or nothing when one of it is malformed', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    const before = [await scene.get(id), await scene.part(id), await scene.story(id)]
    const good = scene.submitRecord(ref(id), { kind: 'submitted', smscMessageId: 'G', idForms: ['g'] })
    const bad = { ...good, part: null as unknown as typeof good.part }
    const counts = await scene.store.counts()
    await assert.rejects(scene.store.recordSubmits([good, bad]))
    assert.deepEqual([await scene.get(id), await scene.part(id), await scene.story(id)], before)
    assert.deepEqual(await scene.store.counts(), counts)
    assert.deepEqual(await scene.store.recordSubmits([good]), [
      { changed: true, state: 'submitted', messageState: 'submitted' },
    ])
  })

  check('a message is delivered when all its parts are', async (scene) => {
    const id = await scene.acceptOne(1, 2)
    await scene.lease()
    await scene.took(ref(id, 1), 'Q1')
    await scene.took(ref(id, 2), 'Q2')
    await scene.receive('Q2')
    assert.equal((await scene.get(id)).state, 'submitted')
    await scene.receive('Q1')
    const { state, errorCode } = await scene.get(id)
    assert.deepEqual({ state, errorCode }, { state: 'delivered', errorCode: null })
  })
}
