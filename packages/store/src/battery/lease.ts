import assert from 'node:assert/strict'
import type { WireFields } from '../records.ts'
import { type Check, ref, SHARES, VALIDITY_MS } from './scene.ts'

export function leaseChecks(check: Check): void {
  check('hands out all that the Sender needs', async (scene) => {
    const shortMessage = Uint8Array.from({ length: 140 }, (_, index) => (index * 7) & 0xff)
    const wire: WireFields = {
      source: { ton: 5, npi: 9, address: 'A different name' },
      destination: { ton: 2, npi: 8, address: '0077' },
      serviceType: 'CMT',
      protocolId: 0x41,
      priorityFlag: 3,
      registeredDelivery: 0x11,
      replaceIfPresent: true,
      dataCoding: 8,
      validity: 'absolute',
      scheduleAtMs: scene.at(900),
    }
    const billing = { tag: 0x1401, value: Uint8Array.of(1, 0, 255) }
    const sar = { tag: 0x020c, value: Uint8Array.of(0, 7) }
    const empty = { tag: 0x1402, value: Uint8Array.of() }
    const message = scene.message({
      messageClass: 'code',
      wire,
      tlvs: [billing, empty],
      parts: [
        { esmClass: 0x43, shortMessage, userMessageReference: 65_535, tlvs: [] },
        { esmClass: 0, shortMessage: Uint8Array.of(), userMessageReference: 0, tlvs: [sar] },
      ],
    })
    await scene.accept([message])
    await scene.reopen()
    const leased = await scene.lease()
    const { expiresAtMs } = message
    const { smscId } = scene
    const common = { attempt: 1, failedBefore: 0, smscId, messageClass: 'code', wire, expiresAtMs }
    assert.deepEqual(leased, [
      {
        ...common,
        part: ref(message.id, 1),
        esmClass: 0x43,
        shortMessage,
        userMessageReference: 65_535,
        tlvs: [billing, empty],
      },
      {
        ...common,
        part: ref(message.id, 2),
        esmClass: 0,
        shortMessage: Uint8Array.of(),
        userMessageReference: 0,
        tlvs: [billing, empty, sar],
      },
    ])
    assert.ok(leased.every((part) => part.shortMessage instanceof Uint8Array))
    assert.deepEqual([(await scene.get(message.id)).wire, (await scene.get(message.id)).tlvs], [wire, [billing, empty]])
  })

  check('takes parts in the order in which they were queued, up to the limit, and each once', async (scene) => {
    await scene.accept([scene.message(), scene.message({ references: [1, 2] })])
    await scene.accept([scene.message()])
    assert.deepEqual(scene.named(await scene.lease(2)), ['1.1 attempt 1', '2.1 attempt 1'])
    assert.deepEqual(await scene.lease(0), [])
    assert.deepEqual(scene.named(await scene.lease(9)), ['2.2 attempt 1', '3.1 attempt 1'])
    assert.deepEqual(await scene.lease(9), [])
  })

  check('takes only the parts of the SMSC that was named', async (scene) => {
    const elsewhere = scene.message({ smscId: `${scene.smscId}b` })
    await scene.accept([elsewhere, scene.message()])
    assert.deepEqual(scene.named(await scene.lease()), ['2.1 attempt 1'])
    const { parts: other } = await scene.store.lease({
      smscId: `${scene.smscId}b`,
      limit: 5,
      nowMs: scene.at(1),
      shares: SHARES,
    })
    assert.deepEqual(scene.named(other), ['1.1 attempt 1'])
    assert.deepEqual(
      await scene.store.lease({ smscId: `${scene.smscId}c`, limit: 5, nowMs: scene.at(1), shares: SHARES }),
      { parts: [], rest: 'none' },
    )
  })

  check('makes them sending, with one more attempt', async (scene) => {
    const id = await scene.acceptOne(1, 2)
    await scene.lease(1, scene.at(3))
    const { state, attempts } = await scene.part(id)
    assert.deepEqual({ state, attempts }, { state: 'sending', attempts: 1 })
    assert.equal((await scene.part(id, 2)).state, 'queued')
    const message = await scene.get(id)
    assert.equal(message.state, 'sending')
    assert.equal(message.updatedAtMs, scene.at(3))
    assert.deepEqual((await scene.story(id)).slice(1), ['message.sending 1 {"attempt":1}'])
  })

  check('gives two that ask at the same time different parts', async (scene) => {
    for (let count = 0; count < 6; count++) await scene.acceptOne()
    const leases = await Promise.all([scene.lease(3), scene.lease(3), scene.lease(3)])
    const ids = leases.flat().map(({ part }) => part.messageId)
    assert.deepEqual(
      leases.map((leased) => leased.length),
      [3, 3, 0],
    )
    assert.equal(new Set(ids).size, 6)
  })

  check('leaves what is not due yet, and then takes it in its old place', async (scene) => {
    await scene.accept(['1', '2', '3'].map((name) => scene.message({ to: `${scene.person}${name}` })))
    const [first] = await scene.lease(1)
    assert.ok(first)
    await scene.submit(first.part, { kind: 'retry', status: 0x58, dueAtMs: scene.at(100), counts: true })
    assert.deepEqual(scene.named(await scene.lease(1, scene.at(99))), ['2.1 attempt 1'])
    assert.deepEqual(scene.named(await scene.lease(9, scene.at(100))), ['1.1 attempt 2', '3.1 attempt 1'])
  })

  check('lets what is out of time expire instead of sending it', async (scene) => {
    const stale = scene.message({ expiresAtMs: scene.at(50) })
    const fresh = scene.message({ expiresAtMs: scene.at(51) })
    const [staleId, freshId] = await scene.accept([stale, fresh])
    assert.ok(staleId && freshId)
    assert.deepEqual(scene.named(await scene.lease(1, scene.at(50))), ['2.1 attempt 1'])
    const expired = await scene.get(staleId)
    assert.deepEqual([expired.state, expired.errorCode, expired.finalAtMs], ['expired', 'expired', scene.at(50)])
    assert.equal((await scene.part(staleId)).attempts, 0)
    assert.deepEqual((await scene.story(staleId)).slice(1), ['message.final {"state":"expired","errorCode":"expired"}'])
    assert.equal((await scene.get(freshId)).state, 'sending')
  })

  check('ends a message of several expired parts once', async (scene) => {
    const id = await scene.acceptOne(1, 2, 3)
    assert.deepEqual(await scene.lease(9, scene.at(VALIDITY_MS)), [])
    assert.deepEqual((await scene.story(id)).slice(1), [
      'message.final 1 {"state":"expired","errorCode":"expired"}',
      'message.final 2 {"state":"expired","errorCode":"expired"}',
      'message.final {"state":"expired","errorCode":"expired"}',
    ])
  })

  check('says so when what it cleared out of its way may hide more', async (scene) => {
    const stale = Array.from({ length: 1_001 }, () => scene.message({ expiresAtMs: scene.at(50) }))
    await scene.accept([...stale, scene.message()])
    const request = { smscId: scene.smscId, limit: 1, nowMs: scene.at(60), shares: SHARES }
    assert.deepEqual(await scene.store.lease(request), { parts: [], rest: 'more' })
    const { parts, rest } = await scene.store.lease(request)
    assert.deepEqual([scene.named(parts), rest], [['1002.1 attempt 1'], 'none'])
  })

  check('says what is queued besides', async (scene) => {
    const rest = async (limit: number, seconds: number): Promise<string> => {
      const request = { smscId: scene.smscId, limit, nowMs: scene.at(seconds), shares: SHARES }
      return (await scene.store.lease(request)).rest
    }
    await scene.accept([scene.message(), scene.message(), scene.message({ sendAtMs: scene.at(100) })])
    assert.deepEqual([await rest(1, 1), await rest(2, 1), await rest(2, 1)], ['more', 'later', 'later'])
    assert.equal(await rest(1, 100), 'none')
  })

  check('leases many at once as well as few', async (scene) => {
    const messages = Array.from({ length: 700 }, () => scene.message())
    await scene.accept(messages)
    const leased = [...(await scene.lease(500)), ...(await scene.lease(500))]
    assert.deepEqual(
      leased.map(({ part }) => part.messageId),
      messages.map(({ id }) => id),
    )
  })
}
