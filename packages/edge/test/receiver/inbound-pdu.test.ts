import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { InboundPdu, SmscId } from '@smpp-connect/contracts'
import { decodePdu, encodePdu, type PduInput } from '@smpp-connect/smpp'
import { inboundPdu } from '../../src/receiver/inbound-pdu.ts'

/** What crosses the link of a PDU that came in as these octets say. */
function crossing(fields: PduInput<'deliver_sm'> | PduInput<'data_sm'>, moreTlvs = ''): InboundPdu {
  const whole = Buffer.concat([encodePdu(fields, { sequenceNumber: 1 }), Buffer.from(moreTlvs, 'hex')])
  whole.writeUInt32BE(whole.length)
  const read = decodePdu(whole)
  assert.ok(read.kind === 'pdu' && (read.pdu.command === 'deliver_sm' || read.pdu.command === 'data_sm'))
  return inboundPdu(read.pdu, 'smsc_test' as SmscId, 'receiver', 1_000)
}

const plain = ({ tlvs }: InboundPdu): [string, string][] =>
  tlvs.map(({ tag, value }) => [tag.toString(16).padStart(4, '0'), Buffer.from(value).toString('hex')])

describe('what crosses the link of a deliver_sm', () => {
  it('is addresses, text, and every TLV as octets: known, unknown, and repeated ones', () => {
    const inbound = crossing(
      {
        command: 'deliver_sm',
        sourceAddrTon: 1,
        sourceAddrNpi: 1,
        sourceAddr: '447700900123',
        destinationAddr: '60777',
        esmClass: 4,
        shortMessage: Buffer.from('id:1'),
        tlvs: { receiptedMessageId: 'A1', messageState: 2, networkErrorCode: Uint8Array.of(3, 0, 5) },
      },
      '14030003303100' + '0204000101' + '1403000132' + '0381000109' + '0381000108',
    )
    assert.deepEqual(plain(inbound).toSorted(), [
      ['001e', '413100'],
      ['0204', '0001'],
      ['0381', '08'],
      ['0381', '09'],
      ['0423', '030005'],
      ['0427', '02'],
      ['1403', '303100'],
      ['1403', '32'],
    ])
    assert.deepEqual(inbound.source, { ton: 1, npi: 1, address: '447700900123' })
    assert.deepEqual([inbound.receiptedMessageId, inbound.messageState, inbound.userMessageReference], ['A1', 2, 1])
    assert.deepEqual([...(inbound.networkErrorCode ?? [])], [3, 0, 5])
    assert.equal(Buffer.from(inbound.payload).toString(), 'id:1')
    assert.deepEqual([inbound.smscId, inbound.bindType, inbound.atMs], ['smsc_test', 'receiver', 1_000])
  })

  it('has the text of message_payload where that is filled, and does not say it twice', () => {
    const tlvs = { messagePayload: Buffer.from('A long text'), sarMsgRefNum: 7 }
    for (const inbound of [
      crossing({ command: 'deliver_sm', sourceAddr: '1', destinationAddr: '2', tlvs }),
      crossing({ command: 'data_sm', sourceAddr: '1', destinationAddr: '2', tlvs }),
    ]) {
      assert.equal(Buffer.from(inbound.payload).toString(), 'A long text')
      assert.deepEqual(plain(inbound), [['020c', '0007']])
      assert.equal(inbound.sarMsgRefNum, 7)
    }
  })
})
