import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Alphabet } from '../../src/text/index.ts'
import type { ReceiptText } from '../../src/text/receipt-fields.ts'
import { readAnyReceipt } from '../../src/text/receipt-text.ts'
import { readUsualReceipt } from '../../src/text/usual-receipt.ts'

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
const HEAD = 'id:0123456789 sub:001 dlvrd:001 submit date:2511231000 done date:2511231001 stat:DELIVRD err:000'
const read = (text: string | Uint8Array, alphabet: Alphabet = 'gsm7') =>
  readUsualReceipt(typeof text === 'string' ? latin1(text) : text, alphabet)

test('it reads the text of the specification, and what message centres leave out of it', () => {
  assert.deepEqual(read(`${HEAD} text:Hello `), {
    raw: `${HEAD} text:Hello `,
    fields: {
      id: '0123456789',
      sub: '001',
      dlvrd: '001',
      submitDate: '2511231000',
      doneDate: '2511231001',
      stat: 'DELIVRD',
      err: '000',
      text: 'Hello',
      extra: {},
    },
  })
  for (const text of [
    HEAD,
    `${HEAD} text:`,
    `${HEAD} Text:id:5 stat:UNDELIV`,
    'id:a-7 stat:UNDELIV',
    'id:7 sub:1 done date:20251123100105 stat:failed err:21b',
  ]) {
    assert.ok(read(text), text)
  }
})

test('the beginning of the original is read in its alphabet, whatever that is', () => {
  const cases = [
    ['gsm7', '05741b651b', 'ét€'],
    ['latin1', 'e9402420', 'é@$'],
    ['utf8', 'c3a9e282ac', 'é€'],
    ['iso-8859-5', 'b6d8', 'Жи'],
    ['jis', '83658358', 'テス'],
  ] as const
  for (const [alphabet, hex, text] of cases) {
    const found = read(Buffer.concat([latin1(`${HEAD} text:`), Buffer.from(hex, 'hex')]), alphabet)
    assert.deepEqual([found?.fields?.text, found?.raw.startsWith(`${HEAD} text:${text}`)], [text, true], alphabet)
  }
})

test('it gives up at the first thing out of the ordinary', () => {
  for (const text of [
    '',
    `x ${HEAD}`,
    ` ${HEAD}`,
    HEAD.replace(' sub', '  sub'),
    HEAD.replace('id:', 'id: '),
    HEAD.replace('0123456789', ''),
    HEAD.replace('001 dlvrd', '00a dlvrd'),
    HEAD.replace('001 dlvrd', '0000000001 dlvrd'),
    HEAD.replace(' err', ' mccmnc:23410 err'),
    HEAD.replace('sub:001 dlvrd:001', 'dlvrd:001 sub:001'),
    HEAD.replace(' stat:DELIVRD', ''),
    HEAD.replace('DELIVRD', 'DND_REJECTED'),
    HEAD.replace('012', 'a$b'),
    HEAD.replace('012', 'a\x11b'),
    HEAD.replace('id', '\xe9d'),
    HEAD.replace('id:', 'id\x1a'),
    HEAD.replace(' sub', '\0sub'),
    HEAD.replace(' stat:DELIVRD', 'xstat:DELIVRD'),
    `${HEAD}x\x01`,
    `${HEAD} `,
    `${HEAD}\nmore:1`,
  ]) {
    assert.equal(read(text), undefined, JSON.stringify(text))
  }
  assert.equal(read(HEAD, 'ucs2'), undefined)
})

const ALPHABETS: readonly Alphabet[] = [
  'gsm7',
  'ascii',
  'latin1',
  'ucs2',
  'utf8',
  'iso-8859-5',
  'iso-8859-8',
  'jis',
  'iso-2022-jp',
  'jis-x0212',
  'ks-c-5601',
  'pictogram',
  'binary',
]

/** Mostly as it should be. */
const mostly = <Value>(sound: fc.Arbitrary<Value>, odd: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 12, arbitrary: sound }, { weight: 1, arbitrary: odd })
const word = fc.stringMatching(/^[!-~]{1,12}$/)
const field = (key: string, value: fc.Arbitrary<string>) => mostly(value, word).map((one) => `${key}:${one}`)
const original = fc.oneof(fc.string({ maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 20 }))
const FIELDS = [
  field('id', fc.stringMatching(/^[0-9A-Za-z-]{1,36}$/)),
  field('sub', fc.stringMatching(/^\d{1,9}$/)),
  field('dlvrd', fc.stringMatching(/^\d{1,9}$/)),
  field('submit date', fc.stringMatching(/^\d{10,14}$/)),
  field('done date', fc.stringMatching(/^\d{10,14}$/)),
  field('stat', fc.constantFrom('DELIVRD', 'UNDELIV', 'delivrd', 'Failed')),
  field('err', fc.stringMatching(/^[0-9a-fx]{1,4}$/)),
  fc.oneof(field('text', original), field('Text', original)),
] as const

/** Texts in the form of the specification, some of them with what does not belong there, in octets. */
const anyReceipt = fc
  .tuple(
    mostly(
      fc.tuple(...FIELDS).chain((fields) => fc.subarray(fields, { minLength: 6 })),
      fc.tuple(...FIELDS).chain((fields) => fc.shuffledSubarray(fields)),
    ),
    mostly(fc.constant(' '), fc.constantFrom('  ', '\n', ' x:y ')),
    mostly(fc.constant('latin1'), fc.constantFrom('utf8', 'utf16le')),
  )
  .map(([fields, separator, encoding]) => {
    const octets = Buffer.from(fields.join(separator), encoding as BufferEncoding)
    return encoding === 'utf16le' ? octets.swap16() : octets
  })
const spoiling = fc.array(fc.tuple(fc.nat(160), fc.integer({ min: 0, max: 255 })), { maxLength: 2 })

/** Whether what a reader of usual receipts reads is what the reader of all forms reads; counts what it read. */
function agreement(usual: typeof readUsualReceipt, counted: { read: number }) {
  return fc.property(
    anyReceipt,
    mostly(fc.constant<[number, number][]>([]), spoiling),
    fc.constantFrom(...ALPHABETS),
    (sound, spots, alphabet) => {
      const octets = Uint8Array.from(sound)
      for (const [at, value] of spots) if (at < octets.length) octets[at] = value
      // The caller leaves the NULs at the end out.
      while (octets.at(-1) === 0) octets[octets.length - 1] = 0x20
      const found = usual(octets, alphabet)
      if (found === undefined) return
      counted.read++
      // data_coding 0, whose alphabet is the link's.
      const pdu = { esmClass: 0x04, dataCoding: 0, shortMessage: octets }
      assert.deepEqual(shown(found), shown(readAnyReceipt(pdu, { default: alphabet })))
    },
  )
}

/** Without what is undefined. */
function shown({ raw, fields }: ReceiptText) {
  return { raw, fields: Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => value !== undefined)) }
}

test('what it reads, the reader of all forms reads the same, of sound and of spoilt texts in any alphabet', () => {
  const counted = { read: 0 }
  fc.assert(agreement(readUsualReceipt, counted), { numRuns: 3_000 })
  assert.ok(counted.read > 500, `it read only ${counted.read} of 3000`)
})

test('that comparison sees a text in the wrong alphabet, and signs taken for the same that are not (planted bugs)', () => {
  const inLatin1: typeof readUsualReceipt = (octets) => readUsualReceipt(octets, 'latin1')
  const lenient: typeof readUsualReceipt = (octets, alphabet) => {
    const dollars = octets.map((octet) => (octet === 0x24 ? 0x23 : octet))
    const found = readUsualReceipt(dollars, alphabet)
    return found && { ...found, raw: Buffer.from(octets).toString('latin1') }
  }
  for (const wrong of [inLatin1, lenient]) {
    assert.ok(fc.check(agreement(wrong, { read: 0 }), { numRuns: 3_000 }).failed)
  }
})
