import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { VerificationSlice } from '@smpp-connect/contracts'
import { createStyle } from '../../src/output/style.ts'
import { VerificationTotals } from '../../src/verify/totals.ts'
import { verificationLines } from '../../src/verify/verification-lines.ts'

function slice(given: Partial<VerificationSlice> = {}): VerificationSlice {
  return {
    messages: 2,
    parts: 3,
    conservation: { accepted: 1200, final: 1000, waiting: 150, uncertain: 50 },
    rules: [
      { rule: 'a', what: 'A holds.', checked: 2, broken: 0 },
      { rule: 'b', what: 'B holds.', checked: 1, broken: 0 },
    ],
    findings: [],
    next: null,
    ...given,
  }
}

function totalsOf(...slices: readonly VerificationSlice[]) {
  const totals = new VerificationTotals()
  for (const one of slices) totals.add(one)
  return totals.whole
}

const found = (messageId: string | null, detail = 'is odd') => ({ rule: 'a', messageId, part: null, detail })

test('slices add up; the figures are the newest', () => {
  const newer = { accepted: 5, final: 5, waiting: 0, uncertain: 0 }
  const whole = totalsOf(slice(), slice({ conservation: newer }))
  assert.deepEqual(
    [whole.messages, whole.parts, whole.conservation, whole.rules.map(({ checked }) => checked), whole.sound],
    [4, 6, newer, [4, 2], true],
  )
})

test('messages that are unaccounted for are told, though no rule is broken', () => {
  const whole = totalsOf(slice({ conservation: { accepted: 1200, final: 1000, waiting: 150, uncertain: 49 } }))
  assert.equal(whole.sound, false)
  const lines = verificationLines(whole, 'it', createStyle(false))
  assert.ok(lines.includes('Conservation  1,200 accepted, 1,000 final + 150 waiting + 49 uncertain: 1,199'))
  assert.match(lines.at(-1) ?? '', /^Not sound: messages are unaccounted for\. Keep a copy/)
})

test('the first findings are shown, all are counted, and none can steer the terminal', () => {
  const rules = [{ rule: 'a', what: 'A holds.', checked: 9, broken: 40 }]
  const findings = Array.from({ length: 10 }, (_, at) => found(`msg_${at}`, '\u001b[31m'))
  const whole = totalsOf(...Array.from({ length: 4 }, () => slice({ rules, findings })))
  assert.deepEqual([whole.findings.length, whole.rules[0]?.broken], [20, 160])
  const text = verificationLines(whole, 'it', createStyle(false)).join('\n')
  assert.match(text, /\na, broken 160 times\n {2}A holds\.\n {2}- msg_0: \\u\{1b\}\[31m\n(.*\n){4} {2}- and 155 more\n/)
  assert.match(text, /Not sound: 1 rule of 1 does not hold\./)
})
