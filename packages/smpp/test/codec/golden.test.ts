import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodePdu, encodePdu } from '../../src/codec/index.ts'

const text = new TextEncoder()

test('a bind_transceiver both ways against its octets', () => {
  const hex = '000000250000000900000000000000036162636465666768696a0061626364000034020100'
  const pdu = {
    command: 'bind_transceiver',
    commandStatus: 0,
    sequenceNumber: 3,
    systemId: 'abcdefghij',
    password: 'abcd',
    systemType: '',
    interfaceVersion: 0x34,
    addrTon: 2,
    addrNpi: 1,
    addressRange: '',
    tlvs: {},
  } as const
  assert.equal(Buffer.from(encodePdu(pdu)).toString('hex'), hex)
  assert.deepEqual(decodePdu(Buffer.from(hex, 'hex')), { kind: 'pdu', pdu })
})

test('a submit_sm with TLVs both ways against its octets', () => {
  const hex =
    '00000044000000040000000000000007000101343437373030393030313233000501416c706861000000000000010000000548656c6c6f' +
    '02040002123414010003616263'
  const octets = encodePdu({
    command: 'submit_sm',
    sequenceNumber: 7,
    sourceAddrTon: 1,
    sourceAddrNpi: 1,
    sourceAddr: '447700900123',
    destAddrTon: 5,
    destAddrNpi: 1,
    destinationAddr: 'Alpha',
    registeredDelivery: 1,
    shortMessage: text.encode('Hello'),
    tlvs: { userMessageReference: 0x1234, unknown: [{ tag: 0x1401, value: text.encode('abc') }] },
  })
  assert.equal(Buffer.from(octets).toString('hex'), hex)
  const outcome = decodePdu(Buffer.from(hex, 'hex'))
  assert.ok(outcome.kind === 'pdu' && outcome.pdu.command === 'submit_sm')
  assert.equal(outcome.pdu.destinationAddr, 'Alpha')
  assert.equal(Buffer.from(outcome.pdu.shortMessage).toString(), 'Hello')
  assert.equal(outcome.pdu.tlvs.userMessageReference, 0x1234)
  assert.equal(outcome.pdu.tlvs.unknown?.[0]?.tag, 0x1401)
})
