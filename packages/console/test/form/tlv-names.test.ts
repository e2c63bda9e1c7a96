import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SMPP_OPTION_GROUPS } from '../../src/form/smpp-option-fields.ts'
import {
  allowedWords,
  findTlv,
  readTag,
  rowsOfValues,
  tagWords,
  tlvNameGroups,
  valuesOfRows,
} from '../../src/form/tlv-names.ts'
import { NEW_SMSC } from '../../src/pages/smscs/smsc-draft.ts'

const billing = {
  name: 'billing_code',
  tag: 0x1401,
  type: 'c_octet_string',
  maxOctets: 20,
  direction: 'submit',
} as const
const inbound = { name: 'operator_id', tag: 0x1403, type: 'integer', maxOctets: 4, direction: 'deliver' } as const

test('a tag is read as people write it', () => {
  assert.equal(readTag('0x1401'), 0x1401)
  assert.equal(readTag(' 5121 '), 0x1401)
  for (const wrong of ['', '0', '0x0', '65536', '0x10000', '14x', '0x14g1'])
    assert.equal(readTag(wrong), undefined, wrong)
  assert.equal(tagWords(5), '0x0005')
})

test('the provider’s TLVs come first, and those that cannot be sent are not offered', () => {
  const [own, standard] = tlvNameGroups([billing, inbound])
  assert.deepEqual(own?.items, ['billing_code'])
  assert.ok(standard?.items.includes('dest_addr_subunit'))
  for (const name of ['message_payload', 'sar_msg_ref_num', 'receipted_message_id', 'sc_interface_version']) {
    assert.ok(!standard?.items.includes(name), name)
  }
  assert.equal(tlvNameGroups([]).length, 1)
})

test('a TLV is found by its name or its tag, and says what it may hold', () => {
  const words = (name: string) => {
    const tlv = findTlv(name, [billing, inbound])
    return typeof tlv === 'string' ? tlv : allowedWords(tlv)
  }
  assert.equal(words('billing_code'), 'Text, at most 19 characters')
  assert.equal(words('0x1401'), 'Text, at most 19 characters')
  assert.equal(words('user_response_code'), 'A number, 0 to 255')
  assert.equal(words('0x0204'), 'Connect writes this one itself')
  assert.equal(words('0x1999'), 'Text, or octets as 0x and hexadecimal digits')
  assert.match(words('operator_id'), /comes in only/)
  assert.match(words('nonsense'), /a tag is written 0x1401/)
  const subunit = findTlv('dest_addr_subunit', [])
  assert.equal(typeof subunit === 'string' ? '' : subunit.values[1]?.label, '1: MS display')
})

test('numbers go as numbers where the TLV is one, and come back as they were', () => {
  const rows = [
    { name: 'billing_code', value: '007' },
    { name: 'dest_addr_subunit', value: '1' },
    { name: '0x1999', value: '12' },
    { name: ' ', value: '' },
  ]
  const values = valuesOfRows(rows, [billing])
  assert.deepEqual(values, { billing_code: '007', dest_addr_subunit: 1, '0x1999': '12' })
  assert.deepEqual(rowsOfValues(values), rows.slice(0, 3))
})

test('every option that SMPP offers is asked for once', () => {
  const { tlvs: _, ...single } = NEW_SMSC.defaults
  const asked = SMPP_OPTION_GROUPS.flatMap(({ names }) => names)
  assert.deepEqual(asked.toSorted(), Object.keys(single).toSorted())
})
