import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { GSM7, gsm7Table } from '../../src/text/gsm7.ts'
import { GSM7_DEFAULT, GSM7_EXTENSION } from '../../src/text/gsm7-tables.ts'
import { packSeptets, unpackSeptets } from '../../src/text/index.ts'
import { LOCKING_SHIFT_TABLES, NATIONAL_LANGUAGE_IDS, SINGLE_SHIFT_TABLES } from '../../src/text/national-tables.ts'

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex')

test('characters of the default alphabet and of the extension table, both ways', () => {
  const pairs = [
    ['@£$¥èéùìòÇ\nØø\rÅå', '000102030405060708090a0b0c0d0e0f'],
    ['Δ_ΦΓΛΩΠΨΣΘΞ', '101112131415161718191a'],
    ['ÆæßÉ', '1c1d1e1f'],
    ['¡ÄÖÑÜ§¿äöñüà', '405b5c5d5e5f607b7c7d7e7f'],
    ['\f^{}\\[~]|€', '1b0a1b141b281b291b2f1b3c1b3d1b3e1b401b65'],
    ['aZ09 ', '615a303920'],
  ] as const
  for (const [text, octets] of pairs) {
    assert.equal(hex(GSM7.encode(text)), octets)
    assert.equal(GSM7.decode(Buffer.from(octets, 'hex')), text)
  }
})

test('all 127 characters of the default alphabet and all 10 of the extension come back', () => {
  const all = [...GSM7_DEFAULT.filter((code) => code >= 0), ...GSM7_EXTENSION.map(([, code]) => code)]
  assert.equal(all.length, 137)
  const text = String.fromCharCode(...all)
  assert.equal(GSM7.decode(GSM7.encode(text)), text)
})

test('what the tables leave open is read as TS 23.038 says', () => {
  assert.equal(GSM7.decode(Uint8Array.of(0x1b, 0x41)), 'A', 'no such extension: the default character')
  assert.equal(GSM7.decode(Uint8Array.of(0x1b, 0x1b, 0x41)), ' A', 'an escape after an escape: a space')
  assert.equal(GSM7.decode(Uint8Array.of(0x41, 0x1b)), 'A ', 'an escape at the end: a space')
  assert.equal(GSM7.decode(Uint8Array.of(0x1b, 0x0d)), '\r', 'the reserved CR2: a carriage return')
  assert.equal(GSM7.decode(Uint8Array.of(0xc1)), 'A', 'bit 7 does not count')
})

test('control characters, backtick and small cedilla are not in the default alphabet', () => {
  for (const char of ['\u0000', '\t', '\u001b', '`', 'ç', '\u0092', '\u00a0']) {
    assert.equal(GSM7.cost(char.charCodeAt(0)), 0, JSON.stringify(char))
  }
})

test('packed septets against octets worked out by hand and known from practice', () => {
  const pairs = [
    ['hello', 'e8329bfd06'],
    ['hellohello', 'e8329bfd4697d9ec37'],
    ['A', '41'],
    ['', ''],
    ['€', '9b32'],
  ] as const
  for (const [text, octets] of pairs) {
    assert.equal(hex(packSeptets(GSM7.encode(text))), octets)
    assert.equal(GSM7.decode(unpackSeptets(Buffer.from(octets, 'hex'))), text)
  }
})

test('seven spare bits hold a carriage return, so that no @ appears at the end', () => {
  const seven = GSM7.encode('1234567')
  assert.equal(hex(packSeptets(seven, 0, true)), '31d98c56b3dd1a')
  assert.equal(GSM7.decode(unpackSeptets(packSeptets(seven, 0, true))), '1234567')
  assert.equal(hex(packSeptets(seven)), '31d98c56b3dd00')
})

test('a text that ends in a carriage return on an octet boundary keeps it', () => {
  for (const text of ['1234567\r', '\r', '123456\r', '12345678\r']) {
    assert.equal(GSM7.decode(unpackSeptets(packSeptets(GSM7.encode(text), 0, true))), text, JSON.stringify(text))
  }
})

test('any septets with any fill bits come back when their number is known', () => {
  const septets = fc.uint8Array({ maxLength: 200, max: 0x7f })
  fc.assert(
    fc.property(septets, fc.integer({ min: 0, max: 6 }), (values, fill) => {
      assert.deepEqual(unpackSeptets(packSeptets(values, fill), fill, values.length), values)
    }),
  )
})

test('packing takes seven octets for every eight septets', () => {
  assert.equal(packSeptets(new Uint8Array(160)).length, 140)
})

test('every national table reads back what it writes', () => {
  for (const language of Object.keys(NATIONAL_LANGUAGE_IDS) as (keyof typeof NATIONAL_LANGUAGE_IDS)[]) {
    const locking = LOCKING_SHIFT_TABLES[language]
    for (const table of [
      gsm7Table({ single: language }),
      gsm7Table(locking ? { locking: language, single: language } : {}),
    ]) {
      const codes = [
        ...(locking && table.shift.locking ? locking : []),
        ...SINGLE_SHIFT_TABLES[language].map(([, code]) => code),
      ]
      const known = codes.filter((code) => code >= 0 && table.cost(code) > 0)
      const text = String.fromCharCode(...known)
      assert.ok(text.length > 0 || table.shift.single === undefined)
      assert.equal(table.decode(table.encode(text)), text, language)
    }
  }
})

test('the national tables hold 12 locking and 13 single shifts of the right size', () => {
  assert.equal(Object.keys(LOCKING_SHIFT_TABLES).length, 12)
  assert.equal(Object.keys(SINGLE_SHIFT_TABLES).length, 13)
  for (const [language, table] of Object.entries(LOCKING_SHIFT_TABLES)) {
    assert.equal(table.length, 128, language)
    assert.equal(table[0x1b], -1, language)
  }
})

test('characters of national tables against their septets', () => {
  assert.equal(hex(gsm7Table({ single: 'turkish' }).encode('ğışĞİŞ')), '1b671b691b731b471b491b53')
  assert.equal(hex(gsm7Table({ locking: 'turkish' }).encode('ğı€')), '0c0704')
  assert.equal(hex(gsm7Table({ single: 'spanish' }).encode('áíóúç')), '1b611b691b6f1b751b09')
  assert.equal(hex(gsm7Table({ locking: 'portuguese' }).encode('ãõÀ')), '7b7c14')
  assert.equal(gsm7Table({ locking: 'hindi' }).decode(Uint8Array.of(0x00)), '\u0901')
})
