import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatAddress, messageIdForms, messageIdKeys, parseAddress, strippedMessageId } from '../../src/text/index.ts'

test('the shape of an address gives its TON and NPI', () => {
  const cases = [
    ['+447700900123', 'international', 1, 1, '447700900123'],
    ['+44 (7700) 900-123', 'international', 1, 1, '447700900123'],
    ['447700900123', 'number', 0, 1, '447700900123'],
    ['80800', 'short_code', 3, 0, '80800'],
    ['Acme Ltd', 'alphanumeric', 5, 0, 'Acme Ltd'],
    ['Café 24', 'alphanumeric', 5, 0, 'Café 24'],
    ['A1-B2', 'alphanumeric', 5, 0, 'A1-B2'],
  ] as const
  for (const [text, shape, ton, npi, address] of cases) {
    assert.deepEqual(parseAddress(text), { kind: 'address', shape, address: { ton, npi, address } })
  }
})

test('what is no address, and why', () => {
  const cases = [
    ['', 'empty'],
    ['  ', 'empty'],
    ['+1234567890123456', 'too_long'],
    ['123456789012345678901', 'too_long'],
    ['Twelve chars', 'too_long'],
    ['[[[[[[', 'too_long'],
    ['Żółw', 'bad_character'],
    ['a\nb', 'bad_character'],
    ['€uro', 'bad_character'],
  ] as const
  for (const [text, problem] of cases) {
    const outcome = parseAddress(text)
    assert.deepEqual([outcome.kind, outcome.kind === 'invalid' && outcome.problem], ['invalid', problem], text)
  }
})

test('an international number is shown with its plus', () => {
  assert.equal(formatAddress({ ton: 1, npi: 1, address: '447700900123' }), '+447700900123')
  assert.equal(formatAddress({ ton: 5, npi: 0, address: 'Acme' }), 'Acme')
  assert.equal(formatAddress({ ton: 1, npi: 1, address: 'odd' }), 'odd')
})

test('the forms under which a message id may come back', () => {
  assert.deepEqual(messageIdForms('00ff10'), { raw: '00ff10', upper: '00FF10', stripped: 'FF10', hexToDec: '65296' })
  assert.deepEqual(messageIdForms('0065296'), {
    raw: '0065296',
    upper: '0065296',
    stripped: '65296',
    hexToDec: '414358',
    decToHex: 'FF10',
  })
  assert.equal(messageIdForms('000').stripped, '0')
  assert.equal(
    messageIdForms('a29f6845555647139e5c8f3b817f2c9a').hexToDec,
    BigInt('0xa29f6845555647139e5c8f3b817f2c9a').toString(),
  )
  assert.deepEqual(messageIdKeys('0118Z-0122I'), ['0118Z-0122I', '118Z-0122I'])
})

test('an id in hexadecimal meets itself in decimal beyond 2^53', () => {
  const submitted = messageIdForms('1D35B6FC3CA32AF0')
  assert.equal(submitted.hexToDec, '2104789595330915056')
  assert.ok(messageIdKeys('2104789595330915056').includes('1D35B6FC3CA32AF0'))
})

test('an id of any length is the same number in both radices', () => {
  const digits = fc.stringMatching(/^[1-9][0-9]{0,38}$/)
  fc.assert(
    fc.property(digits, (id) => {
      assert.equal(messageIdForms(id).decToHex, BigInt(id).toString(16).toUpperCase())
      if (id.length <= 32) assert.equal(messageIdForms(id).hexToDec, BigInt(`0x${id}`).toString())
    }),
  )
})

test('an id is stripped alike whether it is written like that already or not', () => {
  const odd = fc.stringMatching(/^[ \t\n0-9A-Fa-fßzZé_.-]{0,12}$/)
  fc.assert(
    fc.property(fc.oneof(odd, fc.string()), (id) => {
      const upper = id.trim().toUpperCase()
      assert.equal(strippedMessageId(id), upper.replace(/^0+(?=.)/, ''))
    }),
    { numRuns: 1_000 },
  )
})
