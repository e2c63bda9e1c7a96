import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smppOptionsSchema } from '@smpp-connect/contracts'
import { aboutSmpp, readSmpp, SMPP_KEYS, type SmppKey } from '../../../src/send/fields/smpp-value.ts'

const READ: readonly (readonly [SmppKey, string, unknown])[] = [
  ['priority', '2', 2],
  ['priority', '5', undefined],
  ['dataCoding', '0xf1', 0xf1],
  ['dataCoding', '245', 245],
  ['dataCoding', 'null', null],
  ['flash', 'true', true],
  ['flash', 'yes', undefined],
  ['serviceType', '123', '123'],
  ['serviceType', '', ''],
  ['serviceType', 'too long', undefined],
  ['coding', 'ucs2', 'ucs2'],
  ['coding', 'UCS2', undefined],
  ['languages', 'turkish, spanish', ['turkish', 'spanish']],
  ['languages', 'turkish', ['turkish']],
  ['languages', '', []],
  ['languages', 'klingon', undefined],
  ['sourceTon', '-1', undefined],
]
for (const [key, text, value] of READ) {
  test(`${key}=${text} is read as ${JSON.stringify(value)}`, () => assert.deepEqual(readSmpp(key, text), value))
}

test('every option of a message but the TLVs can be said, and says what it may be', () => {
  assert.deepEqual([...SMPP_KEYS, 'tlvs'].toSorted(), Object.keys(smppOptionsSchema.shape).toSorted())
  for (const key of SMPP_KEYS) {
    const { allowed, help } = aboutSmpp(key)
    assert.ok(help.length > 10 && !/undefined/.test(allowed), `${key}: ${allowed}`)
  }
  assert.equal(aboutSmpp('dataCoding').allowed, '0 to 255 or null')
  assert.equal(aboutSmpp('longMessage').allowed, 'udh8, udh16, sar, payload')
})
