import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { InboundPdu } from '@smpp-connect/contracts'
import { type Classified, classify } from '../../src/inbound/classify.ts'
import { definition } from '../definition.ts'

function pdu(given: Partial<InboundPdu>): InboundPdu {
  return {
    smscId: 'smsc_test',
    bindType: 'transceiver',
    atMs: 5,
    source: { ton: 1, npi: 1, address: '447700900123' },
    destination: { ton: 0, npi: 0, address: '60777' },
    esmClass: 0,
    dataCoding: 0,
    payload: Buffer.from('Yes'),
    receiptedMessageId: null,
    messageState: null,
    networkErrorCode: null,
    userMessageReference: null,
    sarMsgRefNum: null,
    sarTotalSegments: null,
    sarSegmentSeqnum: null,
    tlvs: [],
    ...given,
  }
}

const sorted = (given: Partial<InboundPdu>): Classified =>
  classify(pdu(given), {
    definition: () => definition(),
    newId: () => 'msg_1',
    redelivery: { duplicateWithinMs: () => 0 },
  })

const RECEIPT =
  'id:00AB12 sub:001 dlvrd:001 submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 text:Hello'

describe('what came in', () => {
  it('is a receipt when esm_class says so', () => {
    const result = sorted({ esmClass: 0x04, payload: Buffer.from(RECEIPT), userMessageReference: 77 })
    assert.deepEqual(result, {
      kind: 'receipt',
      record: {
        smscId: 'smsc_test',
        atMs: 5,
        smscMessageId: '00AB12',
        idForms: ['AB12'],
        otherRadix: { hexadecimalAnswer: null, decimalAnswer: '43794' },
        userMessageReference: 77,
        destination: '+447700900123',
        state: 'delivered',
        stat: 'DELIVRD',
        error: '000',
      },
    })
  })

  it('is a receipt of the same id in any radix, where that is one digit, with zeros before it', () => {
    const result = sorted({ esmClass: 0x04, payload: Buffer.from('id:007 stat:DELIVRD') })
    assert.ok(result.kind === 'receipt')
    const { smscMessageId, idForms, otherRadix } = result.record
    assert.deepEqual([smscMessageId, idForms], ['007', ['7']])
    assert.deepEqual(otherRadix, { hexadecimalAnswer: null, decimalAnswer: null })
  })

  it("is a person's text when esm_class says so, however much it reads like a receipt", () => {
    const result = sorted({ payload: Buffer.from(RECEIPT) })
    assert.equal(result.kind, 'text')
    assert.equal(result.kind === 'text' && result.record.text, RECEIPT)
  })

  it('changes no state for an intermediate notification or an ACCEPTD', () => {
    for (const [esmClass, text] of [
      [0x20, RECEIPT],
      [0x04, RECEIPT.replace('DELIVRD', 'ACCEPTD')],
      [0x04, RECEIPT.replace('DELIVRD', 'WHATEVR')],
    ] as const) {
      const result = sorted({ esmClass, payload: Buffer.from(text) })
      assert.equal(result.kind === 'receipt' && result.record.state, 'submitted', text)
    }
  })

  it('is a part of a longer text when its header says so, and keeps half a surrogate pair for the join', () => {
    const octets = Buffer.concat([Buffer.from('050003090201', 'hex'), Buffer.from('0041d83d', 'hex')])
    const result = sorted({ esmClass: 0x40, dataCoding: 8, payload: octets })
    assert.ok(result.kind === 'text')
    assert.deepEqual(result.record.segment, { key: '+447700900123|60777|8|9|2', number: 1, total: 2 })
    assert.equal(result.record.text, 'A\ud83d')
    assert.equal(result.record.encoding, 'ucs2')
  })

  it('is whole when UDHI is set and there is no header', () => {
    const result = sorted({ esmClass: 0x40, payload: Buffer.from('test222') })
    assert.ok(result.kind === 'text')
    assert.equal(result.record.segment, null)
    assert.equal(result.record.text, 'test222')
  })

  it('is a part when the SAR TLVs say so', () => {
    const result = sorted({ sarMsgRefNum: 300, sarTotalSegments: 3, sarSegmentSeqnum: 2 })
    assert.deepEqual(result.kind === 'text' && result.record.segment, {
      key: '+447700900123|60777|sar|300|3',
      number: 2,
      total: 3,
    })
  })

  it('has one fingerprint for the same octets between the same addresses, and another for any other', () => {
    const print = (given: Partial<InboundPdu>): string => {
      const result = sorted(given)
      return result.kind === 'text' ? result.record.fingerprint : ''
    }
    assert.equal(print({}), print({ atMs: 99 }))
    assert.notEqual(print({}), print({ payload: Buffer.from('No') }))
    assert.notEqual(print({}), print({ source: { ton: 1, npi: 1, address: '447700900124' } }))
  })
})
