import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { SubmitOrder } from '@smpp-connect/contracts'
import { encodePdu } from '@smpp-connect/smpp'
import { submitPdu, whyUnsendable } from '../../src/sender/submit-pdu.ts'
import { orderTo } from '../load-world.ts'

const tlv = (tag: number, ...octets: number[]) => ({ tag, value: Uint8Array.from(octets) })

/** The octets of the submit_sm of an order, header left out. */
function bodyOf(order: SubmitOrder, takesTlvs = true): string {
  assert.equal(whyUnsendable(order, takesTlvs), undefined)
  return Buffer.from(encodePdu(submitPdu(order, takesTlvs), { sequenceNumber: 1 }).subarray(16)).toString('hex')
}

describe('the submit_sm of an order', () => {
  it('carries every field, and its TLVs as octets in their order', () => {
    const order = orderTo(0, {
      serviceType: 'CMT',
      source: { ton: 5, npi: 0, address: 'Shop' },
      destination: { ton: 1, npi: 1, address: '4477' },
      esmClass: 0x41,
      protocolId: 0x11,
      priorityFlag: 2,
      scheduleDeliveryTime: '260102030405000+',
      validityPeriod: '000001000000000R',
      registeredDelivery: 0x11,
      replaceIfPresent: true,
      dataCoding: 8,
      shortMessage: Uint8Array.of(0x00, 0x48),
      tlvs: [tlv(0x1401, 0x41, 0x31, 0), tlv(0x0204, 1, 2), tlv(0x0381, 9), tlv(0x0381, 8)],
    })
    assert.equal(
      bodyOf(order),
      [
        '434d5400', // service_type CMT
        '0500', // source_addr_ton, source_addr_npi
        '53686f7000', // source_addr Shop
        '0101', // dest_addr_ton, dest_addr_npi
        '3434373700', // destination_addr 4477
        '41', // esm_class
        '11', // protocol_id
        '02', // priority_flag
        '3236303130323033303430353030302b00', // schedule_delivery_time
        '3030303030313030303030303030305200', // validity_period
        '11', // registered_delivery
        '01', // replace_if_present_flag
        '08', // data_coding
        '00', // sm_default_msg_id
        '02', // sm_length
        '0048', // short_message
        '14010003413100', // a provider's TLV
        '020400020102', // user_message_reference
        '0381000109', // callback_num, twice
        '0381000108',
      ].join(''),
    )
  })

  it('carries sar_* and message_payload in a session that has TLVs', () => {
    const tlvs = [tlv(0x020c, 0, 7), tlv(0x020e, 2), tlv(0x020f, 1), tlv(0x0424, 0x48)]
    assert.ok(bodyOf(orderTo(1, { tlvs })).endsWith('020c00020007' + '020e000102' + '020f000101' + '0424000148'))
  })

  it('leaves TLVs out of a session of 3.3, which has none', () => {
    const plain = orderTo(1)
    assert.equal(bodyOf(orderTo(1, { tlvs: [tlv(0x0204, 1, 2), tlv(0x1401, 1)] }), false), bodyOf(plain))
  })

  it('is not sent in a session of 3.3 when it means nothing without a TLV', () => {
    for (const [tag, name] of [
      [0x0424, 'message_payload'],
      [0x020c, 'sar_msg_ref_num'],
      [0x020e, 'sar_total_segments'],
      [0x020f, 'sar_segment_seqnum'],
    ] as const) {
      assert.equal(
        whyUnsendable(orderTo(1, { tlvs: [tlv(0x0204, 1, 2), tlv(tag, 1)] }), false),
        `the part needs the TLV ${name}, and the session agreed on SMPP 3.3, which has no TLVs`,
      )
    }
  })
})
