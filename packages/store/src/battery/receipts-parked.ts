import assert from 'node:assert/strict'
import { type Check, ref } from './scene.ts'

export function parkedReceiptChecks(check: Check): void {
  check('lists what matches nothing, of one SMSC or of all, the oldest first', async (scene) => {
    const { store, smscId } = scene
    for (const id of ['A', 'B', 'C']) await scene.receive(id)
    await scene.receive('X', { smscId: `${smscId}b` })
    const listed = await store.parkedReceipts(smscId, 0, 9)
    assert.deepEqual(
      listed.map(({ receipt }) => receipt),
      ['A', 'B', 'C'].map((id) => scene.receipt(id)),
    )
    const seqs = listed.map(({ seq }) => seq)
    assert.deepEqual(await store.parkedReceipts(smscId, seqs[0] as number, 1), listed.slice(1, 2))
    assert.deepEqual(await store.parkedReceipts(smscId, seqs[2] as number, 9), [])
    const all = await store.parkedReceipts(undefined, (seqs[0] as number) - 1, 9)
    assert.deepEqual(
      all.map(({ receipt }) => receipt.smscMessageId),
      ['A', 'B', 'C', 'X'],
    )
  })

  check('tells that the ids of answers may be in another radix', async (scene) => {
    const hexadecimal = await scene.acceptOne()
    const other = scene.message({ to: `${scene.person}1` })
    await scene.accept([other])
    await scene.lease()
    await scene.took(ref(hexadecimal), '1F')
    const radix = (hexadecimalAnswer: string | null, decimalAnswer: string | null) => ({
      otherRadix: { hexadecimalAnswer, decimalAnswer },
      destination: scene.person,
    })
    const couldBe = async (fields: ReturnType<typeof radix> | object) => {
      const result = await scene.receive('31', fields)
      return result.kind === 'parked' ? result.couldBe : result.kind
    }
    assert.equal(await couldBe(radix('1f', '49')), 'hexadecimal-answer')
    assert.equal(await couldBe(radix('1e', '1f')), 'decimal-answer')
    assert.equal(await couldBe(radix(null, null)), null)
    assert.equal(await couldBe(radix('1e', '49')), null)
    // Somebody else's, nobody knows whose, or one that waits for no receipt: it tells nothing.
    assert.equal(await couldBe({ ...radix('1f', null), destination: other.to }), null)
    assert.equal(await couldBe({ ...radix('1f', null), destination: '' }), null)
    await scene.receive('1F')
    assert.equal(await couldBe(radix('1f', null)), null)
  })

  check('tries parked ones again under another form', async (scene) => {
    const { store } = scene
    const id = await scene.acceptOne()
    await scene.lease()
    await scene.took(ref(id), '1F')
    await scene.receive('31')
    await scene.receive('99')
    const [first, second] = await store.parkedReceipts(scene.smscId, 0, 9)
    assert.ok(first && second)
    const batch = [
      { seq: first.seq, idForms: ['1f'] },
      { seq: second.seq, idForms: ['63'] },
      { seq: 1e9, idForms: ['1f'] },
    ]
    const parkedBefore = (await store.counts()).receiptsParked
    const part = ref(id)
    assert.deepEqual(await store.retryParked(batch, scene.at(70)), [
      { kind: 'applied', part, by: 'id' },
      { kind: 'parked', couldBe: null },
      null,
    ])
    const { state, finalAtMs } = await scene.get(id)
    assert.deepEqual([state, finalAtMs], ['delivered', scene.at(70)])
    assert.equal((await store.counts()).receiptsParked, parkedBefore - 1)
    assert.deepEqual(await store.retryParked(batch, scene.at(71)), [null, { kind: 'parked', couldBe: null }, null])
    // What still matches nothing is known under the new form from then on, and no longer under the old.
    const [old, anew] = [await scene.acceptOne(), await scene.acceptOne()]
    await scene.lease()
    assert.equal((await scene.took(ref(old), '99')).state, 'submitted')
    assert.equal((await scene.took(ref(anew), '63')).state, 'delivered')
    assert.deepEqual(await store.parkedReceipts(scene.smscId, 0, 9), [])
  })
}
