import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DecodeOutcome, decodeErrorText, decodePdu, type Pdu } from '../../src/codec/index.ts'

/** A frame of a header and body given in hexadecimal; the length is put in. */
function frame(commandId: string, status: string, sequence: string, body = ''): Uint8Array {
  const octets = Buffer.from(`00000000${commandId}${status}${sequence}${body}`, 'hex')
  octets.writeUInt32BE(octets.length)
  return Uint8Array.from(octets)
}

function pduOf(outcome: DecodeOutcome): Pdu {
  assert.equal(outcome.kind, 'pdu', outcome.kind === 'unparsed' ? decodeErrorText(outcome.error) : '')
  return (outcome as { pdu: Pdu }).pdu
}

function errorOf(outcome: DecodeOutcome) {
  assert.equal(outcome.kind, 'unparsed')
  return (outcome as Extract<DecodeOutcome, { kind: 'unparsed' }>).error
}

const OK = '00000000'
const SEQ = '00000007'
const SUBMIT_HEAD = '000101343437000101343439000000000000010000'

test('a response without a body has empty fields', () => {
  const pdu = pduOf(decodePdu(frame('80000004', OK, SEQ)))
  assert.deepEqual(pdu, { command: 'submit_sm_resp', commandStatus: 0, sequenceNumber: 7, messageId: '', tlvs: {} })
})

test('a deliver_sm_resp may have an id, an empty id, or no body', () => {
  for (const [body, messageId] of [
    ['616200', 'ab'],
    ['00', ''],
    ['', ''],
  ] as const) {
    const pdu = pduOf(decodePdu(frame('80000005', OK, SEQ, body)))
    assert.ok(pdu.command === 'deliver_sm_resp' && pdu.messageId === messageId)
  }
})

test('a response with an error status is taken with a body, without, and with a broken one', () => {
  for (const body of ['', '00', '616200', '6162', '616200021000', '61620000100200', '54534937353838000210000134']) {
    const pdu = pduOf(decodePdu(frame('80000009', '0000000e', SEQ, body)))
    assert.equal(pdu.command, 'bind_transceiver_resp')
    assert.equal(pdu.commandStatus, 0x0e)
  }
})

test('octets behind a PDU that is only a header are left alone', () => {
  for (const id of ['00000015', '80000015', '00000006', '80000006', '80000000']) {
    const pdu = pduOf(decodePdu(frame(id, OK, SEQ, '00')))
    assert.equal(pdu.sequenceNumber, 7)
  }
})

test('a sequence_number outside 1 to 0x7fffffff is kept', () => {
  for (const [hex, value] of [
    ['00000000', 0],
    ['80000000', 0x80000000],
    ['ffffffff', 0xffffffff],
  ] as const) {
    assert.equal(pduOf(decodePdu(frame('00000015', OK, hex))).sequenceNumber, value)
  }
})

test('an unknown command keeps its id and body', () => {
  const pdu = pduOf(decodePdu(frame('00010200', '00000001', SEQ, 'cafe')))
  const body = Uint8Array.of(0xca, 0xfe)
  assert.deepEqual(pdu, { command: 'unknown', commandStatus: 1, sequenceNumber: 7, commandId: 0x10200, body })
})

test('a status number that nobody defined is kept', () => {
  assert.equal(pduOf(decodePdu(frame('80000004', '0000042e', SEQ))).commandStatus, 0x42e)
})

test('texts longer than the specification allows are read', () => {
  const body = `${Buffer.from('serviceType').toString('hex')}00${SUBMIT_HEAD.slice(2)}0000`
  const pdu = pduOf(decodePdu(frame('00000004', OK, SEQ, body)))
  assert.ok(pdu.command === 'submit_sm' && pdu.serviceType === 'serviceType')
})

test('numbers outside every enumeration are kept', () => {
  const pdu = pduOf(decodePdu(frame('00000003', OK, SEQ, '6100ffee3400')))
  assert.ok(pdu.command === 'query_sm')
  assert.deepEqual([pdu.sourceAddrTon, pdu.sourceAddrNpi], [0xff, 0xee])
})

test('a TLV text is cut at its NUL, and needs none', () => {
  for (const [value, text] of [
    ['616200', 'ab'],
    ['6162', 'ab'],
    ['61620063', 'ab'],
    ['', ''],
    ['00', ''],
  ] as const) {
    const length = (value.length / 2).toString(16).padStart(4, '0')
    const pdu = pduOf(decodePdu(frame('00000005', OK, SEQ, `${SUBMIT_HEAD}0000001e${length}${value}`)))
    assert.ok(pdu.command === 'deliver_sm')
    assert.equal(pdu.tlvs.receiptedMessageId, text)
  }
})

test('an integer TLV of another length is read by its length; one that is too long is kept as octets', () => {
  const read = (tlv: string) => {
    const pdu = pduOf(decodePdu(frame('00000005', OK, SEQ, `${SUBMIT_HEAD}0000${tlv}`)))
    assert.ok(pdu.command === 'deliver_sm')
    return pdu.tlvs
  }
  assert.deepEqual(read('0204000412345678'), { userMessageReference: 0x12345678 })
  assert.deepEqual(read('0204000105'), { userMessageReference: 5 })
  assert.deepEqual(read('02040000'), { userMessageReference: 0 })
  assert.deepEqual(read('020400070102030405060700'.slice(0, 22)), {
    unknown: [{ tag: 0x204, value: Uint8Array.of(1, 2, 3, 4, 5, 6, 7) }],
  })
})

test('unknown TLVs are kept with their octets, in order', () => {
  const pdu = pduOf(decodePdu(frame('00000004', OK, SEQ, `${SUBMIT_HEAD}000014030006286e756c6c2980810000`)))
  assert.ok(pdu.command === 'submit_sm')
  assert.deepEqual(pdu.tlvs.unknown, [
    { tag: 0x1403, value: Uint8Array.from(Buffer.from('(null)')) },
    { tag: 0x8081, value: new Uint8Array(0) },
  ])
})

test('a TLV that may repeat is a list; of others the first is read and the rest kept', () => {
  const tlvs = '03810004010000310381000401000032020400020001020400020002'
  const pdu = pduOf(decodePdu(frame('00000005', OK, SEQ, `${SUBMIT_HEAD}0000${tlvs}`)))
  assert.ok(pdu.command === 'deliver_sm')
  assert.deepEqual(pdu.tlvs.callbackNum, [Uint8Array.of(1, 0, 0, 0x31), Uint8Array.of(1, 0, 0, 0x32)])
  assert.equal(pdu.tlvs.userMessageReference, 1)
  assert.deepEqual(pdu.tlvs.unknown, [{ tag: 0x204, value: Uint8Array.of(0, 2) }])
})

test('a TLV in a PDU that does not list it is read', () => {
  const pdu = pduOf(decodePdu(frame('00000005', OK, SEQ, `${SUBMIT_HEAD}00000426000101`)))
  assert.ok(pdu.command === 'deliver_sm' && pdu.tlvs.moreMessagesToSend === 1)
})

test('times in deliver_sm and 12-character times are read as they are', () => {
  const pdu = pduOf(decodePdu(frame('80000003', OK, SEQ, '6100313230313132313535313030000200')))
  assert.ok(pdu.command === 'query_sm_resp')
  assert.deepEqual([pdu.finalDate, pdu.messageState], ['120112155100', 2])
})

test('a text without its NUL is an error with its place', () => {
  const outcome = decodePdu(frame('80000004', OK, SEQ, '39'))
  assert.deepEqual(outcome, {
    kind: 'unparsed',
    header: { commandLength: 17, commandId: 0x80000004, commandStatus: 0, sequenceNumber: 7 },
    error: {
      problem: 'missing_nul',
      command: 'submit_sm_resp',
      field: 'message_id',
      offset: 16,
      found: '1 octets and no NUL',
      allowed: 'a NUL-terminated string',
      status: 2,
    },
  })
})

test('a body that ends early is an error that names the field it ends in', () => {
  const body = `${SUBMIT_HEAD}0000`
  const seen = new Set<string>()
  for (let length = 0; length < body.length / 2; length++) {
    const error = errorOf(decodePdu(frame('00000004', OK, SEQ, body.slice(0, length * 2))))
    assert.ok(error.problem === 'body_too_short' || error.problem === 'missing_nul')
    assert.equal(error.status, 2)
    seen.add(error.field ?? '')
  }
  assert.equal(seen.size, 17)
})

test('an sm_length beyond the PDU is an error about the message', () => {
  const error = errorOf(decodePdu(frame('00000004', OK, SEQ, `${SUBMIT_HEAD}00100011`)))
  assert.equal(error.problem, 'message_too_long')
  assert.equal(error.field, 'sm_length')
  assert.equal(error.status, 1)
  assert.equal(decodeErrorText(error), 'submit_sm: sm_length at octet 38: 16, but 2 octets left; allowed: 0 to 2')
})

test('a TLV that ends beyond the PDU, or has no whole header, is an error with the tag', () => {
  const beyond = errorOf(decodePdu(frame('00000004', OK, SEQ, `${SUBMIT_HEAD}000002047070ff`)))
  assert.deepEqual([beyond.problem, beyond.tlv, beyond.status], ['tlv_value_truncated', 0x204, 0xc0])
  const short = errorOf(decodePdu(frame('00000004', OK, SEQ, `${SUBMIT_HEAD}0000020400`)))
  assert.deepEqual([short.problem, short.tlv, short.status], ['tlv_header_truncated', undefined, 0xc0])
})

test('a submit_multi with both kinds of destination', () => {
  const body = `00000000020101013434370002616c6c00${'00'.repeat(9)}0141`
  const pdu = pduOf(decodePdu(frame('00000021', OK, SEQ, body)))
  assert.ok(pdu.command === 'submit_multi')
  assert.deepEqual(pdu.destAddress, [
    { destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '447' },
    { destFlag: 2, dlName: 'all' },
  ])
  assert.deepEqual(pdu.shortMessage, Uint8Array.of(0x41))
})

test('a destination that is neither address nor list is an error', () => {
  const error = errorOf(decodePdu(frame('00000021', OK, SEQ, '0000000001030000')))
  assert.deepEqual([error.problem, error.field, error.status], ['bad_dest_flag', 'dest_flag', 0x40])
})

test('a submit_multi_resp lists what it did not reach', () => {
  const pdu = pduOf(decodePdu(frame('80000021', OK, SEQ, '696400010101343437000000000b')))
  assert.ok(pdu.command === 'submit_multi_resp')
  assert.deepEqual(pdu.unsuccessSme, [{ destAddrTon: 1, destAddrNpi: 1, destinationAddr: '447', errorStatusCode: 0xb }])
})
