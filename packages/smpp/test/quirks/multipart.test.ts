// QUIRKS 57 to 60: long messages.
import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import {
  parseUserDataHeader,
  planText,
  type Reassembled,
  Reassembler,
  type ReassemblyOutcome,
  textOf,
  userDataOf,
} from '../../src/index.ts'
import { ID, messageHead, octetsOf, readPdu, textHex, tlv, wirePdu } from './wire.ts'

/** A deliver_sm with a user data header and a text. */
function part(header: string, text: string, tlvs = '') {
  const octets = octetsOf(header).length + text.length
  const body = `${messageHead('40')}${octets.toString(16).padStart(2, '0')}${header}${textHex(text)}${tlvs}`
  return readPdu('deliver_sm', wirePdu(ID.deliverSm, body))
}

type Part = ReturnType<typeof part>

/** Offers a part that came over a bind, as a user of the library does. */
function offer(reassembler: Reassembler<string>, pdu: Part, bind = 'a', nowMs = 0): ReassemblyOutcome<string> {
  const { concatenation, ...userData } = userDataOf(pdu)
  assert.ok(concatenation !== undefined)
  const { sourceAddr: source, destinationAddr: destination, dataCoding } = pdu
  return reassembler.offer({ source, destination, dataCoding, concatenation, tag: bind, ...userData }, nowMs)
}

function joined(outcome: ReassemblyOutcome<string>): Reassembled<string> {
  assert.ok(outcome.kind === 'joined', outcome.kind)
  return outcome.message
}

describe('quirk 57: references of 8 and 16 bits, references used again, parts out of order and twice', () => {
  it('out of order, twice, and over several binds', () => {
    const reassembler = new Reassembler<string>()
    assert.equal(offer(reassembler, part('050003070303', 'three'), 'b').kind, 'waiting')
    assert.equal(offer(reassembler, part('050003070301', 'one '), 'a').kind, 'waiting')
    assert.equal(offer(reassembler, part('050003070301', 'one '), 'b').kind, 'duplicate')
    const message = joined(offer(reassembler, part('050003070302', 'two '), 'b'))
    assert.deepEqual([message.text, message.tags], ['one two three', ['a', 'b', 'b']])
    assert.equal(offer(reassembler, part('050003070302', 'two '), 'a').kind, 'duplicate', 'also when all is joined')
  })

  it('the same number in 8 and in 16 bits is two messages', () => {
    const reassembler = new Reassembler<string>()
    offer(reassembler, part('050003070201', 'eight '))
    offer(reassembler, part('06080400070201', 'sixteen '))
    assert.equal(joined(offer(reassembler, part('06080400070202', 'bits'))).text, 'sixteen bits')
    assert.equal(joined(offer(reassembler, part('050003070202', 'bits'))).text, 'eight bits')
  })

  it('a reference that comes again with another text is another message, and what lacked a part is handed out', () => {
    const reassembler = new Reassembler<string>()
    offer(reassembler, part('050003070201', 'old '))
    offer(reassembler, part('050003070201', 'new '))
    const [given] = reassembler.expire(0)
    assert.deepEqual([given?.text, given?.missing], ['old ', [2]])
    assert.equal(joined(offer(reassembler, part('050003070202', 'text'))).text, 'new text')
  })

  it('a part that never comes: the time-out hands out what is there', () => {
    const reassembler = new Reassembler<string>({ timeoutMs: 60_000 })
    offer(reassembler, part('050003070302', 'middle'), 'a', 1_000)
    assert.equal(reassembler.nextExpiryMs, 61_000)
    assert.deepEqual(reassembler.expire(60_999), [])
    const [given] = reassembler.expire(61_000)
    assert.deepEqual([given?.text, given?.missing, given?.total], ['middle', [1, 3], 3])
  })
})

test('quirk 58: SAR TLVs beside a user data header: the header wins', () => {
  const sar = tlv(0x020c, '0063') + tlv(0x020e, '09') + tlv(0x020f, '08')
  assert.deepEqual(userDataOf(part('050003070201', 'hi', sar)).concatenation, {
    reference: 7,
    total: 2,
    sequence: 1,
    width: 8,
  })
  const alone = readPdu('deliver_sm', wirePdu(ID.deliverSm, `${messageHead()}02${textHex('hi')}${sar}`))
  assert.deepEqual(userDataOf(alone).concatenation, { reference: 0x63, total: 9, sequence: 8, width: 'sar' })
})

describe('quirk 59: a user data header with several elements, in any order (that parts keep their route is kept in packages/manager, which routes whole messages)', () => {
  const elements = {
    concatenation: '00 03 07 02 01',
    ports: '05 04 0b84 23f0',
    singleShift: '24 01 01',
    lockingShift: '25 01 01',
  }
  const orders = [
    ['concatenation', 'ports', 'singleShift', 'lockingShift'],
    ['lockingShift', 'singleShift', 'ports', 'concatenation'],
    ['ports', 'concatenation', 'lockingShift', 'singleShift'],
  ] as const
  for (const order of orders) {
    it(order.join(', '), () => {
      const header = parseUserDataHeader(octetsOf(`11 ${order.map((name) => elements[name]).join(' ')}`))
      assert.equal(header?.octets, 18)
      assert.deepEqual(header?.concatenation, { reference: 7, total: 2, sequence: 1, width: 8 })
      assert.deepEqual(header?.ports, { destination: 0x0b84, source: 0x23f0 })
      assert.deepEqual([header?.singleShift, header?.lockingShift], [1, 1])
    })
  }

  it('elements nobody knows are stepped over', () => {
    const pdu = part('09 70 02 ffff 00 03 07 02 01', 'text')
    assert.equal(userDataOf(pdu).concatenation?.sequence, 1)
    assert.equal(textOf(pdu), 'text')
  })
})

describe('quirk 60: user data header, SAR TLVs or message_payload: an option', () => {
  const text = 'A text of more than one hundred and sixty characters. '.repeat(4)
  const modes = [
    ['udh8', 2, 0x40, '050003'],
    ['udh16', 2, 0x40, '060804'],
    ['sar', 2, 0, undefined],
    ['payload', 1, 0, undefined],
  ] as const
  for (const [concatenation, count, esmClassBits, header] of modes) {
    it(concatenation, () => {
      const plan = planText(text, { concatenation, reference: 0x1234 })
      assert.ok(plan.kind === 'planned')
      assert.equal(plan.parts.length, count)
      assert.ok(plan.parts.every((each) => each.esmClassBits === esmClassBits))
      const [first] = plan.parts
      if (header !== undefined) assert.equal(Buffer.from(first?.payload ?? []).toString('hex', 0, 3), header)
      assert.equal(first?.tlvs.sarMsgRefNum, concatenation === 'sar' ? 0x1234 : undefined)
      assert.equal(first?.tlvs.messagePayload?.length, concatenation === 'payload' ? text.length : undefined)
      const pdus = plan.parts.map((each) => ({
        esmClass: each.esmClassBits,
        dataCoding: plan.dataCoding,
        shortMessage: each.payload,
        tlvs: each.tlvs,
      }))
      assert.equal(pdus.map((pdu) => textOf(pdu)).join(''), text)
    })
  }
})
