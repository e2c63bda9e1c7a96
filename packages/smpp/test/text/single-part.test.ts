import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { planText, type TextOptions, type TextPlan } from '../../src/text/index.ts'
import { planAnyText } from '../../src/text/plan.ts'
import { planSinglePart } from '../../src/text/single-part.ts'

test('it plans what fits one short message in GSM 7-bit or UCS-2, and leaves the rest', () => {
  const plans = (text: string, options: TextOptions = {}) => planSinglePart(text, options) !== undefined
  assert.ok(plans('x'.repeat(160)))
  assert.ok(!plans('x'.repeat(161)))
  assert.ok(plans('€'.repeat(80)))
  assert.ok(!plans('€'.repeat(81)))
  assert.ok(plans('ж'.repeat(70)))
  assert.ok(!plans('ж'.repeat(71)))
  assert.ok(!plans(''))
  assert.ok(!plans('a\ud800'))
  assert.ok(!plans('ж', { alphabet: 'gsm7' }))
  assert.ok(!plans('“', { transliterate: true }))
  assert.ok(!plans('x', { septets: 'packed' }))
  assert.ok(!plans('x', { defaultAlphabet: 'latin1' }))
  assert.ok(!plans('x', { alphabet: 'iso-8859-5' }))
})

test('payloads lie beside one another and never over one another', () => {
  const texts = Array.from({ length: 300 }, (_, at) => `${at} `.repeat(1 + (at % 60)) + (at % 7 === 0 ? 'ж' : ''))
  const made = texts.map((text) => planText(text, { concatenation: 'sar' }) as TextPlan)
  for (const [at, plan] of made.entries()) {
    const again = planAnyText(texts[at] as string, { concatenation: 'sar' }) as TextPlan
    assert.deepEqual(plan, again)
  }
})

const unit = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom(...'abc XYZ019@£$_\n\rÄñ') },
  { weight: 2, arbitrary: fc.constantFrom(...'€{}[]\\^|~\f') },
)
const anyText = fc.oneof(
  fc.string({ unit, maxLength: 170 }),
  fc.string({ unit: fc.oneof({ weight: 20, arbitrary: unit }, fc.constantFrom('ж', '“', '`', 'ç')), maxLength: 80 }),
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.nat(0xffff), { maxLength: 80 }).map((units) => String.fromCharCode(...units)),
)
const anyOptions: fc.Arbitrary<TextOptions> = fc.record(
  {
    alphabet: fc.constantFrom('auto', 'auto', 'gsm7', 'ucs2', 'latin1', 'ascii'),
    defaultAlphabet: fc.constantFrom('gsm7', 'gsm7', 'gsm7', 'latin1', 'ascii'),
    defaultDataCoding: fc.constantFrom(0, 0xf1),
    concatenation: fc.constantFrom('udh8', 'udh16', 'sar', 'payload'),
    reference: fc.integer({ min: 0, max: 65535 }),
    maxParts: fc.integer({ min: 0, max: 3 }),
    messageClass: fc.constantFrom(0, 1, 2, 3),
    septets: fc.constantFrom('unpacked', 'unpacked', 'packed'),
    nationalLanguages: fc.constantFrom([], 'all' as const),
    transliterate: fc.boolean(),
  },
  { requiredKeys: [] },
)

/** Whether what a planner of short texts plans is what the planner of all texts plans; counts what it planned. */
function agreement(single: typeof planSinglePart, counted: { gsm7: number; ucs2: number }) {
  return fc.property(anyText, anyOptions, (text, options) => {
    const plan = single(text, options)
    if (plan === undefined) return
    counted[plan.alphabet as 'gsm7' | 'ucs2']++
    assert.deepEqual(plan, planAnyText(text, options))
  })
}

test('what it plans, the planner of all texts plans the same, with any options', () => {
  const counted = { gsm7: 0, ucs2: 0 }
  fc.assert(agreement(planSinglePart, counted), { numRuns: 3_000 })
  assert.ok(counted.gsm7 > 150 && counted.ucs2 > 150, `it planned only ${JSON.stringify(counted)} of 3000`)
})

test('that comparison sees escapes that are not counted, and an option that is passed over (planted bugs)', () => {
  const forgetsEscapes: typeof planSinglePart = (text, options) => {
    const plan = planSinglePart(text, options)
    return plan && { ...plan, units: text.length }
  }
  const forgetsClass: typeof planSinglePart = (text, { messageClass: _, ...options }) => planSinglePart(text, options)
  for (const wrong of [forgetsEscapes, forgetsClass]) {
    assert.ok(fc.check(agreement(wrong, { gsm7: 0, ucs2: 0 }), { numRuns: 1_000 }).failed)
  }
})
