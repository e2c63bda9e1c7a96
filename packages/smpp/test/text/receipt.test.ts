import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  formatReceipt,
  messageTypeOf,
  parseReceipt,
  parseReceiptDate,
  type ReceiptPdu,
  readReceiptFields,
} from '../../src/text/index.ts'

const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'))
const receiptPdu = (text: string, more: Partial<ReceiptPdu> = {}): ReceiptPdu => ({
  esmClass: 0x04,
  dataCoding: 0,
  shortMessage: latin1(text),
  ...more,
})
const USUAL =
  'id:0123456789 sub:001 dlvrd:001 submit date:2511231000 done date:2511231001 stat:DELIVRD err:000 text:This is a text'

test('a receipt as the specification has it', () => {
  assert.deepEqual(parseReceipt(receiptPdu(USUAL)), {
    id: '0123456789',
    stat: 'DELIVRD',
    state: 'DELIVERED',
    final: true,
    err: '000',
    submitDate: '2511231000',
    doneDate: '2511231001',
    sub: 1,
    dlvrd: 1,
    text: 'This is a text',
    extra: {},
    source: 'text',
    raw: USUAL,
  })
})

test('a receipt shows what it has, in the same order whether that is all or not', () => {
  const keysOf = (text: string, more: Partial<ReceiptPdu> = {}) => Object.keys(parseReceipt(receiptPdu(text, more))!)
  const networkErrorCode = Uint8Array.of(3, 0, 5)
  const all = keysOf(USUAL, { tlvs: { networkErrorCode } })
  assert.deepEqual(all, [
    ...['final', 'extra', 'source', 'raw', 'id', 'stat', 'state', 'err', 'networkError'],
    ...['submitDate', 'doneDate', 'sub', 'dlvrd', 'text'],
  ])
  const without = (...left: readonly string[]) => all.filter((key) => key !== 'networkError' && !left.includes(key))
  assert.deepEqual(keysOf(USUAL), without())
  for (const [field, key] of [
    [' text:This is a text', 'text'],
    [' err:000', 'err'],
    [' sub:001', 'sub'],
    [' dlvrd:001', 'dlvrd'],
    [' submit date:2511231000', 'submitDate'],
    [' done date:2511231001', 'doneDate'],
  ] as const) {
    assert.deepEqual(keysOf(USUAL.replace(field, '')), without(key), key)
  }
  assert.deepEqual(keysOf(USUAL.replace('DELIVRD', 'NOBODYKNOWS')), without('state'))
  assert.deepEqual(keysOf(USUAL.replace(/id:\d+ /, '')), without('id'))
})

test('every field may be missing, the order is free, and so is the case', () => {
  for (const text of [
    'ID:77 STAT:delivrd',
    'stat:DELIVRD id:77',
    'err:000 Stat:Delivrd Text:x Id:77'.replace('Text:x ', ''),
    'sub:001 id:77 err:000 dlvrd:001 text: stat:DELIVRD',
    '419318028472222#id:77 sub:001 stat:DELIVRD',
    'id:77 stat:DELIVRD text:id:78 stat:UNDELIV',
    'id: 77 stat: DELIVRD err: 21b',
  ]) {
    const receipt = parseReceipt(receiptPdu(text))
    assert.deepEqual([receipt?.id, receipt?.state], ['77', 'DELIVERED'], text)
  }
})

test('dates with and without seconds and century, keys without their blank, zeros', () => {
  const cases = [
    ['submit date:2511231000', Date.UTC(2025, 10, 23, 10, 0)],
    ['submitdate:251123100005', Date.UTC(2025, 10, 23, 10, 0, 5)],
    ['Submit Date:202511231000', Date.UTC(2025, 10, 23, 10, 0)],
    ['submit date:20251123100005', Date.UTC(2025, 10, 23, 10, 0, 5)],
    ['submit date:251123100005004+', Date.UTC(2025, 10, 23, 9, 0, 5)],
    ['submit date:201506201641', Date.UTC(2015, 5, 20, 16, 41)],
    ['submit date:000000000000', undefined],
    ['submit date:150701adsfas1202', undefined],
    ['submit date:2513231000', undefined],
  ] as const
  for (const [text, utcMs] of cases) {
    assert.equal(parseReceiptDate(parseReceipt(receiptPdu(`id:1 ${text} stat:DELIVRD`))?.submitDate), utcMs, text)
  }
})

test('the time zone of the dates is the link’s', () => {
  assert.equal(parseReceiptDate(parseReceipt(receiptPdu(USUAL))?.submitDate, 330), Date.UTC(2025, 10, 23, 4, 30))
})

test('states by all their names; unknown ones keep theirs', () => {
  const cases = [
    ['DELIVRD', 'DELIVERED', true],
    ['DELIVERED', 'DELIVERED', true],
    ['UNDELIV', 'UNDELIVERABLE', true],
    ['FAILED', 'UNDELIVERABLE', true],
    ['REJECTD', 'REJECTED', true],
    ['DND_REJECTED', 'REJECTED', true],
    ['ACCEPTD', 'ACCEPTED', false],
    ['BUFFRED', 'ENROUTE', false],
    ['BUFFERD', 'ENROUTE', false],
    ['UNKNOWN', 'UNKNOWN', true],
    ['BADSTAT', undefined, false],
    ['constructor', undefined, false],
  ] as const
  for (const [stat, state, final] of cases) {
    const receipt = parseReceipt(receiptPdu(`id:1 stat:${stat}`))
    assert.deepEqual([receipt?.stat, receipt?.state, receipt?.final], [stat, state, final])
  }
})

test('TLVs win over the text, and are enough alone', () => {
  const tlvs = { receiptedMessageId: 'abc', messageState: 5, networkErrorCode: Uint8Array.of(3, 8, 2) }
  const both = parseReceipt(receiptPdu(USUAL, { tlvs }))
  assert.deepEqual([both?.id, both?.state, both?.stat, both?.source], ['abc', 'UNDELIVERABLE', 'DELIVRD', 'tlv'])
  assert.deepEqual(both?.networkError, { network: 3, code: 2050 })
  const alone = parseReceipt({ esmClass: 0x04, dataCoding: 0, shortMessage: new Uint8Array(0), tlvs })
  assert.deepEqual([alone?.id, alone?.state, alone?.final, alone?.source], ['abc', 'UNDELIVERABLE', true, 'tlv'])
  const unmarked = parseReceipt({ esmClass: 0, dataCoding: 0, tlvs })
  assert.equal(unmarked?.id, 'abc')
})

test('a network error in ASCII digits is read as such', () => {
  const networkErrorCode = latin1('3021')
  assert.deepEqual(parseReceipt(receiptPdu(USUAL, { tlvs: { networkErrorCode } }))?.networkError, {
    network: 3,
    code: 21,
  })
})

test('the text may stand in message_payload, in UCS-2, declared or not, and behind a header', () => {
  const utf16 = Uint8Array.from(Buffer.from(USUAL, 'utf16le').swap16())
  const cases: readonly ReceiptPdu[] = [
    { esmClass: 0x04, dataCoding: 0, tlvs: { messagePayload: latin1(USUAL) } },
    { esmClass: 0x04, dataCoding: 8, shortMessage: utf16 },
    { esmClass: 0x04, dataCoding: 0, shortMessage: utf16 },
    { esmClass: 0x04, dataCoding: 8, shortMessage: latin1(USUAL) },
    { esmClass: 0x44, dataCoding: 0, shortMessage: latin1(`\x05\x00\x03\x01\x01\x01${USUAL}`) },
    { esmClass: 0x44, dataCoding: 0, shortMessage: latin1(USUAL) },
    { esmClass: 0x04, dataCoding: 3, shortMessage: latin1(`${USUAL}\0`) },
  ]
  for (const pdu of cases) assert.equal(parseReceipt(pdu)?.id, '0123456789')
})

test("a person's text is never a receipt when the esm_class says that it is a message", () => {
  for (const esmClass of [0x00, 0x40, 0x01, 0x03, 0x10, 0x18]) {
    assert.equal(parseReceipt(receiptPdu(USUAL, { esmClass })), undefined, `esm_class 0x${esmClass.toString(16)}`)
  }
})

test('a link may be told to trust the text, and then asks for all of the form', () => {
  const options = { trustText: true }
  assert.equal(parseReceipt(receiptPdu(USUAL, { esmClass: 0 }), options)?.id, '0123456789')
  for (const text of [
    'id:5 is my id, stat: ok',
    'my id:1 stat:DELIVRD',
    'hello',
    'id:1 stat:FOO done date:2511231000',
  ]) {
    assert.equal(parseReceipt(receiptPdu(text, { esmClass: 0 }), options), undefined, text)
  }
})

test('a receipt marked as an acknowledgement is one if it reads like one', () => {
  assert.equal(parseReceipt(receiptPdu(USUAL, { esmClass: 0x48 }))?.id, '0123456789')
  assert.equal(parseReceipt(receiptPdu('got it, thanks', { esmClass: 0x08 })), undefined)
})

test('a marked receipt that says nothing is a receipt without an id', () => {
  for (const text of ['', 'done', '\0\0', 'id:', ':::']) {
    const receipt = parseReceipt(receiptPdu(text))
    assert.deepEqual([receipt?.id, receipt?.state, receipt?.final], [undefined, undefined, false], JSON.stringify(text))
  }
})

test('an intermediate notification is never final', () => {
  const receipt = parseReceipt(receiptPdu(USUAL, { esmClass: 0x20 }))
  assert.deepEqual([receipt?.state, receipt?.final], ['DELIVERED', false])
})

test('forms of single products', () => {
  const short = parseReceipt(receiptPdu('362d9701 2'))
  assert.deepEqual([short?.id, short?.state], ['362d9701', 'DELIVERED'])
  const comma = parseReceipt(receiptPdu('00,2511231000,2511231001,,447700900123,10110,ref'))
  assert.deepEqual([comma?.stat, comma?.state, comma?.extra.destination], ['00', undefined, '447700900123'])
})

test('keys nobody knows are kept, and no text makes the reader slow or big', () => {
  assert.deepEqual(readReceiptFields('id:1 stat:DELIVRD mccmnc:23410 text:x')?.extra, { mccmnc: '23410' })
  assert.deepEqual(readReceiptFields('id:1 __proto__:x constructor:y')?.extra, { constructor: 'y' })
  const many = Array.from(
    { length: 5000 },
    (_, index) => `k${'abcdefghij'.charAt(index % 10)}${'x'.repeat(index % 30)}:v`,
  )
  assert.ok(Object.keys(readReceiptFields(`id:1 ${many.join(' ')}`)?.extra ?? {}).length <= 32)
  readReceiptFields(`id:${'a'.repeat(65000)}`)
  readReceiptFields('text: '.repeat(10_000))
  readReceiptFields('a '.repeat(30_000))
})

test('message types of esm_class', () => {
  const types = [0x00, 0x04, 0x08, 0x10, 0x18, 0x20, 0x0c, 0xc4].map(messageTypeOf)
  assert.deepEqual(types, [
    'message',
    'receipt',
    'delivery_acknowledgement',
    'user_acknowledgement',
    'conversation_abort',
    'intermediate_notification',
    'reserved',
    'receipt',
  ])
})

test('a receipt is written in the form of the specification', () => {
  const text = formatReceipt({
    id: '0123456789',
    state: 'DELIVERED',
    submitUtcMs: Date.UTC(2025, 10, 23, 10, 0),
    doneUtcMs: Date.UTC(2025, 10, 23, 10, 1, 59),
    text: 'This is a text that is too long',
  })
  assert.equal(text, USUAL.replace('a text', 'a text that '))
})

test('any receipt written is read back', () => {
  const input = fc.record({
    id: fc.stringMatching(/^[0-9A-Za-z-]{1,40}$/),
    state: fc.constantFrom(
      'DELIVERED',
      'EXPIRED',
      'DELETED',
      'UNDELIVERABLE',
      'ACCEPTED',
      'UNKNOWN',
      'REJECTED',
      'ENROUTE',
    ),
    submitUtcMs: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2037, 11) }),
    doneUtcMs: fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2037, 11) }),
    err: fc.stringMatching(/^[0-9a-f]{1,4}$/),
    text: fc.string({ unit: 'grapheme-ascii', maxLength: 20 }),
  })
  fc.assert(
    fc.property(input, (written) => {
      const receipt = parseReceipt(receiptPdu(formatReceipt(written), { dataCoding: 3 }))
      assert.deepEqual([receipt?.id, receipt?.state, receipt?.err], [written.id, written.state, written.err])
      assert.equal(receipt?.text, written.text.trimEnd())
      assert.equal(parseReceiptDate(receipt?.doneDate), Math.floor(written.doneUtcMs / 60_000) * 60_000)
    }),
  )
})
