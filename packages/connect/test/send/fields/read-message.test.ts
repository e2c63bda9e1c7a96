import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type SendMessage, sendMessageSchema } from '@smpp-connect/contracts'
import { type Fields, fieldNamed, PLAIN_FIELDS } from '../../../src/send/fields/field-name.ts'
import { overridden, problemIn, readMessage } from '../../../src/send/fields/read-message.ts'

const BASE = { to: '+447700900123', text: 'Hello' }

function messageOf(fields: Fields): SendMessage {
  const read = readMessage({ ...BASE, ...fields }, Date.parse('2026-01-01T00:00:00Z'))
  assert.ok(read.ok, JSON.stringify(read))
  return read.message
}

test('everything that the API takes can be said', () => {
  const message = messageOf({
    from: 'Shop',
    reference: 'r1',
    smscId: 'smsc_1',
    class: 'code',
    sendAt: '+1h',
    validitySeconds: '600',
    'smpp.priority': '2',
    'smpp.languages': 'turkish',
    'tlv.billing_code': '0042',
    'tlv.0x1401': '0xff',
  })
  assert.deepEqual(message, {
    ...BASE,
    from: 'Shop',
    reference: 'r1',
    smscId: 'smsc_1',
    class: 'code',
    sendAt: '2026-01-01T01:00:00.000Z',
    validitySeconds: 600,
    smpp: { priority: 2, languages: ['turkish'], tlvs: { billing_code: '0042', '0x1401': '0xff' } },
  })
  assert.equal(messageOf({ expiresAt: '2026-01-02T00:00:00+01:00' }).expiresAt, '2026-01-01T23:00:00.000Z')
})

test('no field of the API is left out', () => {
  const { smpp: _smpp, ...plain } = sendMessageSchema.shape
  assert.deepEqual([...PLAIN_FIELDS].toSorted(), Object.keys(plain).toSorted())
})

const PROBLEMS: readonly (readonly [Fields, code: string, RegExp])[] = [
  [{ class: 'urgent' }, 'request-invalid', /^found "urgent"; allowed: code, transactional, bulk$/],
  [{ sendAt: 'tomorrow' }, 'time-invalid', /^found "tomorrow"; allowed: a time with its zone, such as /],
  [{ validitySeconds: '10m' }, 'time-invalid', /a whole number of seconds$/],
  [{ validitySeconds: '0' }, 'time-invalid', /./],
  [{ validitySeconds: '60', expiresAt: '+1h' }, 'time-invalid', /say one of the two$/],
  [{ 'smpp.priority': '9' }, 'smpp-option-invalid', /^found "9"; allowed: 0 to 4$/],
  [{ 'tlv.billing_code': 'ü' }, 'tlv-invalid', /printable ASCII, or 0x/],
]
for (const [fields, code, detail] of PROBLEMS) {
  test(`${JSON.stringify(fields)} is told as ${code}`, () => {
    const problem = problemIn(fields)
    assert.equal(problem?.code, code)
    assert.match(problem?.detail ?? '', detail)
    assert.ok(problem?.field !== undefined && problem.field in fields, problem?.field)
  })
}

test("a row's own word wins, also where the same can be said in two ways", () => {
  const usual = { class: 'bulk', validitySeconds: '60', 'smpp.priority': '1', 'tlv.a': 'x' } as const
  assert.deepEqual(overridden(usual, { expiresAt: '+1h', 'tlv.a': 'y', 'tlv.b': 'z' }), {
    class: 'bulk',
    expiresAt: '+1h',
    'smpp.priority': '1',
    'tlv.a': 'y',
    'tlv.b': 'z',
  })
  assert.deepEqual(overridden(usual, { class: 'code' }), { ...usual, class: 'code' })
})

test('a field has its name in any case, and a TLV as it is written', () => {
  assert.equal(fieldNamed('SENDAT'), 'sendAt')
  assert.equal(fieldNamed('SMPP.servicetype'), 'smpp.serviceType')
  assert.equal(fieldNamed('TLV.Billing_Code'), 'tlv.Billing_Code')
  for (const name of ['smpp.tlvs', 'smpp.', 'tlv.', 'tlv.a b', 'tlv.0x14', 'city']) {
    assert.equal(fieldNamed(name), undefined, name)
  }
})
