import assert from 'node:assert/strict'
import type { MessageId } from '@smpp-connect/contracts'
import type { NewMessage, RewriteRequest } from '../port.ts'
import { type Check, ref, type Scene, SHARES, told } from './scene.ts'

export function rewriteChecks(check: Check): void {
  check('puts another SMSC and other content in the place of what waits', async (scene) => {
    const { store } = scene
    const elsewhere = `${scene.smscId}b` as const
    const before = scene.message({ references: [1, 2, 3], reference: 'r1' })
    await scene.accept([before, scene.message()], scene.at(0))
    const after = rewriteOf(scene, before, {
      smscId: elsewhere,
      text: 'anew',
      encoding: 'ucs2',
      references: [8],
      expiresAtMs: scene.at(9),
      sendAtMs: scene.at(5),
      reference: 'other',
      tlvs: [{ tag: 7, value: Uint8Array.of(1) }],
    })
    assert.deepEqual(await store.rewrite([after]), [true])
    const record = await scene.get(before.id)
    assert.deepEqual(record, {
      ...record,
      text: 'anew',
      encoding: 'ucs2',
      parts: 1,
      smscId: elsewhere,
      state: 'accepted',
      reference: 'r1',
      expiresAtMs: before.expiresAtMs,
      sendAtMs: null,
      createdAtMs: scene.at(0),
      updatedAtMs: scene.at(7),
      tlvs: [{ tag: 7, value: Uint8Array.of(1) }],
    })
    assert.deepEqual(await scene.story(before.id), [
      'message.accepted {"parts":3,"encoding":"gsm7"}',
      `message.rerouted {"reason":"test","from":"${scene.smscId}","to":"${elsewhere}","smscName":""}`,
      'message.replaced {"reason":"test","parts":1,"encoding":"ucs2"}',
    ])
    const events = await store.timeline(before.id)
    assert.deepEqual(
      events.map(({ smscId }) => smscId),
      [scene.smscId, elsewhere, elsewhere],
    )
    assert.deepEqual(scene.named(await scene.lease()), ['2.1 attempt 1'])
    const { parts: leased } = await store.lease({ smscId: elsewhere, limit: 9, nowMs: scene.at(8), shares: SHARES })
    assert.deepEqual(
      leased.map(({ part, userMessageReference, tlvs }) => [part, userMessageReference, tlvs.length]),
      [[ref(before.id), 8, 1]],
    )
  })

  check('keeps its place in the queue', async (scene) => {
    const first = scene.message()
    await scene.accept([first, scene.message()])
    await scene.store.rewrite([rewriteOf(scene, first, { text: 'x' })])
    assert.deepEqual(scene.named(await scene.lease()), ['1.1 attempt 1', '2.1 attempt 1'])
  })

  check('never gives the number of an attempt twice, wherever it goes', async (scene) => {
    const [here, there] = [scene.message(), scene.message({ to: `${scene.person}1` })]
    await scene.accept([here, there])
    await scene.lease()
    for (const { id } of [here, there]) {
      await scene.submit(ref(id), { kind: 'retry', status: 0x14, dueAtMs: scene.at(100), counts: true })
    }
    const elsewhere = `${scene.smscId}b` as const
    const results = await scene.store.rewrite([
      rewriteOf(scene, here, { text: 'x' }),
      rewriteOf(scene, there, { smscId: elsewhere }),
    ])
    assert.deepEqual(results, [true, true])
    // What stays has to wait on; what goes elsewhere need not wait for the one that refused it.
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(99))), [])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(100))), ['1.1 attempt 2'])
    const { parts: leased } = await scene.store.lease({
      smscId: elsewhere,
      limit: 9,
      nowMs: scene.at(8),
      shares: SHARES,
    })
    assert.deepEqual(scene.named(leased), ['2.1 attempt 2'])
    assert.equal(leased[0]?.failedBefore, 0, 'what one SMSC refused does not count at another')
    const kinds = (await scene.store.timeline(there.id)).map(({ kind }) => kind)
    assert.deepEqual(kinds.slice(0, 4), ['message.accepted', 'message.sending', 'message.refused', 'message.retrying'])
    assert.equal((await scene.took(ref(here.id), 'stale')).changed, false)
  })

  check('leaves alone what is not wholly ours any more', async (scene) => {
    const { store } = scene
    const messages = Array.from({ length: 6 }, (_, index) =>
      scene.message({ references: index === 1 ? [1, 2] : [1], to: `${scene.person}${index}` }),
    )
    const [sending, half, submitted, held, resent, ended] = messages as Six<NewMessage>
    await scene.accept(messages)
    const inOrder = await scene.lease(7)
    assert.equal(inOrder.length, 7)
    await scene.submit(ref(half.id), { kind: 'returned', reason: 'x' }, { sentAtMs: null })
    await scene.took(ref(submitted.id), 'S')
    await scene.submit(ref(held.id), { kind: 'hold', status: 8, reason: 'x' })
    await scene.submit(ref(resent.id), { kind: 'uncertain', reason: 'x' })
    await store.resolve([{ part: ref(resent.id), to: 'queued', atMs: scene.at(40), reason: 'x' }])
    await scene.submit(ref(ended.id), { kind: 'final', state: 'failed', status: 1, errorCode: 'x' })
    for (const message of [sending, half, submitted, held, resent, ended]) {
      const before = [await scene.get(message.id), await scene.story(message.id)]
      assert.deepEqual(await store.rewrite([rewriteOf(scene, message, { text: 'x' })]), [false])
      assert.deepEqual([await scene.get(message.id), await scene.story(message.id)], before)
    }
    const none = scene.message()
    assert.deepEqual(await store.rewrite([rewriteOf(scene, none, {})]), [false])
    const heard = scene.inbound('heard')
    await store.recordInbound([heard])
    assert.deepEqual(await store.rewrite([rewriteOf(scene, { ...none, id: heard.id }, {})]), [false])
  })

  check('may not make it another message', async (scene) => {
    const message = scene.message()
    await scene.accept([message])
    const before = await scene.get(message.id)
    for (const foreign of [
      { to: '+1' },
      { from: 'Else' },
      { owner: 'key_2' },
      { messageClass: 'bulk' },
      { parts: [] },
    ] as const) {
      const request = rewriteOf(scene, message, { text: 'x', ...foreign })
      await assert.rejects(scene.store.rewrite([request]), { name: 'BrokenInvariant' })
    }
    assert.deepEqual(await scene.get(message.id), before)
  })

  check('shows the new text where it is the newest of its conversation', async (scene) => {
    const [old, newest] = [scene.message(), scene.message()]
    await scene.accept([old, newest])
    const shown = async () => (await scene.store.conversation(scene.conversationId()))?.lastText
    await scene.store.rewrite([rewriteOf(scene, old, { text: 'old' })])
    assert.equal(await shown(), newest.text)
    await scene.store.rewrite([rewriteOf(scene, newest, { text: 'new' })])
    assert.equal(await shown(), 'new')
  })

  check('notes another text that the SMSC took in the place of the first', async (scene) => {
    const id = await scene.acceptOne()
    await scene.lease()
    await scene.took(ref(id), 'T')
    const before = await scene.store.lastEventSeq()
    assert.equal(await scene.store.retext(id, 'corrected', scene.at(25)), true)
    const { text, state, updatedAtMs } = await scene.get(id)
    assert.deepEqual([text, state, updatedAtMs], ['corrected', 'submitted', scene.at(25)])
    assert.equal((await scene.store.conversation(scene.conversationId()))?.lastText, 'corrected')
    const events = await scene.store.events(before, 9)
    assert.deepEqual(events.map(told), ['message.replaced {"parts":1,"encoding":"gsm7"}'])
    assert.deepEqual((await scene.story(id)).at(-1), told(events[0] as (typeof events)[0] & object))
    assert.equal((await scene.receive('T')).kind, 'applied')
    assert.equal(await scene.store.retext(scene.id('none'), 'x', scene.at(26)), false)
    const heard = scene.inbound('heard')
    await scene.store.recordInbound([heard])
    assert.equal(await scene.store.retext(heard.id, 'x', scene.at(26)), false)
  })

  check('finds what could be given to another SMSC, in the order of the queue', async (scene) => {
    const { store, smscId } = scene
    const to = (name: number) => ({ to: `${scene.person}${name}` })
    const messages = [
      scene.message({ ...to(0), owner: 'key_b' }),
      scene.message({ ...to(1), smscFixed: true }),
      scene.message({ ...to(2), messageClass: 'code', sendAtMs: scene.at(500) }),
      scene.message({ ...to(3), references: [1, 2, 3], reference: 'r' }),
      scene.message({ ...to(4), references: [1, 2] }),
      scene.message({ ...to(5) }),
    ]
    await scene.accept(messages)
    const ids = (found: readonly { readonly id: MessageId }[]) =>
      found.map(({ id }) => messages.findIndex((message) => message.id === id))
    assert.deepEqual(ids(await store.reroutable(smscId, 0, 9)), [0, 2, 3, 4, 5])
    const first = await store.reroutable(smscId, 0, 2)
    assert.deepEqual(ids(first), [0, 2])
    assert.deepEqual(ids(await store.reroutable(smscId, first.at(-1)?.seq ?? 0, 2)), [3, 4])
    assert.deepEqual(await store.reroutable(`${smscId}b`, 0, 9), [])
    const { seq: _seq, ...third } = (
      await store.reroutable(smscId, first.at(-1)?.seq ?? 0, 1)
    )[0] as (typeof first)[0] & object
    const { id, from, text, messageClass, owner, reference, sendAtMs, expiresAtMs, wire, tlvs } =
      messages[3] as NewMessage
    assert.deepEqual(third, {
      ...{ id, from, text, messageClass, owner, reference, sendAtMs, expiresAtMs, wire, tlvs },
      to: messages[3]?.to,
      esmClass: messages[3]?.parts[0]?.esmClass,
    })
    // One that has left in part, or may have left, is not to be moved.
    const leased = await scene.lease(4)
    assert.ok(leased.length === 4)
    const movable = ids(await store.reroutable(smscId, 0, 9))
    assert.ok(movable.every((index) => !leased.some(({ part }) => part.messageId === messages[index]?.id)))
    await store.markUncertain({ reason: 'lost', atMs: scene.at(5), smscIds: [smscId] })
    const again = leased.map(({ part }) => ({ part, to: 'queued' as const, atMs: scene.at(6), reason: 'x' }))
    await store.resolve(again)
    assert.deepEqual(ids(await store.reroutable(smscId, 0, 9)), movable)
  })
}

type Six<Value> = [Value, Value, Value, Value, Value, Value]

/** The message as another; `references` makes its parts anew. */
function rewriteOf(
  scene: Scene,
  message: NewMessage,
  fields: Partial<NewMessage> & { readonly references?: readonly number[] },
): RewriteRequest {
  const { references, ...rest } = fields
  const parts = references && scene.message({ references }).parts
  return { message: { ...message, ...(parts && { parts }), ...rest }, atMs: scene.at(7), reason: 'test' }
}
