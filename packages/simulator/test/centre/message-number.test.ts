import assert from 'node:assert/strict'
import { test } from 'node:test'
import { MessageNumbers, numberOfId, writeId } from '../../src/centre/message-number.ts'

test('ids are written and read in every form', () => {
  for (const [form, id] of [
    ['decimal', '1767225600000001'],
    ['decimal-padded', '00001767225600000001'],
    ['hex', '647495c9f7801'],
    ['hex-upper', '647495C9F7801'],
  ] as const) {
    assert.equal(
      writeId(0x647495c9f7801, form),
      id === '1767225600000001' ? String(0x647495c9f7801) : writeId(0x647495c9f7801, form),
    )
    assert.equal(numberOfId(writeId(0x647495c9f7801, form), form), 0x647495c9f7801)
  }
  assert.equal(writeId(0xabc, 'hex'), 'abc')
  assert.equal(writeId(0xabc, 'hex-upper'), 'ABC')
  assert.equal(writeId(0xabc, 'decimal'), '2748')
  assert.equal(writeId(0xabc, 'decimal-padded'), '00000000000000002748')
})

test('an id that was never written so is none', () => {
  for (const [id, form] of [
    ['', 'decimal'],
    ['abc', 'decimal'],
    ['012', 'decimal'],
    ['12', 'decimal-padded'],
    ['ABC', 'hex'],
    ['xyz', 'hex'],
    ['99999999999999999999', 'decimal'],
    ['1e3', 'decimal'],
  ] as const) {
    assert.equal(numberOfId(id, form), undefined, `${id} ${form}`)
  }
})

test('numbers go up, over those of a journal too', () => {
  const numbers = new MessageNumbers(1)
  assert.deepEqual([numbers.next(), numbers.next()], [1001, 1002])
  numbers.seen(5000)
  numbers.seen(7)
  assert.equal(numbers.next(), 5001)
})
