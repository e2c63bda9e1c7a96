// What message centres and their users really send, each of which broke some library. More such tests stand with the
// decoder's, the framer's and those of the receipts.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decodePdu, encodePdu, type PduOf } from '../../src/codec/index.ts'

const HEAD = '000101343437000101343439000000000000010000'

function frame(commandId: string, body: string, status = '00000000'): Uint8Array {
  const octets = Buffer.from(`00000000${commandId}${status}00000007${body}`, 'hex')
  octets.writeUInt32BE(octets.length)
  return Uint8Array.from(octets)
}

function read<C extends 'submit_sm' | 'deliver_sm' | 'submit_sm_resp' | 'bind_transceiver_resp'>(
  command: C,
  octets: Uint8Array,
): PduOf<C> {
  const outcome = decodePdu(octets)
  assert.ok(outcome.kind === 'pdu' && outcome.pdu.command === command, JSON.stringify(outcome))
  return outcome.pdu as PduOf<C>
}

test('a short_message whose NUL is counted keeps it', () => {
  assert.deepEqual(
    read('deliver_sm', frame('00000005', `${HEAD}0003486900`)).shortMessage,
    Uint8Array.of(0x48, 0x69, 0),
  )
})

test('a short_message with a NUL that sm_length does not count is read', () => {
  const pdu = read('deliver_sm', frame('00000005', `${HEAD}0002486900`))
  assert.deepEqual([pdu.shortMessage, pdu.tlvs], [Uint8Array.of(0x48, 0x69), {}])
})

test('an sm_length that is one too small is refused for that PDU', () => {
  const outcome = decodePdu(frame('00000005', `${HEAD}0001486900`.slice(0, -2)))
  assert.ok(outcome.kind === 'unparsed' && outcome.error.problem === 'tlv_header_truncated')
})

test('TLVs in responses that no version lists are read', () => {
  const tlvs = '042800015a' + '001d0003626164' + '020400020005'
  assert.deepEqual(read('submit_sm_resp', frame('80000004', `616200${tlvs}`)).tlvs, {
    congestionState: 90,
    additionalStatusInfoText: 'bad',
    userMessageReference: 5,
  })
})

test('sc_interface_version in a deliver_sm does no harm', () => {
  assert.equal(read('deliver_sm', frame('00000005', `${HEAD}00000210000134`)).tlvs.scInterfaceVersion, 0x34)
})

test('a callback_num in any digit mode, and node ids of any length, are kept as octets', () => {
  const pdu = read('deliver_sm', frame('00000005', `${HEAD}00000381000571010139${'31'}060f000131`))
  assert.deepEqual(pdu.tlvs.callbackNum, [Uint8Array.of(0x71, 1, 1, 0x39, 0x31)])
  assert.deepEqual(pdu.tlvs.sourceNodeId, Uint8Array.of(0x31))
})

test('texts padded to a fixed width are not taken for sound', () => {
  const padded = '534d5053433100000000000000000000'
  const outcome = decodePdu(frame('80000009', padded))
  assert.equal(outcome.kind, 'unparsed')
  const refused = read('bind_transceiver_resp', frame('80000009', padded, '0000000d'))
  assert.equal(refused.commandStatus, 0x0d)
})

test('a bind response without sc_interface_version, and with an empty one', () => {
  assert.equal(read('bind_transceiver_resp', frame('80000009', '6100')).tlvs.scInterfaceVersion, undefined)
  assert.equal(read('bind_transceiver_resp', frame('80000009', '610002100000')).tlvs.scInterfaceVersion, 0)
})

test('an answer to enquire_link has exactly 16 octets', () => {
  assert.equal(encodePdu({ command: 'enquire_link_resp', sequenceNumber: 1 }).length, 16)
})

test('octets that follow one another in memory do not leak into a PDU', () => {
  const one = frame('80000004', '6162')
  const memory = Uint8Array.from([...one, 0, 0, 0, 0])
  assert.equal(decodePdu(memory.subarray(0, one.length)).kind, 'unparsed')
})
