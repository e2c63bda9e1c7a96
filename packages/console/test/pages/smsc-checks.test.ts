import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiFailure } from '../../src/api/problem.ts'
import { problemsOf } from '../../src/pages/smscs/smsc-checks.ts'
import { draftOf, NEW_SMSC } from '../../src/pages/smscs/smsc-draft.ts'
import { errorsOf } from '../../src/pages/smscs/smsc-errors.ts'
import { BLANK_RULE, BLANK_TLV } from '../../src/pages/smscs/smsc-rows.ts'
import { statusOf, usualWords } from '../../src/pages/smscs/status-words.ts'
import { World } from '../fake/world.ts'

const base = draftOf(new World(0).addSmsc({ name: 'Simulator' }))

test('what must be written is missed, and what may be left empty is not', () => {
  assert.deepEqual(Object.keys(problemsOf(NEW_SMSC)), ['/name', '/host', '/systemId', '/defaultSender'])
  assert.deepEqual(problemsOf(base), {})
  assert.deepEqual(problemsOf({ ...base, windowSize: '' }), { '/windowSize': 'Enter a number' })
  const code = { ...base.classes.code, share: '' as const }
  assert.deepEqual(problemsOf({ ...base, classes: { ...base.classes, code } }), {
    '/classes/code/share': 'Enter a number',
  })
})

test('a declaration needs a name, a tag and a size that fits, each of them once', () => {
  const good = { ...BLANK_TLV, name: 'billing_code', tag: '0x1401' }
  const problems = (...tlvs: (typeof BLANK_TLV)[]) => problemsOf({ ...base, tlvs })
  assert.deepEqual(problems(good), {})
  assert.deepEqual(Object.keys(problems(BLANK_TLV)), ['/tlvs/0/name', '/tlvs/0/tag'])
  assert.deepEqual(Object.keys(problems(good, { ...good, tag: '5121' })), ['/tlvs/1/name', '/tlvs/1/tag'])
  assert.deepEqual(Object.keys(problems({ ...good, type: 'integer', maxOctets: 7 })), ['/tlvs/0/maxOctets'])
  assert.match(problems({ ...good, maxOctets: 3, value: 'abc' })['/tlvs/0/value'] ?? '', /4 octets/)
  assert.deepEqual(problems({ ...good, maxOctets: 4, value: 'abc' }), {})
})

test('TLVs of every message are known by name, and their values fit', () => {
  const declared = { ...base, tlvs: [{ ...BLANK_TLV, name: 'billing_code', tag: '0x1401', maxOctets: 4 }] }
  const problems = (name: string, value: string) =>
    problemsOf({ ...declared, defaults: { ...base.defaults, tlvs: [{ name, value }] } })
  assert.deepEqual(problems('billing_code', 'A1'), {})
  assert.deepEqual(problems('0x1fff', 'anything'), {})
  assert.deepEqual(Object.keys(problems('billing_code', 'A1234')), ['/defaults/tlvs/0/value'])
  assert.deepEqual(Object.keys(problems('message_payload', 'x')), ['/defaults/tlvs/0/name'])
  assert.deepEqual(Object.keys(problems('billing', 'x')), ['/defaults/tlvs/0/name'])
  assert.deepEqual(Object.keys(problems('dest_addr_subunit', '300')), ['/defaults/tlvs/0/value'])
})

test('a rule is about a refusal, by name or number, and each has one', () => {
  const problems = (...statuses: string[]) =>
    problemsOf({ ...base, statusRules: statuses.map((status) => ({ ...BLANK_RULE, status })) })
  assert.deepEqual(problems('ESME_RTHROTTLED', '0x4a1', 'esme_rsyserr'), {})
  assert.deepEqual(Object.keys(problems('ESME_RNONSENSE', 'ESME_ROK')), [
    '/statusRules/0/status',
    '/statusRules/1/status',
  ])
  assert.deepEqual(Object.keys(problems('ESME_RTHROTTLED', '0x58')), ['/statusRules/1/status'])
})

test('beside a status stands what is done without a rule', () => {
  const usual = (status: string) => usualWords(statusOf(status) ?? assert.fail(status))
  assert.equal(usual('ESME_RTHROTTLED'), 'slow the whole line down')
  assert.equal(usual('ESME_RMSGQFUL'), 'slow the whole line down')
  assert.equal(usual('ESME_RSYSERR'), 'try the part again')
  assert.equal(usual('ESME_RINVDSTADR'), 'give the part up')
  assert.equal(usual('0x4a1'), 'give the part up')
  assert.equal(statusOf('throttled'), undefined)
})

test('a refusal stands at the field that it is about, or as near as there is one', () => {
  const refusal = (...errors: { pointer: string; detail: string }[]) =>
    errorsOf(
      new ApiFailure({
        type: '',
        title: '',
        status: 422,
        detail: '',
        instance: '',
        code: 'request-invalid',
        traceId: '',
        errors,
      }),
    )
  assert.deepEqual(refusal({ pointer: '/classes/bulk/share', detail: 'too big' }), { '/classes/bulk/share': 'Too big' })
  assert.deepEqual(refusal({ pointer: '/tlvs/1/tag', detail: 'no' }), { '/tlvs/1/tag': 'No' })
  assert.deepEqual(refusal({ pointer: '/tlvs/1/nonsense', detail: 'no' }), { '/tlvs': 'No' })
  assert.deepEqual(refusal({ pointer: '/defaults/languages/0', detail: 'no' }), { '/defaults/languages': 'No' })
  assert.deepEqual(refusal({ pointer: '/defaults/tlvs/billing_code', detail: 'no' }), {
    '/defaults/tlvs/billing_code': 'No',
  })
  assert.deepEqual(refusal({ pointer: '/nowhere', detail: 'no' }), {})
})
