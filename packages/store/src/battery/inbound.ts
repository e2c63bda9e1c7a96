import assert from 'node:assert/strict'
import type { Check } from './scene.ts'

export function inboundChecks(check: Check): void {
  check('keeps a text as it came', async (scene) => {
    const record = scene.inbound('Hei 👋\r\n\u0000\u202e', {
      encoding: 'ucs2',
      tlvs: [{ tag: 0x1401, value: Uint8Array.of(0, 255) }],
    })
    assert.deepEqual(await scene.store.recordInbound([record]), [{ kind: 'stored', messageId: record.id }])
    assert.deepEqual(await scene.store.message(record.id), {
      id: record.id,
      direction: 'inbound',
      state: 'received',
      from: scene.person,
      to: scene.ours,
      text: 'Hei 👋\r\n\u0000\u202e',
      parts: 1,
      encoding: 'ucs2',
      smscId: scene.smscId,
      conversationId: scene.conversationId(),
      reference: null,
      mayBeDuplicate: false,
      errorCode: null,
      createdAtMs: scene.at(40),
      updatedAtMs: scene.at(40),
      finalAtMs: null,
      expiresAtMs: null,
      messageClass: null,
      owner: null,
      sendAtMs: null,
      wire: null,
      tlvs: [{ tag: 0x1401, value: Uint8Array.of(0, 255) }],
    })
    assert.deepEqual(await scene.store.parts(record.id), [])
    assert.deepEqual(await scene.story(record.id), ['message.received {"parts":1,"encoding":"ucs2"}'])
  })

  check('answers each of a batch in its place', async (scene) => {
    const first = scene.inbound('one')
    const again = scene.inbound('one', { duplicateWithinMs: 1000 })
    const second = scene.inbound('two')
    assert.deepEqual(await scene.store.recordInbound([first, again, second]), [
      { kind: 'stored', messageId: first.id },
      { kind: 'duplicate' },
      { kind: 'stored', messageId: second.id },
    ])
    assert.equal(await scene.store.message(again.id), undefined)
    assert.deepEqual(await scene.store.recordInbound([]), [])
  })

  check('drops a repetition within its time, and keeps one that comes later', async (scene) => {
    const hear = (atMs: number, duplicateWithinMs: number) =>
      scene.hear('yes', { atMs: scene.at(atMs), duplicateWithinMs }).then(({ kind }) => kind)
    assert.equal(await hear(1000, 500), 'stored')
    assert.equal(await hear(1499, 500), 'duplicate')
    assert.equal(await hear(600, 500), 'duplicate')
    assert.equal(await hear(1500, 500), 'stored')
    assert.equal(await hear(1501, 0), 'stored')
    await scene.reopen()
    assert.equal(await hear(1600, 500), 'duplicate')
  })

  check('counts the time from the one that was kept, not from a repetition', async (scene) => {
    const kinds: string[] = []
    for (const atMs of [0, 400, 800]) {
      kinds.push((await scene.hear('again', { atMs: scene.at(atMs), duplicateWithinMs: 500 })).kind)
    }
    assert.deepEqual(kinds, ['stored', 'duplicate', 'stored'])
  })

  check('keeps the same content from another SMSC', async (scene) => {
    await scene.hear('ok', { duplicateWithinMs: 1000 })
    const other = await scene.hear('ok', { duplicateWithinMs: 1000, smscId: `${scene.smscId}b` })
    assert.equal(other.kind, 'stored')
  })

  check('keeps all of a batch, or nothing when one of it cannot be', async (scene) => {
    const kept = scene.inbound('kept')
    await scene.store.recordInbound([kept])
    const good = scene.inbound('good', { duplicateWithinMs: 9999 })
    const bad = scene.inbound('bad', { id: kept.id })
    const counts = await scene.store.counts()
    await assert.rejects(scene.store.recordInbound([good, bad]), { name: 'BrokenInvariant' })
    assert.equal(await scene.store.message(good.id), undefined)
    assert.deepEqual(await scene.store.counts(), counts)
    assert.deepEqual(await scene.store.recordInbound([good]), [{ kind: 'stored', messageId: good.id }])
  })
}
