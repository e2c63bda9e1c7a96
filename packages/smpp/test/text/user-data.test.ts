import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  alphabetOf,
  dataCodingInfo,
  dataCodingOf,
  decodeText,
  formatUserDataHeader,
  parseUserDataHeader,
  textOf,
  userDataOf,
} from '../../src/text/index.ts'

const octets = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

test('a header with an 8-bit reference', () => {
  assert.deepEqual(parseUserDataHeader(octets('050003ab020148')), {
    octets: 6,
    elements: [{ id: 0, data: octets('ab0201') }],
    concatenation: { reference: 0xab, total: 2, sequence: 1, width: 8 },
  })
})

test('a header of several elements, in any order, all of them kept', () => {
  const header = parseUserDataHeader(octets('1505040b84000024010370010208041234030225010141'))
  assert.deepEqual(header?.concatenation, { reference: 0x1234, total: 3, sequence: 2, width: 16 })
  assert.deepEqual([header?.singleShift, header?.lockingShift], [3, 1])
  assert.deepEqual(header?.ports, { destination: 2948, source: 0 })
  assert.deepEqual(
    header?.elements.map((element) => element.id),
    [5, 0x24, 0x70, 8, 0x25],
  )
  assert.equal(header?.octets, 22)
})

test('UDHI without a valid header: all of it is text, and nothing throws', () => {
  for (const hex of ['', '00', '05', '7465737432', '0500', '050003ab02', '03000501', '0200ff']) {
    assert.equal(parseUserDataHeader(octets(hex)), undefined, hex)
  }
  const pdu = { esmClass: 0x40, dataCoding: 0, shortMessage: octets('74657374323232') }
  assert.equal(textOf(pdu), 'test222')
  assert.deepEqual(userDataOf(pdu), { body: pdu.shortMessage })
})

test('a reference whose numbers contradict one another is no concatenation', () => {
  for (const hex of ['050003ab0000', '050003ab0203', '050003ab0200']) {
    assert.equal(parseUserDataHeader(octets(hex))?.concatenation, undefined)
  }
})

test('SAR TLVs count when all three are there and agree, and the header wins over them', () => {
  const shortMessage = octets('41')
  const tlvs = { sarMsgRefNum: 9, sarTotalSegments: 3, sarSegmentSeqnum: 2 }
  const pdu = { esmClass: 0, dataCoding: 0, shortMessage, tlvs }
  assert.deepEqual(userDataOf(pdu).concatenation, { reference: 9, total: 3, sequence: 2, width: 'sar' })
  assert.equal(userDataOf({ ...pdu, tlvs: { ...tlvs, sarSegmentSeqnum: 4 } }).concatenation, undefined)
  assert.equal(userDataOf({ ...pdu, tlvs: { sarMsgRefNum: 9, sarTotalSegments: 3 } }).concatenation, undefined)
  const both = { ...pdu, esmClass: 0x40, shortMessage: octets('050003ab020141') }
  assert.equal(userDataOf(both).concatenation?.width, 8)
})

test('the text is read from message_payload when short_message is empty or absent', () => {
  const tlvs = { messagePayload: octets('4869') }
  assert.equal(textOf({ esmClass: 0, dataCoding: 0, shortMessage: new Uint8Array(0), tlvs }), 'Hi')
  assert.equal(textOf({ esmClass: 0, dataCoding: 0, tlvs }), 'Hi')
})

test('any elements written are read back, and any octets are read without a throw', () => {
  const element = fc.record({ id: fc.integer({ min: 0x70, max: 0x7f }), data: fc.uint8Array({ maxLength: 20 }) })
  fc.assert(
    fc.property(fc.array(element, { minLength: 1, maxLength: 4 }), (elements) => {
      const read = parseUserDataHeader(formatUserDataHeader(elements))
      assert.deepEqual(
        read?.elements.map(({ id, data }) => [id, [...data]]),
        elements.map(({ id, data }) => [id, [...data]]),
      )
    }),
  )
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (any) => void parseUserDataHeader(any)))
})

test('a header too long for its length octet and the message is a mistake of the caller', () => {
  assert.throws(() => formatUserDataHeader([{ id: 1, data: new Uint8Array(138) }]), RangeError)
})

test('what data_codings mean', () => {
  const cases = [
    [0x00, { alphabet: 'gsm7', compressed: false, group: 'smpp' }],
    [0x03, { alphabet: 'latin1', compressed: false, group: 'smpp' }],
    [0x04, { alphabet: 'binary', compressed: false, group: 'smpp' }],
    [0x08, { alphabet: 'ucs2', compressed: false, group: 'smpp' }],
    [0x10, { alphabet: 'gsm7', messageClass: 0, compressed: false, group: 'gsm' }],
    [0x18, { alphabet: 'ucs2', messageClass: 0, compressed: false, group: 'gsm' }],
    [0x20, { alphabet: 'gsm7', compressed: true, group: 'gsm' }],
    [0x0b, { alphabet: 'gsm7', compressed: false, group: 'reserved' }],
    [0xf1, { alphabet: 'gsm7', messageClass: 1, compressed: false, group: 'smpp' }],
    [0xf5, { alphabet: 'binary', messageClass: 1, compressed: false, group: 'smpp' }],
  ] as const
  for (const [value, info] of cases) assert.deepEqual(dataCodingInfo(value), info, `0x${value.toString(16)}`)
  assert.deepEqual(dataCodingInfo(0xc8).waiting, { active: true, kind: 'voicemail', store: false })
  assert.deepEqual(dataCodingInfo(0xd1).waiting, { active: false, kind: 'fax', store: true })
  assert.deepEqual([dataCodingInfo(0xea).alphabet, dataCodingInfo(0xea).waiting?.kind], ['ucs2', 'email'])
})

test('every data_coding is read, and what is written is read as meant', () => {
  for (let value = 0; value < 256; value++) assert.equal(typeof dataCodingInfo(value).alphabet, 'string')
  for (const alphabet of ['gsm7', 'ascii', 'latin1', 'ucs2', 'binary', 'iso-8859-5', 'iso-8859-8'] as const) {
    assert.equal(alphabetOf(dataCodingOf(alphabet)), alphabet)
  }
})

test('texts in every alphabet', () => {
  const cases = [
    ['0040', 0, {}, '@¡'],
    ['0040', 0, { default: 'latin1' }, '\0@'],
    ['c3a9', 0, { default: 'utf8' }, 'é'],
    ['40e9', 3, {}, '@é'],
    ['80ff', 1, {}, '\x80ÿ'],
    ['bfe0d8d2d5e2', 6, {}, 'Привет'],
    ['f9ece5ed', 7, {}, 'שלום'],
    ['00480069d83dde00', 8, {}, 'Hi😀'],
    ['0048d83d', 8, {}, 'H\ufffd'],
    ['004800', 8, {}, 'H'],
    ['8365835883670a', 5, {}, 'テスト\n'],
    ['c5d7bdbac6ae', 0x0e, {}, '테스트'],
    ['e8329bfd4697d9ec37', 0, { septets: 'packed' }, 'hellohello'],
    ['0568656c6c6f', 4, {}, '\u0005hello'],
  ] as const
  for (const [hex, dataCoding, options, text] of cases) assert.equal(decodeText(octets(hex), dataCoding, options), text)
})

test('no octets in any data_coding make reading throw', () => {
  const any = fc.tuple(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 0, max: 255 }), fc.boolean())
  fc.assert(
    fc.property(any, fc.constantFrom('packed', 'unpacked'), ([payload, dataCoding, udhi], septets) => {
      assert.ok(decodeText(payload, dataCoding, { udhi, septets }).isWellFormed())
    }),
    { numRuns: 1000 },
  )
})
