import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { asSearched, canonicalNumber, canonicalSender, fromWire, toWire } from '../../src/address/canonical.ts'

describe('canonical numbers', () => {
  const same: readonly (readonly [input: string, canonical: string])[] = [
    ['+447700900123', '+447700900123'],
    ['+44 (7700) 900-123', '+447700900123'],
    ['00447700900123', '+447700900123'],
    ['447700900123', '+447700900123'],
    [' +44\u00a07700\u2011900123\u200e'.replace('\u200e', ''), '+447700900123'],
    ['60777', '60777'],
    ['12345678', '+12345678'],
  ]
  for (const [input, canonical] of same) {
    it(`reads ${JSON.stringify(input)} as ${canonical}`, () => {
      assert.deepEqual(canonicalNumber(input), { ok: true, value: canonical })
    })
  }

  const refused: readonly (readonly [input: string, why: RegExp])[] = [
    ['07700900123', /national number/],
    ['12', /2 digits/],
    ['+1234567890123456', /16 digits/],
    ['hello', /other than digits/],
    ['', /other than digits/],
    ['+44770090012a', /other than digits/],
    ['+', /other than digits/],
  ]
  for (const [input, why] of refused) {
    it(`refuses ${JSON.stringify(input)} and says why, without repeating it`, () => {
      const outcome = canonicalNumber(input)
      assert.ok(!outcome.ok)
      assert.equal(outcome.refusal.code, 'destination-invalid')
      assert.match(outcome.refusal.detail, why)
      assert.equal(outcome.refusal.errors?.[0]?.pointer, '/to')
      if (input.length > 4) assert.ok(!outcome.refusal.detail.includes(input))
    })
  }
})

describe('canonical senders', () => {
  it('takes names, short codes and numbers', () => {
    for (const [input, canonical] of [
      ['Connect', 'Connect'],
      [' Bank 24 ', 'Bank 24'],
      ['60777', '60777'],
      ['+44 7700 900123', '+447700900123'],
    ] as const) {
      assert.deepEqual(canonicalSender(input), { ok: true, value: canonical })
    }
  })

  it('refuses what SMPP cannot carry', () => {
    for (const input of ['', 'twelve chars', 'Ünïcode', '012345678', '<b>']) {
      const outcome = canonicalSender(input)
      assert.ok(!outcome.ok, input)
      assert.equal(outcome.refusal.code, 'sender-invalid')
    }
  })
})

describe('addresses on the wire', () => {
  it('carry the type of number that fits their shape', () => {
    assert.deepEqual(toWire('+447700900123'), { ton: 1, npi: 1, address: '447700900123' })
    assert.deepEqual(toWire('60777'), { ton: 0, npi: 0, address: '60777' })
    assert.deepEqual(toWire('Connect'), { ton: 5, npi: 0, address: 'Connect' })
  })

  it('come back as they went, whatever the SMSC makes of the type of number', () => {
    for (const canonical of ['+447700900123', '60777', 'Connect']) assert.equal(fromWire(toWire(canonical)), canonical)
    for (const wire of [
      { ton: 1, npi: 1, address: '447700900123' },
      { ton: 0, npi: 1, address: '447700900123' },
      { ton: 0, npi: 0, address: '00447700900123' },
      { ton: 2, npi: 1, address: '+447700900123' },
    ]) {
      assert.equal(fromWire(wire), '+447700900123')
    }
  })

  it('that fit no form are kept as they are', () => {
    for (const address of ['07700900123', '', '*100#', '123456789']) {
      assert.equal(fromWire({ ton: 2, npi: 1, address }), address)
    }
  })
})

describe('what is searched for', () => {
  for (const [input, searched] of [
    ['+44 7700 900-123', '+447700900123'],
    ['(7700) 900', '7700900'],
    ['0044 7700 900', '+447700900'],
    ['0077', '0077'],
    ['60 777', '60777'],
    ['My Shop', 'My Shop'],
    ['Shop 24-7', 'Shop 24-7'],
    ['', ''],
    [' - ', ' - '],
  ] as const) {
    it(`is ${JSON.stringify(searched)} for ${JSON.stringify(input)}`, () => assert.equal(asSearched(input), searched))
  }
})
