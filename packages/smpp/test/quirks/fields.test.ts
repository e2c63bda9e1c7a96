// QUIRKS 27 to 37: what stands in mandatory fields.
import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import {
  decodePdu,
  decodeText,
  messageTypeOf,
  parseReceipt,
  parseSmppTime,
  planText,
  Status,
  splitUserData,
  textOf,
  userDataOf,
} from '../../src/index.ts'
import { ClientWorld } from '../client/client-world.ts'
import { ServerWorld } from './server-world.ts'
import { ID, latin1, messageHead, messageText, octetsOf, readPdu, textHex, tlv, wirePdu } from './wire.ts'

const RECEIPT = 'id:42 sub:001 dlvrd:001 submit date:2601011200 done date:2601011201 stat:DELIVRD err:000 text:x'

/** What a client answers to these octets, and to a sound deliver_sm behind them. */
async function deliveredTo(frame: Uint8Array): Promise<readonly (readonly [number, number])[]> {
  const world = await ClientWorld.bound({ onRequest: () => 0 })
  const sound = wirePdu(ID.deliverSm, messageHead() + messageText('sound'), 0, 99)
  world.smsc.connections[0]?.sendOctets(Uint8Array.from([...frame, ...sound]))
  await world.smsc.waitFor('deliver_sm_resp', 2)
  const answers = world.smsc.all('deliver_sm_resp')
  await world.client.close()
  return answers.map(({ sequenceNumber, commandStatus }) => [sequenceNumber, commandStatus] as const)
}

describe('quirk 27: short_message with a trailing NUL that sm_length counts, or does not count', () => {
  it('counted: it is part of the octets, and a receipt is read without it', () => {
    const body = messageHead('04') + messageText(`${RECEIPT}\0`)
    const pdu = readPdu('deliver_sm', wirePdu(ID.deliverSm, body))
    assert.equal(pdu.shortMessage.length, RECEIPT.length + 1)
    assert.equal(parseReceipt(pdu)?.text, 'x')
    const short = readPdu('deliver_sm', wirePdu(ID.deliverSm, messageHead('04') + messageText('id:7 stat:EXPIRED\0')))
    assert.deepEqual([parseReceipt(short)?.id, parseReceipt(short)?.state], ['7', 'EXPIRED'])
  })

  it('not counted: the octet left over means nothing, with and without a text', () => {
    for (const text of ['two words', '']) {
      const pdu = readPdu('deliver_sm', wirePdu(ID.deliverSm, `${messageHead() + messageText(text)}00`))
      assert.deepEqual([latin1(pdu.shortMessage), pdu.tlvs], [text, {}])
    }
  })

  it('not counted, and TLVs behind it: refused for that PDU', async () => {
    const body = `${messageHead() + messageText('hi')}00${tlv(0x0204, '0001')}`
    assert.deepEqual(await deliveredTo(wirePdu(ID.deliverSm, body)), [
      [7, Status.ESME_RINVTLVSTREAM],
      [99, 0],
    ])
  })
})

test('quirk 28: sm_length larger than the data present is an error of that PDU only', async () => {
  assert.deepEqual(await deliveredTo(wirePdu(ID.deliverSm, `${messageHead()}a0${textHex('not that long')}`)), [
    [7, Status.ESME_RINVMSGLEN],
    [99, 0],
  ])
})

describe('quirk 29: service_type, addresses and passwords that are too long are taken, and never sent', () => {
  it('a service_type of 11 characters and addresses of 25', () => {
    const address = `0101${textHex('1'.repeat(25))}00`
    const body = `${textHex('serviceType')}00 ${address} ${address} 000000000000000000 ${messageText('hi')}`
    const pdu = readPdu('submit_sm', wirePdu(ID.submitSm, body))
    assert.deepEqual(
      [pdu.serviceType, pdu.sourceAddr.length, pdu.destinationAddr.length, latin1(pdu.shortMessage)],
      ['serviceType', 25, 25, 'hi'],
    )
  })

  it('a server gets a password of 40 characters as it is', async () => {
    const passwords: string[] = []
    const world = await ServerWorld.start({
      onBind: ({ password }) => {
        passwords.push(password)
        return true
      },
    })
    const peer = await world.connect()
    const fields = `${textHex('me')}00 ${textHex('p'.repeat(40))}00 00 34 00 00 00`
    peer.sendOctets(wirePdu(ID.bindTransceiver, fields))
    assert.equal((await peer.waitFor('bind_transceiver_resp')).commandStatus, 0)
    assert.deepEqual(passwords, ['p'.repeat(40)])
    await world.close()
  })

  it('a client with a password of more than 8 characters is not let out, and told the option', async () => {
    const world = await ClientWorld.start({ password: 'nine-char' })
    world.client.start()
    await world.clock.settle()
    assert.equal(world.client.state.kind, 'waiting')
    assert.match(world.client.state.reason, /password is 9 characters; allowed: .* 64 with the option longPassword$/)
    assert.equal(world.smsc.all('bind_transceiver').length, 0)
    await world.client.close()
  })

  it('longPassword lets it bind with up to 64, for providers that hand them out, and nothing else be longer', async () => {
    const password = 'p'.repeat(64)
    const world = await ClientWorld.bound({ password, longPassword: true })
    assert.equal(world.smsc.all('bind_transceiver')[0]?.password, password)
    await world.client.close()
    for (const options of [{ password: 'p'.repeat(65) }, { password, systemId: 's'.repeat(16) }]) {
      const refused = await ClientWorld.start({ ...options, longPassword: true })
      refused.client.start()
      await refused.clock.settle()
      assert.equal(refused.client.state.kind, 'waiting')
      assert.equal(refused.smsc.all('bind_transceiver').length, 0)
      await refused.client.close()
    }
  })
})

describe('quirk 30: the last C-octet string without its NUL is an error of that PDU only', () => {
  it('in a request: answered, and the stream goes on', async () => {
    const world = await ServerWorld.start()
    const peer = await world.connect()
    const fields = `${textHex('me')}00 ${textHex('secret')}00 00 34 00 00`
    peer.sendOctets(wirePdu(ID.bindReceiver, fields + textHex('^44'), 0, 1))
    peer.sendOctets(wirePdu(ID.bindReceiver, `${fields + textHex('^44')}00`, 0, 2))
    const second = await peer.waitFor('bind_receiver_resp', 2)
    assert.deepEqual(
      peer.all('bind_receiver_resp').map(({ commandStatus }) => commandStatus),
      [Status.ESME_RINVCMDLEN, 0],
    )
    assert.equal(second.sequenceNumber, 2)
    await world.close()
  })

  it('the error says the field and the place', () => {
    const outcome = decodePdu(wirePdu(ID.querySmResp, textHex('4711')))
    assert.ok(outcome.kind === 'unparsed')
    const { problem, field, offset } = outcome.error
    assert.deepEqual([problem, field, offset], ['missing_nul', 'message_id', 16])
  })
})

test('quirk 31: type of number and numbering plan outside the tables, or rubbish, keep their number', () => {
  const addresses = `41 54 ${textHex('ELU')}00 ff 2a ${textHex('447')}00`
  const pdu = readPdu('deliver_sm', wirePdu(ID.deliverSm, `00 ${addresses} 000000000000000000 ${messageText('hi')}`))
  assert.deepEqual(
    [pdu.sourceAddrTon, pdu.sourceAddrNpi, pdu.sourceAddr, pdu.destAddrTon, pdu.destAddrNpi, pdu.destinationAddr],
    [0x41, 0x54, 'ELU', 0xff, 0x2a, '447'],
  )
})

describe('quirk 32: times where none belong, and times of 12 characters', () => {
  it('schedule_delivery_time and validity_period in a deliver_sm are read', () => {
    const addresses = `0101${textHex('447')}00 0300${textHex('60777')}00`
    const times = `${textHex('260102030405006+')}00 ${textHex('000001000000000R')}00`
    const body = `00 ${addresses} 00 00 00 ${times} 00 00 00 00 ${messageText('hi')}`
    const pdu = readPdu('deliver_sm', wirePdu(ID.deliverSm, body))
    assert.deepEqual([pdu.scheduleDeliveryTime, pdu.validityPeriod], ['260102030405006+', '000001000000000R'])
  })

  it('final_date of a query_sm_resp with 12 characters is read as UTC, and nonsense as invalid', () => {
    const body = (date: string) => `${textHex('4711')}00 ${textHex(date)}00 02 00`
    const pdu = readPdu('query_sm_resp', wirePdu(ID.querySmResp, body('260102030405')))
    assert.deepEqual(parseSmppTime(pdu.finalDate), { kind: 'absolute', utcMs: Date.UTC(2026, 0, 2, 3, 4, 5) })
    const odd = readPdu('query_sm_resp', wirePdu(ID.querySmResp, body('yesterday')))
    assert.deepEqual([odd.finalDate, parseSmppTime(odd.finalDate).kind], ['yesterday', 'invalid'])
  })
})

describe('quirk 33: esm_class in combinations, and receipts that do not say so', () => {
  const header = '05 00 03 2a 01 01'
  const withHeader = (esmClass: string) =>
    readPdu(
      'deliver_sm',
      wirePdu(ID.deliverSm, `${messageHead(esmClass)}${(RECEIPT.length + 6).toString(16)}${header}${textHex(RECEIPT)}`),
    )

  it('0x44, receipt with a user data header: both count', () => {
    const pdu = withHeader('44')
    assert.equal(messageTypeOf(pdu.esmClass), 'receipt')
    assert.deepEqual([parseReceipt(pdu)?.id, parseReceipt(pdu)?.state], ['42', 'DELIVERED'])
    assert.equal(userDataOf(pdu).concatenation?.reference, 0x2a)
  })

  it('0x48, delivery acknowledgement with a user data header: a receipt if it reads like one', () => {
    assert.equal(parseReceipt(withHeader('48'))?.id, '42')
    const person = readPdu('deliver_sm', wirePdu(ID.deliverSm, messageHead('48') + messageText('yes, got it')))
    assert.equal(parseReceipt(person), undefined)
  })

  it('0x00: a text from a person, unless the link is known to forget the bit', () => {
    const pdu = readPdu('deliver_sm', wirePdu(ID.deliverSm, messageHead('00') + messageText(RECEIPT)))
    assert.equal(parseReceipt(pdu), undefined)
    assert.equal(parseReceipt(pdu, { trustText: true })?.id, '42')
  })
})

test('quirk 34: UDHI without a valid header does not throw: all of it is text', () => {
  for (const hex of ['', '00', '05', '05 00 03 01', 'ff 00 00', `${textHex('Hello there')}`, '06 08 7f 00 01 02 01']) {
    const payload = octetsOf(hex)
    assert.deepEqual(splitUserData(payload, true), { body: payload })
    const pdu = { esmClass: 0x40, dataCoding: 3, shortMessage: payload }
    assert.equal(textOf(pdu), latin1(payload))
    assert.equal(userDataOf(pdu).concatenation, undefined)
  }
})

describe('quirk 35: data_coding 0 is what the link says: GSM, Latin-1, ASCII or UTF-8', () => {
  it('read', () => {
    const cases = [
      ['gsm7', '00 11 40', '@_¡'],
      ['latin1', '40 5f e9', '@_é'],
      ['ascii', '40 5f', '@_'],
      ['utf8', '40 c3a9', '@é'],
    ] as const
    for (const [alphabet, hex, text] of cases) {
      assert.equal(decodeText(octetsOf(hex), 0, { default: alphabet }), text, alphabet)
    }
  })

  it('written, with the data_coding the message centre wants', () => {
    const gsm = planText('a@b')
    assert.ok(gsm.kind === 'planned')
    assert.deepEqual([gsm.dataCoding, Buffer.from(gsm.parts[0]?.payload ?? []).toString('hex')], [0, '610062'])
    const latin = planText('a@b', { defaultAlphabet: 'latin1', defaultDataCoding: 0xf1 })
    assert.ok(latin.kind === 'planned')
    assert.deepEqual([latin.dataCoding, Buffer.from(latin.parts[0]?.payload ?? []).toString('hex')], [0xf1, '614062'])
  })
})

test('quirk 36: packed 7-bit user data is an option, both ways and behind a header', () => {
  const single = planText('hellohello', { septets: 'packed' })
  assert.ok(single.kind === 'planned')
  const [part] = single.parts
  assert.equal(Buffer.from(part?.payload ?? []).toString('hex'), 'e8329bfd4697d9ec37')
  assert.equal(decodeText(part?.payload ?? new Uint8Array(), 0, { septets: 'packed' }), 'hellohello')

  const long = planText('0123456789'.repeat(20), { septets: 'packed', reference: 9 })
  assert.ok(long.kind === 'planned')
  assert.deepEqual(
    long.parts.map(({ payload }) => decodeText(payload, 0, { septets: 'packed', udhi: true })),
    ['0123456789'.repeat(20).slice(0, 153), '0123456789'.repeat(20).slice(153)],
  )
})

describe('quirk 37: C-octet strings padded to a fixed width are an error, not somebody else’s fields', () => {
  it('a bind whose fields all have their full width, whatever its system_id', () => {
    const padded = (text: string, width: number) => textHex(text.padEnd(width, '\0'))
    for (let length = 1; length <= 15; length++) {
      const fields = `${padded('s'.repeat(length), 16)} ${padded('secret', 9)} ${padded('', 13)} 34 00 00 ${padded('', 41)}`
      assert.equal(decodePdu(wirePdu(ID.bindTransceiver, fields)).kind, 'unparsed', String(length))
    }
  })

  it('a deliver_sm with an address of 21 octets', async () => {
    const address = textHex('447700900123'.padEnd(21, '\0'))
    const body = `00 0101${address} 0300${address} 000000000000000000 ${messageText('hi')}`
    const [answer, next] = await deliveredTo(wirePdu(ID.deliverSm, body))
    assert.equal(answer?.[0], 7)
    assert.notEqual(answer?.[1], 0)
    assert.deepEqual(next, [99, 0])
  })
})
