import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { describePdu, encodePdu, formatDescription, meaningOf, parseHex, STATUSES } from '../../src/codec/index.ts'
import { anyPdu } from './arbitraries.ts'

const SUBMIT =
  '00000044000000040000000000000007000101343437373030393030313233000501416c706861000000000000010000000548656c6c6f' +
  '02040002123414010003616263'

test('a PDU field by field, with offsets, names, values and meaning', () => {
  assert.equal(
    formatDescription(describePdu(parseHex(SUBMIT)!)),
    [
      'submit_sm, 68 octets',
      '    0  00000044                  command_length              68',
      '    4  00000004                  command_id                  0x00000004  (submit_sm)',
      '    8  00000000                  command_status              ESME_ROK  (success)',
      '   12  00000007                  sequence_number             7',
      '   16  00                        service_type                ""',
      '   17  01                        source_addr_ton             1  (international)',
      '   18  01                        source_addr_npi             1  (ISDN (E.163/E.164))',
      '   19  343437373030393030313...  source_addr                 "447700900123"',
      '   32  05                        dest_addr_ton               5  (alphanumeric)',
      '   33  01                        dest_addr_npi               1  (ISDN (E.163/E.164))',
      '   34  416c70686100              destination_addr            "Alpha"',
      '   40  00                        esm_class                   0  (message)',
      '   41  00                        protocol_id                 0',
      '   42  00                        priority_flag               0  (normal (ANSI-136: bulk))',
      '   43  00                        schedule_delivery_time      ""',
      '   44  00                        validity_period             ""',
      '   45  01                        registered_delivery         1  (receipt on success or failure)',
      '   46  00                        replace_if_present_flag     0  (do not replace)',
      '   47  00                        data_coding                 0  (default alphabet of the message centre (usually GSM 7-bit))',
      '   48  00                        sm_default_msg_id           0',
      '   49  05                        sm_length                   5',
      '   50  48656c6c6f                short_message               5 octets 48656c6c6f',
      '   55  020400021234              TLV user_message_reference  4660',
      '   61  14010003616263            TLV 0x1401                  3 octets 616263',
      'text: "Hello"',
    ].join('\n'),
  )
})

test('a PDU that cannot be read is described as far as it goes, with the reason and the rest', () => {
  const text = formatDescription(describePdu(parseHex('0000001a 00000004 00000000 00000001 0001 0134 3437 0001 0134')!))
  assert.match(text, /\n {3}19 {2}34343700 +source_addr +"447"\n/)
  assert.match(text, /\n {3}25 {2}34 +not read +1 octets 34\n/)
  assert.match(
    text,
    /error: submit_sm: destination_addr at octet 25: 1 octets and no NUL; allowed: a NUL-terminated string$/,
  )
})

test('an unknown command shows its body', () => {
  const { command, parts } = describePdu(parseHex('00000012 00010200 00000000 00000001 cafe')!)
  assert.deepEqual([command, parts.at(-1)?.name, parts.at(-1)?.value], ['unknown', 'body', '2 octets cafe'])
})

test('a command_length that is not the length of the octets is said', () => {
  assert.equal(
    describePdu(parseHex('00000099 00000015 00000000 00000001')!).parts[0]?.meaning,
    'but 16 octets are here',
  )
})

test('values by their meaning', () => {
  assert.equal(meaningOf('esm_class', 0x44), 'delivery receipt, user data header')
  assert.equal(meaningOf('esm_class', 0x03), 'message, store and forward mode')
  assert.equal(meaningOf('registered_delivery', 0x11), 'receipt on success or failure, intermediate notification')
  assert.equal(meaningOf('data_coding', 8), 'UCS-2')
  assert.equal(meaningOf('data_coding', 0xf0), 'GSM 7-bit, class 0 (flash)')
  assert.equal(meaningOf('data_coding', 0xc8), 'GSM 7-bit, voicemail waiting on')
  assert.equal(meaningOf('message_state', 2), 'DELIVERED')
  assert.equal(meaningOf('ton', 99), 'reserved')
  for (const { code, name } of STATUSES) assert.ok(meaningOf('command_status', code)?.startsWith(name))
})

test('TLVs by their meaning', () => {
  const octets = encodePdu({
    command: 'deliver_sm',
    sequenceNumber: 1,
    destinationAddr: '1',
    tlvs: { messageState: 5, congestionState: 85, receiptedMessageId: 'ab' },
  })
  const described = describePdu(octets)
    .parts.slice(-3)
    .map(({ name, value, meaning }) => [name, value, meaning])
  assert.deepEqual(described, [
    ['TLV message_state', '5', 'UNDELIVERABLE'],
    ['TLV congestion_state', '85', 'optimum load (spec prints 80-90)'],
    ['TLV receipted_message_id', '"ab"', undefined],
  ])
})

test('a text cannot move the cursor of a terminal', () => {
  const shortMessage = Uint8Array.from(Buffer.from('a\u001b[2J\u202e"\\\n', 'utf16le').swap16())
  const octets = encodePdu({
    command: 'submit_sm',
    sequenceNumber: 1,
    destinationAddr: '1',
    dataCoding: 8,
    shortMessage,
  })
  assert.match(formatDescription(describePdu(octets)), /text: "a\\u\{1b\}\[2J\\u\{202e\}\\"\\\\\\n"$/)
})

test('hexadecimal in the ways people paste it', () => {
  const octets = Uint8Array.of(0, 0x1b, 0xff)
  for (const text of ['001bff', '00 1B FF', '00:1b:ff', '0x00, 0x1b, 0xff', ' 00\n1b-ff '])
    assert.deepEqual(parseHex(text), octets)
  for (const text of ['0', 'xyz', '00 1']) assert.equal(parseHex(text), undefined)
})

test('the octets of any PDU are described once each, in order', () => {
  fc.assert(
    fc.property(anyPdu, (pdu) => {
      const octets = encodePdu(pdu)
      let at = 0
      for (const part of describePdu(octets).parts) {
        assert.equal(part.offset, at)
        at += part.octets.length
      }
      assert.equal(at, octets.length)
    }),
    { numRuns: 200 },
  )
})

test('no octets whatever make describing throw', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 16, maxLength: 80 }),
      (octets) => void formatDescription(describePdu(octets)),
    ),
  )
  assert.throws(() => describePdu(new Uint8Array(15)), RangeError)
})
