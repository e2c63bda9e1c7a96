import assert from 'node:assert/strict'
import type { ConnectEvent } from '@smpp-connect/contracts'
import type { NewEvent } from '../port.ts'
import { type Check, ref, type Scene, told } from './scene.ts'

export function eventChecks(check: Check): void {
  check(
    'counts from 1, and nothing when nothing happened',
    async (scene) => {
      assert.equal(await scene.store.lastEventSeq(), 0)
      assert.deepEqual(await scene.store.events(0, 10), [])
      await scene.acceptOne()
      assert.equal(await scene.store.lastEventSeq(), 1)
      assert.deepEqual(
        (await scene.store.events(0, 10)).map(({ seq }) => seq),
        [1],
      )
    },
    { fresh: true },
  )

  check('tells everything in its order, from any place, in pieces', async (scene) => {
    const before = await scene.store.lastEventSeq()
    const id = await scene.acceptOne()
    await scene.lease()
    await scene.took(ref(id), 'E')
    await scene.receive('E')
    const all = await scene.store.events(before, 100)
    assert.deepEqual(
      all.map(({ kind }) => kind),
      ['message.accepted', 'message.sending', 'message.submitted', 'message.receipt', 'message.final'],
    )
    assert.deepEqual(
      all.map(({ seq }) => seq - before),
      [1, 2, 3, 4, 5],
    )
    for (const event of all) {
      assert.deepEqual(
        [event.messageId, event.conversationId, event.smscId],
        [id, scene.conversationId(), scene.smscId],
      )
    }
    assert.deepEqual(
      all.map(({ atMs }) => atMs - scene.at(0)),
      [0, 1, 20, 30, 30],
    )
    assert.deepEqual(await scene.store.events(before + 1, 2), all.slice(1, 3))
    assert.deepEqual(await scene.store.events(before + 5, 5), [])
    assert.deepEqual(await scene.store.events(before, 0), [])
    assert.deepEqual(await scene.store.timeline(id), all)
    assert.equal(await scene.store.lastEventSeq(), before + 5)
  })

  check('calls listeners back with what became durable, before the operation resolves', async (scene) => {
    const heard: ConnectEvent[] = []
    const stop = scene.store.onEvents((events) => heard.push(...events))
    const id = await scene.acceptOne()
    assert.deepEqual(heard.map(told), ['message.accepted {"parts":1,"encoding":"gsm7"}'])
    assert.deepEqual(await scene.store.timeline(id), heard)
    await scene.store.counts()
    await scene.lease(0)
    await scene.store.recordSubmits([])
    assert.equal(heard.length, 1)
    stop()
    stop()
    await scene.lease()
    assert.equal(heard.length, 1)
  })

  check('calls every listener in the order of seq, over many operations at once', async (scene) => {
    const heard: number[][] = [[], []]
    const stops = heard.map((seqs) => scene.store.onEvents((events) => seqs.push(...events.map(({ seq }) => seq))))
    const before = await scene.store.lastEventSeq()
    await Promise.all(Array.from({ length: 20 }, () => scene.acceptOne()))
    for (const stop of stops) stop()
    const expected = Array.from({ length: 20 }, (_, index) => before + 1 + index)
    assert.deepEqual(heard, [expected, expected])
  })

  check('keeps listeners over a restart, and goes on counting', async (scene) => {
    const heard: number[] = []
    const stop = scene.store.onEvents((events) => heard.push(...events.map(({ seq }) => seq)))
    await scene.acceptOne()
    await scene.reopen()
    await scene.acceptOne()
    stop()
    assert.equal(heard.length, 2)
    assert.equal(heard[1], (heard[0] as number) + 1)
  })

  check('appends events that belong to no operation', async (scene) => {
    const before = await scene.store.lastEventSeq()
    const id = await scene.acceptOne()
    const bind = newEvent(scene, { detail: { status: 'bound', reason: '', window: 10, tls: false, x: null } })
    const about = newEvent(scene, { messageId: id, part: 1, kind: 'message.held', detail: { reason: 'test' } })
    const nowhere = newEvent(scene, { smscId: null })
    await scene.store.appendEvents([bind, about, nowhere])
    assert.deepEqual(await scene.store.events(before + 1, 9), [
      { ...bind, seq: before + 2 },
      { ...about, conversationId: scene.conversationId(), seq: before + 3 },
      { ...nowhere, seq: before + 4 },
    ])
    assert.equal((await scene.story(id)).at(-1), 'message.held 1 {"reason":"test"}')
  })

  check('refuses events about what is not stored, and then keeps none of them', async (scene) => {
    const before = await scene.store.lastEventSeq()
    for (const bad of [{ messageId: scene.id('none') }, { conversationId: 'cnv_none' }] as const) {
      const batch = [newEvent(scene, {}), newEvent(scene, bad)]
      await assert.rejects(scene.store.appendEvents(batch), { name: 'BrokenInvariant' })
    }
    assert.equal(await scene.store.lastEventSeq(), before)
    await scene.acceptOne()
    assert.equal(await scene.store.lastEventSeq(), before + 1)
  })
}

function newEvent(scene: Scene, fields: Partial<NewEvent>): NewEvent {
  return {
    atMs: scene.at(7),
    kind: 'smsc.bind',
    messageId: null,
    part: null,
    conversationId: null,
    smscId: scene.smscId,
    detail: {},
    ...fields,
  }
}
