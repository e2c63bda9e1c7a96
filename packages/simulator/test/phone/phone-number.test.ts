import assert from 'node:assert/strict'
import { test } from 'node:test'
import { phoneAddressOf, phoneNumberOf } from '../../src/phone/phone-number.ts'

test('a phone has one number, however it was addressed', () => {
  for (const [ton, address, number] of [
    [1, '447700900123', '+447700900123'],
    [0, '447700900123', '+447700900123'],
    [0, '+447700900123', '+447700900123'],
    [0, '07700900123', '07700900123'],
    [2, '7700900123', '7700900123'],
    [3, '12345', '12345'],
    [0, '1234567', '1234567'],
    [5, 'Shop', 'Shop'],
    [0, '', ''],
  ] as const) {
    assert.equal(phoneNumberOf({ ton, npi: 1, address }), number)
  }
})

test('a typed number becomes an address by its shape', () => {
  assert.deepEqual(phoneAddressOf('+44 7700 900123'), { ton: 1, npi: 1, address: '447700900123' })
  assert.deepEqual(phoneAddressOf('447700900123'), { ton: 1, npi: 1, address: '447700900123' })
  assert.deepEqual(phoneAddressOf('07700900123'), { ton: 0, npi: 1, address: '07700900123' })
  assert.deepEqual(phoneAddressOf('12345'), { ton: 3, npi: 0, address: '12345' })
  for (const typed of ['', 'Shop', '+', '+44770090012345678']) assert.equal(phoneAddressOf(typed), undefined)
})
