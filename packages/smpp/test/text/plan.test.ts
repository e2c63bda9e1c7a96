import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  countText,
  joinParts,
  type NationalLanguage,
  planText,
  type TextOptions,
  type TextPlan,
  type TextRefusal,
  userDataOf,
} from '../../src/text/index.ts'

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex')

function planned(text: string, options?: TextOptions): TextPlan {
  const plan = planText(text, options)
  assert.equal(plan.kind, 'planned')
  return plan as TextPlan
}

function refused(text: string, options?: TextOptions): TextRefusal {
  const plan = planText(text, options)
  assert.equal(plan.kind, 'refused')
  return plan as TextRefusal
}

/** What a handset shows: every part as it would arrive, joined. */
function shown(plan: TextPlan, options: TextOptions = {}): string {
  const { dataCoding } = plan
  const parts = plan.parts.map((part) => {
    const pdu = { esmClass: part.esmClassBits, dataCoding, shortMessage: part.payload, tlvs: part.tlvs }
    return { dataCoding, ...userDataOf(pdu) }
  })
  return joinParts(parts, { septets: options.septets ?? 'unpacked', default: options.defaultAlphabet ?? 'gsm7' })
}

test('a short text is one part without a header', () => {
  const plan = planned('Hello @ €')
  assert.deepEqual([plan.dataCoding, plan.alphabet, plan.units], [0, 'gsm7', 10])
  assert.equal(plan.parts.length, 1)
  assert.deepEqual([hex(plan.parts[0]!.payload), plan.parts[0]!.esmClassBits], ['48656c6c6f2000201b65', 0])
})

test('an empty text is one empty part', () => {
  assert.deepEqual(planned('').parts, [{ payload: new Uint8Array(0), esmClassBits: 0, text: '', tlvs: {} }])
})

test('a text that GSM 7-bit does not have goes in UCS-2, and the plan says which character forced it', () => {
  const plan = planned('Tak 😀 ż')
  assert.deepEqual([plan.dataCoding, plan.alphabet, plan.units], [8, 'ucs2', 8])
  assert.deepEqual(plan.forcedBy, { index: 4, char: '😀', codePoint: 0x1f600 })
  assert.equal(hex(plan.parts[0]!.payload), '00540061006b0020d83dde000020017c')
})

test('C1 control characters force UCS-2 and stay what they are', () => {
  const plan = planned('it\u0092s')
  assert.deepEqual([plan.alphabet, plan.forcedBy?.codePoint], ['ucs2', 0x92])
  assert.equal(shown(plan), 'it\u0092s')
})

const LIMITS = [
  ['a', {}, 160, 153],
  ['a', { concatenation: 'udh16' }, 160, 152],
  ['a', { concatenation: 'sar' }, 160, 153],
  ['ж', {}, 70, 67],
  ['ж', { concatenation: 'udh16' }, 70, 66],
  ['é', { alphabet: 'latin1' }, 140, 134],
  ['é', { alphabet: 'latin1', concatenation: 'udh16' }, 140, 133],
] as const

for (const [char, options, single, perPart] of LIMITS) {
  test(`${char} with ${JSON.stringify(options)}: ${single} in one part, ${perPart} in each of several`, () => {
    const parts = (length: number) => planned(char.repeat(length), { ...options, reference: 1 }).parts.length
    assert.equal(parts(single), 1)
    assert.equal(parts(single + 1), 2)
    assert.equal(parts(perPart * 2), 2)
    assert.equal(parts(perPart * 2 + 1), 3)
  })
}

test('the header of a concatenated part, 8 and 16 bits wide', () => {
  const text = 'x'.repeat(200)
  const eight = planned(text, { reference: 0x1ab })
  assert.equal(hex(eight.parts[0]!.payload.subarray(0, 7)), '050003ab020178')
  assert.equal(hex(eight.parts[1]!.payload.subarray(0, 7)), '050003ab020278')
  assert.deepEqual(
    eight.parts.map((part) => [part.esmClassBits, part.text.length]),
    [
      [0x40, 153],
      [0x40, 47],
    ],
  )
  const sixteen = planned(text, { reference: 0x1ab, concatenation: 'udh16' })
  assert.equal(hex(sixteen.parts[1]!.payload.subarray(0, 8)), '06080401ab020278')
})

test('SAR TLVs instead of a header', () => {
  const plan = planned('x'.repeat(200), { concatenation: 'sar', reference: 0x1ab })
  assert.deepEqual(
    plan.parts.map((part) => part.tlvs),
    [
      { sarMsgRefNum: 0x1ab, sarTotalSegments: 2, sarSegmentSeqnum: 1 },
      { sarMsgRefNum: 0x1ab, sarTotalSegments: 2, sarSegmentSeqnum: 2 },
    ],
  )
  assert.ok(plan.parts.every((part) => part.esmClassBits === 0))
})

test('message_payload carries a long text in one PDU, and a short one stays in short_message', () => {
  const long = planned('x'.repeat(200), { concatenation: 'payload' })
  assert.equal(long.parts.length, 1)
  assert.deepEqual([long.parts[0]!.payload.length, long.parts[0]!.tlvs.messagePayload?.length], [0, 200])
  assert.equal(planned('x', { concatenation: 'payload' }).parts[0]!.tlvs.messagePayload, undefined)
  const { problem } = refused('x'.repeat(65_001), { concatenation: 'payload' })
  assert.equal(problem, 'too_long')
})

test('an escape pair is never torn', () => {
  const plan = planned(`${'a'.repeat(152)}€${'b'.repeat(20)}`)
  assert.deepEqual(
    plan.parts.map((part) => part.text.length),
    [152, 21],
  )
})

test('a surrogate pair is never torn', () => {
  const plan = planned(`${'ж'.repeat(66)}😀${'ж'.repeat(20)}`)
  assert.deepEqual(
    plan.parts.map((part) => part.text.length),
    [66, 22],
  )
})

test('a grapheme is kept in one part', () => {
  const family = '👨‍👩‍👧‍👦'
  const plan = planned(`${'ж'.repeat(60)}${family}${'ж'.repeat(20)}`)
  assert.deepEqual(
    plan.parts.map((part) => part.text.length),
    [60, 31],
  )
  const accent = planned(`${'ж'.repeat(66)}e\u0301${'ж'.repeat(20)}`)
  assert.deepEqual(
    accent.parts.map((part) => part.text.length),
    [66, 22],
  )
  const lineEnd = planned(`${'a'.repeat(152)}\r\n${'a'.repeat(20)}`)
  assert.deepEqual(
    lineEnd.parts.map((part) => part.text.length),
    [152, 22],
  )
})

test('a grapheme longer than a part is torn between code points', () => {
  const text = `e${'\u0301'.repeat(100)}`
  const plan = planned(text)
  assert.deepEqual(
    plan.parts.map((part) => part.text.length),
    [67, 34],
  )
  const zalgo = `😀${'\u{1d165}'.repeat(60)}`
  for (const part of planned(zalgo).parts) assert.ok(part.text.isWellFormed())
})

test('a lone surrogate is refused with its place', () => {
  for (const [text, index] of [
    ['ab\ud800', 2],
    ['\udc00ab', 0],
    ['a\ud83d\ude00\ude00', 3],
    ['\ud800\ud800\udc00', 0],
  ] as const) {
    assert.deepEqual(refused(text), { kind: 'refused', problem: 'lone_surrogate', index })
  }
})

test('255 parts are the most', () => {
  assert.equal(planned('x'.repeat(255 * 153)).parts.length, 255)
  assert.deepEqual(refused('x'.repeat(255 * 153 + 1)), {
    kind: 'refused',
    problem: 'too_many_parts',
    parts: 256,
    maxParts: 255,
  })
  assert.deepEqual(refused('x'.repeat(400), { maxParts: 2 }), {
    kind: 'refused',
    problem: 'too_many_parts',
    parts: 3,
    maxParts: 2,
  })
})

test('a named alphabet is used, or refused with the character it does not have', () => {
  assert.deepEqual(
    [planned('hé', { alphabet: 'ucs2' }).dataCoding, planned('hé', { alphabet: 'latin1' }).dataCoding],
    [8, 3],
  )
  assert.equal(hex(planned('Привет', { alphabet: 'iso-8859-5' }).parts[0]!.payload), 'bfe0d8d2d5e2')
  assert.equal(hex(planned('שלום', { alphabet: 'iso-8859-8' }).parts[0]!.payload), 'f9ece5ed')
  assert.equal(planned('hi', { alphabet: 'ascii' }).dataCoding, 1)
  assert.deepEqual(refused('hé', { alphabet: 'ascii' }), {
    kind: 'refused',
    problem: 'not_in_alphabet',
    alphabet: 'ascii',
    index: 1,
    char: 'é',
    codePoint: 0xe9,
  })
})

test('where data_coding 0 is Latin-1 the octets are Latin-1, the length is that on the air', () => {
  const options = { defaultAlphabet: 'latin1' } as const
  assert.deepEqual([hex(planned('é@', options).parts[0]!.payload), planned('é@', options).dataCoding], ['e940', 0])
  assert.equal(planned('['.repeat(81), options).parts.length, 2, 'a bracket is two septets on the air')
  assert.equal(planned('ê', options).alphabet, 'ucs2', 'Latin-1 has it, the air does not')
  assert.equal(planned('€', options).alphabet, 'ucs2', 'the air has it, Latin-1 does not')
})

test('a message centre may want another data_coding for its default alphabet', () => {
  assert.equal(planned('hi', { defaultDataCoding: 0xf1 }).dataCoding, 0xf1)
})

test('a flash message has the message class in its data_coding', () => {
  assert.equal(planned('hi', { messageClass: 0 }).dataCoding, 0xf0)
  assert.equal(planned('ż', { messageClass: 0 }).dataCoding, 0x18)
})

test('packed septets behind a header start on a septet boundary', () => {
  const options = { septets: 'packed', reference: 1 } as const
  const plan = planned('a'.repeat(161), options)
  assert.equal(plan.parts[0]!.payload.length, 140)
  assert.equal(hex(plan.parts[0]!.payload.subarray(0, 9)), '050003010201c2e170')
  assert.equal(shown(plan, options), 'a'.repeat(161))
})

test('packed septets that end in a carriage return keep room for the second one', () => {
  const options = { septets: 'packed' } as const
  assert.equal(planned('a'.repeat(160), options).parts.length, 1)
  for (const text of [`${'a'.repeat(158)}\r`, `${'a'.repeat(159)}\r`, `${`${'a'.repeat(152)}\r`.repeat(3)}`]) {
    const plan = planned(text, options)
    assert.ok(plan.parts.every((part) => part.payload.length <= 140))
    assert.equal(shown(plan, options), text)
  }
})

test('national tables are used when they save a part, and not otherwise', () => {
  const options = { nationalLanguages: 'all' } as const
  assert.equal(planned('ğ', options).alphabet, 'ucs2')
  const long = planned(`${'a'.repeat(100)}ğ`, options)
  assert.deepEqual([long.alphabet, long.parts.length], ['gsm7', 1])
  assert.equal(hex(long.parts[0]!.payload.subarray(0, 4)), '03240101')
  assert.equal(shown(long), `${'a'.repeat(100)}ğ`)
  const locked = planned('ğ'.repeat(155), options)
  assert.deepEqual([hex(locked.parts[0]!.payload.subarray(0, 4)), locked.parts.length], ['03250101', 1])
  assert.equal(planned(`${'a'.repeat(100)}ğ`).parts.length, 2, 'off unless told')
})

test('transliteration is off, reports what it replaced, and is left be when it does not help', () => {
  assert.equal(planned('“Hi”').alphabet, 'ucs2')
  const plan = planned('“Hi” — it’s…', { transliterate: true })
  assert.deepEqual([plan.alphabet, plan.text], ['gsm7', '"Hi" - it\'s...'])
  assert.deepEqual(
    plan.replaced.map(({ index, from, to }) => `${index}${from}${to}`),
    ['0“"', '3”"', '5—-', "9’'", '11…...'],
  )
  assert.deepEqual(plan.forcedBy, { index: 0, char: '“', codePoint: 0x201c })
  const useless = planned('“Hi” 😀', { transliterate: true })
  assert.deepEqual([useless.text, useless.replaced], ['“Hi” 😀', []])
  assert.deepEqual(planned('plain', { transliterate: true }).replaced, [])
})

test('counting says what planning does', () => {
  assert.deepEqual(countText('a'.repeat(161)), {
    alphabet: 'gsm7',
    parts: 2,
    units: 161,
    unitsPerPart: 153,
    unitsLeft: 145,
    replaced: [],
  })
  assert.deepEqual(countText(''), {
    alphabet: 'gsm7',
    parts: 1,
    units: 0,
    unitsPerPart: 160,
    unitsLeft: 160,
    replaced: [],
  })
  assert.deepEqual(countText('ż').forcedBy, { index: 0, char: 'ż', codePoint: 0x17c })
  assert.equal(countText('a\ud800').refusal?.problem, 'lone_surrogate')
  assert.equal(countText('x'.repeat(400), { maxParts: 2 }).refusal?.problem, 'too_many_parts')
})

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.string({ unit: fc.constantFrom('a', '€', '\r', '\n', '@', '[', ' '), maxLength: 700 }),
  fc.string({ unit: fc.constantFrom('ж', '😀', 'e\u0301', '👨‍👩‍👧‍👦', '🇬🇧', '\u200d', 'a'), maxLength: 200 }),
  fc.string({ unit: fc.constantFrom('ğ', 'ı', 'a', '€', 'á', 'ç'), maxLength: 400 }),
)
const anyOptions: fc.Arbitrary<TextOptions> = fc.record({
  concatenation: fc.constantFrom('udh8', 'udh16', 'sar', 'payload'),
  reference: fc.integer({ min: 0, max: 65535 }),
  septets: fc.constantFrom('unpacked', 'packed'),
  defaultAlphabet: fc.constantFrom('gsm7', 'gsm7', 'latin1', 'ascii'),
  nationalLanguages: fc.constantFrom<readonly NationalLanguage[] | 'all'>([], 'all', ['turkish', 'hindi']),
})

/** Everything a plan promises about a text. */
const keepsItsPromise = (show: typeof shown) => (text: string, options: TextOptions) => {
  if (options.septets === 'packed' && options.defaultAlphabet !== 'gsm7') return
  // The one thing that packing cannot tell apart (see unpackSeptets).
  if (options.septets === 'packed' && text.includes('\r\r')) return
  const plan = planned(text, options)
  assert.equal(show(plan, options), text)
  assert.equal(plan.parts.map((part) => part.text).join(''), text)
  const count = countText(text, options)
  assert.deepEqual([count.parts, count.units, count.alphabet], [plan.parts.length, plan.units, plan.alphabet])
  for (const part of plan.parts) {
    assert.ok(part.text.isWellFormed())
    // 160 septets unpacked, or 140 octets, are the most that any part has.
    assert.ok(part.payload.length <= 160)
  }
}

test('any text, with any options, comes out whole, code point for code point', () => {
  fc.assert(fc.property(anyText, anyOptions, keepsItsPromise(shown)), { numRuns: 300 })
})

test('that property sees a part lost and an escape torn (planted bugs)', () => {
  const losesLast = (plan: TextPlan, options?: TextOptions) =>
    shown({ ...plan, parts: plan.parts.slice(0, -1) }, options)
  assert.ok(fc.check(fc.property(anyText, anyOptions, keepsItsPromise(losesLast)), { numRuns: 200 }).failed)
  const mangles = (plan: TextPlan, options?: TextOptions) => shown(plan, options).replace('€', 'e')
  assert.ok(fc.check(fc.property(anyText, anyOptions, keepsItsPromise(mangles)), { numRuns: 300 }).failed)
})
