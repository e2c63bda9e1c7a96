import assert from 'node:assert/strict'
import type { MessageId } from '@smpp-connect/contracts'
import { type Check, ref, type Scene } from './scene.ts'

export function removalChecks(check: Check): void {
  check(
    'removes what ended before a time, the oldest first, and nothing that is open',
    async (scene) => {
      const { store } = scene
      const ids = (await scene.accept(Array.from({ length: 4 }, () => scene.message()))) as MessageId[]
      const [one, two, three, open] = ids as [MessageId, MessageId, MessageId, MessageId]
      const heard = scene.inbound('heard', { atMs: scene.at(45) })
      await store.recordInbound([heard])
      await cancel(scene, two, 30)
      await cancel(scene, one, 40)
      await cancel(scene, three, 50)
      const left = async () => {
        const states = await store.messageStates([one, two, three, open, heard.id])
        return states.map((state) => (state === null ? '-' : '+')).join('')
      }
      assert.equal(await store.removeOld(scene.at(30), 9), 0)
      assert.equal(await store.removeOld(scene.at(100), 0), 0)
      assert.equal(await store.removeOld(scene.at(50), 2), 2)
      assert.equal(await left(), '--+++')
      assert.equal(await store.removeOld(scene.at(50), 9), 1)
      assert.equal(await left(), '--++-')
      assert.equal(await store.removeOld(scene.at(1e6), 9), 1)
      assert.equal(await left(), '---+-')
      const counts = await store.counts()
      assert.deepEqual([counts.byState, counts.outbound, counts.inbound], [{ accepted: 1 }, 1, 0])
      assert.deepEqual(await sound(scene), [])
    },
    { fresh: true },
  )

  check(
    'takes parts, history and ids along, and forgets the doubt',
    async (scene) => {
      const { store } = scene
      const id = await scene.acceptOne(1, 2)
      await scene.lease()
      await store.recordSubmits([
        scene.submitRecord(ref(id, 1), { kind: 'submitted', smscMessageId: 'A', idForms: ['a', 'aa', 'aaa'] }),
        scene.submitRecord(ref(id, 2), { kind: 'uncertain', reason: 'x' }),
      ])
      await store.resolve([{ part: ref(id, 2), to: 'queued', atMs: scene.at(21), reason: 'x' }])
      await cancel(scene, id, 40, 2)
      await scene.receive('A')
      assert.equal((await store.counts()).mayBeDuplicate, 1)
      assert.equal(await store.removeOld(scene.at(1000), 9), 1)
      assert.equal(await store.message(id), undefined)
      assert.deepEqual([await store.parts(id), await store.timeline(id)], [[], []])
      assert.equal((await store.counts()).mayBeDuplicate, 0)
      for (const form of ['A', 'aa', 'AAA']) assert.equal((await scene.receive(form)).kind, 'parked')
      assert.equal((await scene.took(ref(id), 'A')).state, undefined)
      assert.deepEqual(await sound(scene), [])
      // Its id is free again, its position is not.
      await scene.accept([scene.message({ id })])
      assert.equal((await scene.lease()).length, 1)
    },
    { fresh: true },
  )

  check('a conversation goes with its last message, and else shows the newest that is left', async (scene) => {
    const { store } = scene
    const [old, newest] = (await scene.accept([scene.message({ text: 'old' }), scene.message({ text: 'newest' })])) as [
      MessageId,
      MessageId,
    ]
    const other = scene.message({ to: `${scene.person}1` })
    await scene.accept([other])
    await cancel(scene, newest, 40)
    await cancel(scene, other.id, 40)
    await removeAll(scene, 41)
    const conversation = await store.conversation(scene.conversationId())
    assert.deepEqual([conversation?.messageCount, conversation?.lastText], [1, 'old'])
    assert.equal(await store.conversation(other.conversationId), undefined)
    await cancel(scene, old, 50)
    await removeAll(scene, 51)
    assert.equal(await store.conversation(scene.conversationId()), undefined)
    assert.deepEqual((await store.messages({ limit: 9, number: scene.person })).items, [])
    await scene.acceptOne()
    assert.equal((await store.conversation(scene.conversationId()))?.messageCount, 1)
  })

  check('what is unread is never more than what is there', async (scene) => {
    for (const [index, text] of ['a', 'b', 'c'].entries()) await scene.hear(text, { atMs: scene.at(index) })
    await removeAll(scene, 2)
    const conversation = await scene.store.conversation(scene.conversationId())
    assert.deepEqual([conversation?.messageCount, conversation?.unread, conversation?.lastText], [1, 1, 'c'])
  })

  check(
    'trims the log, and goes on counting',
    async (scene) => {
      const { store } = scene
      const id = await scene.acceptOne()
      const other = await scene.acceptOne()
      await scene.lease(1)
      await cancel(scene, other, 40)
      const last = await store.lastEventSeq()
      await removeAll(scene, 1000)
      const rest = await store.events(0, 99)
      assert.equal(rest.at(-1)?.seq, last)
      assert.ok(rest.length < last, 'nothing was trimmed')
      assert.equal(await store.lastEventSeq(), last)
      // What is still there keeps its whole history.
      assert.deepEqual(
        (await store.timeline(id)).map(({ kind }) => kind),
        ['message.accepted', 'message.sending'],
      )
      await scene.reopen()
      await scene.acceptOne()
      assert.equal(await store.lastEventSeq(), last + 1)
    },
    { fresh: true },
  )

  check('never gives a position twice', async (scene) => {
    const cursorOf = async () => {
      await scene.accept([scene.message(), scene.message()])
      return (await scene.store.messages({ limit: 1, smscId: scene.smscId })).next
    }
    const before = await cursorOf()
    for (const { id } of (await scene.store.messages({ limit: 9, smscId: scene.smscId })).items) {
      await cancel(scene, id, 40)
    }
    await removeAll(scene, 41)
    await scene.reopen()
    assert.notEqual(await cursorOf(), before)
  })
}

async function cancel(scene: Scene, id: MessageId, atMs: number, number = 1): Promise<void> {
  const [result] = await scene.store.resolve([
    { part: ref(id, number), to: 'cancelled', atMs: scene.at(atMs), reason: 'test' },
  ])
  assert.equal(result?.state, 'cancelled')
}

/** In the small steps in which it is meant to be asked for. */
async function removeAll(scene: Scene, beforeMs: number): Promise<void> {
  while ((await scene.store.removeOld(scene.at(beforeMs), 3)) > 0);
}

async function sound(scene: Scene): Promise<readonly unknown[]> {
  const findings: unknown[] = []
  for (let after: number | null = 0; after !== null; ) {
    const result = await scene.store.verify({ afterSeq: after, limit: 2, nowMs: scene.at(100) })
    findings.push(...result.findings)
    after = result.next
  }
  return findings
}
