// QUIRKS 38 to 44: TLVs of vendors, in the wrong PDUs, and with odd contents.
import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { encodePdu, parseReceipt, textOf } from '../../src/index.ts'
import { ID, latin1, messageHead, messageText, readPdu, textHex, tlv, wirePdu } from './wire.ts'

const RECEIPT = 'id:42 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000'

/** A deliver_sm of a receipt without a text, but with TLVs. */
function receiptWith(tlvs: string) {
  return readPdu('deliver_sm', wirePdu(ID.deliverSm, `${messageHead('04')}00${tlvs}`))
}

describe('quirk 38: unknown TLVs of vendors are kept as they came', () => {
  const vendors = [
    { tag: 0x1403, value: `${textHex('(null)')}00` },
    { tag: 0x1454, value: textHex('26201') },
    { tag: 0x1418, value: '00c0ffee' },
    { tag: 0x1002, value: '' },
    { tag: 0x8081, value: textHex('491720000000') },
    { tag: 0x1403, value: '01' },
  ]
  const octets = vendors.map(({ tag, value }) => tlv(tag, value)).join('')
  const expected = vendors.map(({ tag, value }) => ({ tag, value: new Uint8Array(Buffer.from(value, 'hex')) }))

  it('in a deliver_sm, in their order, beside the known ones', () => {
    const pdu = readPdu('deliver_sm', wirePdu(ID.deliverSm, `${messageHead()}00${octets}${tlv(0x0204, '0102')}`))
    assert.equal(pdu.tlvs.userMessageReference, 0x0102)
    assert.deepEqual(
      pdu.tlvs.unknown?.map(({ tag, value }) => ({ tag, value: new Uint8Array(value) })),
      expected,
    )
  })

  it('in a submit_sm_resp, and they can be sent on', () => {
    const frame = wirePdu(ID.submitSmResp, `${textHex('id')}00${octets}`)
    const pdu = readPdu('submit_sm_resp', frame)
    assert.equal(pdu.tlvs.unknown?.length, 6)
    assert.deepEqual(Buffer.from(encodePdu(pdu)), Buffer.from(frame))
  })
})

test('quirk 39: known TLVs in PDUs that do not list them are read as what they are', () => {
  const tlvs = tlv(0x0426, '01') + tlv(0x000e, '04') + tlv(0x0017, '0000012c') + tlv(0x0427, '02')
  const expected = { moreMessagesToSend: 1, sourceNetworkType: 4, qosTimeToLive: 300, messageState: 2 }
  const body = `${messageHead()}00${tlvs}`
  assert.deepEqual(readPdu('deliver_sm', wirePdu(ID.deliverSm, body)).tlvs, expected)
  assert.deepEqual(readPdu('submit_sm', wirePdu(ID.submitSm, body)).tlvs, expected)
})

test('quirk 40: texts in TLVs end at the first NUL, if there is one', () => {
  for (const [hex, text] of [
    [textHex('a1b2'), 'a1b2'],
    [`${textHex('a1b2')}00`, 'a1b2'],
    [`${textHex('a1b2')}00 ff 17 00`, 'a1b2'],
    ['00', ''],
    ['', ''],
  ] as const) {
    const { tlvs } = receiptWith(tlv(0x001e, hex.replaceAll(' ', '')) + tlv(0x001d, hex.replaceAll(' ', '')))
    assert.deepEqual([tlvs.receiptedMessageId, tlvs.additionalStatusInfoText], [text, text])
  }
})

test('quirk 41: callback_num with any digit mode, and node ids of any length, are kept raw', () => {
  const { tlvs } = receiptWith(
    tlv(0x0381, '71 01 01 0a 0b'.replaceAll(' ', '')) + tlv(0x0381, '') + tlv(0x060f, textHex('123456789')),
  )
  assert.deepEqual(
    tlvs.callbackNum?.map((value) => Buffer.from(value).toString('hex')),
    ['7101010a0b', ''],
  )
  assert.equal(latin1(tlvs.sourceNodeId ?? new Uint8Array()), '123456789')
})

test('quirk 42: network_error_code as ASCII digits, and codes above 255', () => {
  const errorOf = (hex: string) => parseReceipt(receiptWith(tlv(0x001e, '3700') + tlv(0x0423, hex)))?.networkError
  assert.deepEqual(errorOf('030802'), { network: 3, code: 2050 })
  assert.deepEqual(errorOf('030008'), { network: 3, code: 8 })
  assert.deepEqual(errorOf(textHex('315')), { network: 3, code: 15 })
  assert.deepEqual(errorOf(textHex('30034')), { network: 3, code: 34 })
  assert.equal(errorOf('03'), undefined)
})

describe('quirk 43: message_payload carries short texts and receipts too: both places are read', () => {
  it('a text', () => {
    const pdu = readPdu('deliver_sm', wirePdu(ID.deliverSm, `${messageHead()}00${tlv(0x0424, textHex('short'))}`))
    assert.equal(textOf(pdu), 'short')
  })

  it('a receipt', () => {
    assert.equal(parseReceipt(receiptWith(tlv(0x0424, textHex(RECEIPT))))?.state, 'DELIVERED')
  })

  it('both at once: short_message is what people see', () => {
    const body = messageHead() + messageText('here') + tlv(0x0424, textHex('there'))
    assert.equal(textOf(readPdu('deliver_sm', wirePdu(ID.deliverSm, body))), 'here')
  })

  it('an empty one beside a full short_message', () => {
    const body = messageHead() + messageText('here') + tlv(0x0424, '')
    assert.equal(textOf(readPdu('deliver_sm', wirePdu(ID.deliverSm, body))), 'here')
  })
})

test('quirk 44: where the message_state TLV contradicts the text, the TLV wins', () => {
  const body = messageHead('04') + messageText(RECEIPT) + tlv(0x0427, '05') + tlv(0x001e, `${textHex('43')}00`)
  const receipt = parseReceipt(readPdu('deliver_sm', wirePdu(ID.deliverSm, body)))
  assert.deepEqual(
    [receipt?.state, receipt?.stat, receipt?.id, receipt?.source],
    ['UNDELIVERABLE', 'DELIVRD', '43', 'tlv'],
  )
})
