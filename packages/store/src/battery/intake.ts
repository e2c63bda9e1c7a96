import assert from 'node:assert/strict'
import { type Check, ref } from './scene.ts'

export function intakeChecks(check: Check): void {
  check('keeps a message and its parts as they were given', async (scene) => {
    const message = scene.message({
      references: [7, 8],
      text: 'Grüße 👋🏽 \u0000 and a NUL',
      encoding: 'ucs2',
      reference: 'order 17',
    })
    assert.deepEqual(await scene.store.accept({ messages: [message], atMs: scene.at(0) }), {
      kind: 'stored',
      conversationIds: [message.conversationId],
    })
    assert.deepEqual(await scene.store.message(message.id), {
      id: message.id,
      direction: 'outbound',
      state: 'accepted',
      from: scene.ours,
      to: scene.person,
      text: 'Grüße 👋🏽 \u0000 and a NUL',
      parts: 2,
      encoding: 'ucs2',
      smscId: scene.smscId,
      conversationId: message.conversationId,
      reference: 'order 17',
      mayBeDuplicate: false,
      errorCode: null,
      createdAtMs: scene.at(0),
      updatedAtMs: scene.at(0),
      finalAtMs: null,
      expiresAtMs: message.expiresAtMs,
      messageClass: 'transactional',
      owner: 'key_1',
      sendAtMs: null,
      wire: message.wire,
      tlvs: [],
    })
    const untouched = {
      messageId: message.id,
      state: 'queued',
      esmClass: 0x40,
      attempts: 0,
      smscMessageId: null,
      sentAtMs: null,
      answeredAtMs: null,
      receiptAtMs: null,
      lastStatus: null,
      receiptError: null,
      mayBeDuplicate: false,
    }
    assert.deepEqual(await scene.store.parts(message.id), [
      { ...untouched, number: 1 },
      { ...untouched, number: 2 },
    ])
    assert.deepEqual(await scene.story(message.id), ['message.accepted {"parts":2,"encoding":"ucs2"}'])
  })

  check('knows no message that was not stored', async (scene) => {
    assert.equal(await scene.store.message(scene.id('none')), undefined)
    assert.deepEqual(await scene.store.parts(scene.id('none')), [])
    assert.deepEqual(await scene.store.timeline(scene.id('none')), [])
    const id = await scene.acceptOne()
    assert.deepEqual(await scene.store.messageStates([scene.id('none'), id, id]), [null, 'accepted', 'accepted'])
    assert.deepEqual(await scene.store.messageStates([]), [])
  })

  check('takes an empty batch', async (scene) => {
    assert.deepEqual(await scene.store.accept({ messages: [], atMs: scene.at(0) }), {
      kind: 'stored',
      conversationIds: [],
    })
  })

  check('replaces half a surrogate pair that stands alone, as no encoding can carry it', async (scene) => {
    const message = scene.message({ text: 'a\ud83d b\udc4b' })
    await scene.accept([message])
    assert.equal((await scene.get(message.id)).text, 'a\ufffd b\ufffd')
  })

  check('keeps all of a batch, or nothing when one of it cannot be', async (scene) => {
    const before = await scene.acceptOne()
    const answer = { scope: `s${scene.smscId}`, key: 'k', fingerprint: 'f', status: 202, body: '{}', atMs: scene.at(0) }
    const person = `${scene.person}9`
    const good = scene.message({ to: person })
    const queuesBefore = await scene.store.queues()
    const countsBefore = await scene.store.counts()
    for (const bad of [scene.message({ id: before }), scene.message({ references: [] })]) {
      await assert.rejects(scene.store.accept({ messages: [good, bad], atMs: scene.at(1), answer }), {
        name: 'BrokenInvariant',
      })
    }
    assert.equal(await scene.store.message(good.id), undefined)
    assert.equal(await scene.store.conversation(good.conversationId), undefined)
    assert.equal(await scene.store.storedAnswer(answer.scope, 'k'), undefined)
    assert.deepEqual(await scene.store.queues(), queuesBefore)
    assert.deepEqual(await scene.store.counts(), countsBefore)
    await scene.accept([good])
    assert.deepEqual(scene.named(await scene.lease()), ['1.1 attempt 1', '2.1 attempt 1'])
  })

  check('goes on with others while one that is asked for at the same time fails', async (scene) => {
    const twice = scene.message()
    const outcomes = await Promise.allSettled([
      scene.store.accept({ messages: [twice], atMs: scene.at(0) }),
      scene.store.accept({ messages: [twice], atMs: scene.at(0) }),
      scene.store.accept({ messages: [scene.message()], atMs: scene.at(0) }),
    ])
    assert.deepEqual(
      outcomes.map((outcome) => outcome.status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.deepEqual(scene.named(await scene.lease()), ['1.1 attempt 1', '2.1 attempt 1'])
    const [first, second] = (await scene.store.messages({ limit: 5, smscId: scene.smscId })).items.toReversed()
    const seqs = [
      ...(await scene.store.timeline(first?.id ?? twice.id)),
      ...(await scene.store.timeline(second?.id ?? twice.id)),
    ]
    assert.equal(new Set(seqs.map((event) => event.seq)).size, seqs.length)
  })

  check('stores the answer with the messages, and gives it back under its key', async (scene) => {
    const scope = `scope of ${scene.smscId}`
    const stored = { fingerprint: 'abc', status: 202, body: '{"id":"ü"}', atMs: scene.at(0) }
    const answer = { ...stored, scope, key: 'k1' }
    assert.equal(await scene.store.storedAnswer(scope, 'k1'), undefined)
    await scene.accept([scene.message()], scene.at(0), answer)
    assert.deepEqual(await scene.store.storedAnswer(scope, 'k1'), stored)
    assert.equal(await scene.store.storedAnswer(scope, 'k2'), undefined)
    assert.equal(await scene.store.storedAnswer('another scope', 'k1'), undefined)
    await scene.reopen()
    assert.deepEqual(await scene.store.storedAnswer(scope, 'k1'), stored)
  })

  check('stores nothing under a key that holds an answer, whatever the request', async (scene) => {
    const first = { fingerprint: 'abc', status: 202, body: 'first', atMs: scene.at(0) }
    const key = { scope: scene.smscId, key: 'k' }
    await scene.accept([scene.message()], scene.at(0), { ...first, ...key })
    const late = scene.message()
    const again = await scene.store.accept({
      messages: [late],
      atMs: scene.at(1),
      answer: { ...key, fingerprint: 'xyz', status: 202, body: 'second', atMs: scene.at(1) },
    })
    assert.deepEqual(again, { kind: 'answered-before', answer: first })
    assert.equal(await scene.store.message(late.id), undefined)
  })

  check('gives two requests that race with one key one winner', async (scene) => {
    const answer = (body: string) => ({
      scope: scene.smscId,
      key: 'race',
      fingerprint: 'f',
      status: 202,
      body,
      atMs: scene.at(0),
    })
    const results = await Promise.all(
      ['a', 'b', 'c'].map((body) =>
        scene.store.accept({ messages: [scene.message()], atMs: scene.at(0), answer: answer(body) }),
      ),
    )
    assert.deepEqual(
      results.map((result) => result.kind),
      ['stored', 'answered-before', 'answered-before'],
    )
    assert.equal((await scene.lease()).length, 1)
  })

  check('has what it accepted after it was opened again', async (scene) => {
    const id = await scene.acceptOne(5, 6)
    const before = [await scene.get(id), await scene.store.parts(id), await scene.store.timeline(id)]
    await scene.reopen()
    assert.deepEqual([await scene.get(id), await scene.store.parts(id), await scene.store.timeline(id)], before)
    const [leased] = await scene.lease(1)
    assert.deepEqual(leased?.part, ref(id))
  })

  check('says that it is not open, before and after', async (scene) => {
    await scene.store.close()
    await assert.rejects(scene.store.accept({ messages: [scene.message()], atMs: 0 }), { name: 'StoreUnavailable' })
    await assert.rejects(scene.store.counts(), { name: 'StoreUnavailable' })
    await scene.store.close()
    await scene.reopen()
    await scene.acceptOne()
  })
}
