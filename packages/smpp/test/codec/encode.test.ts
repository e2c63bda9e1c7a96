import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  declareTlv,
  decodePdu,
  EncodeError,
  type EncodeOptions,
  Encoder,
  type EncodeViolation,
  encodePdu,
  Framer,
  type PduInput,
  TlvDictionary,
  tryEncodePdu,
} from '../../src/codec/index.ts'

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex')
const submit = (fields: Partial<PduInput<'submit_sm'>> = {}): PduInput<'submit_sm'> => ({
  command: 'submit_sm',
  sequenceNumber: 1,
  destinationAddr: '447',
  ...fields,
})

function violationOf(pdu: PduInput, options?: EncodeOptions): EncodeViolation {
  const outcome = tryEncodePdu(pdu, options)
  assert.equal(outcome.kind, 'refused')
  return (outcome as { violation: EncodeViolation }).violation
}

test('what is left out has the default of the specification', () => {
  const octets = encodePdu({ command: 'bind_receiver', sequenceNumber: 1, systemId: 'a' })
  assert.equal(hex(octets), '00000018000000010000000000000001' + '6100' + '00' + '00' + '34' + '00' + '00' + '00')
})

test('the header is written for every kind of PDU', () => {
  assert.equal(
    hex(encodePdu({ command: 'enquire_link', sequenceNumber: 0x7fffffff })),
    '0000001000000015000000007fffffff',
  )
  assert.equal(hex(encodePdu({ command: 'generic_nack', commandStatus: 3 })), '00000010800000000000000300000000')
  assert.equal(hex(encodePdu({ command: 'unbind_resp' }, { sequenceNumber: 9 })), '00000010800000060000000000000009')
  const body = Uint8Array.of(1, 2)
  const unknown = { command: 'unknown', commandId: 0x80010200, commandStatus: 0, sequenceNumber: 5, body } as const
  assert.equal(hex(encodePdu(unknown)), '000000128001020000000000000000050102')
})

test('a PDU without a sequence number is refused', () => {
  assert.deepEqual(violationOf({ command: 'unbind' }), {
    problem: 'missing',
    command: 'unbind',
    field: 'sequence_number',
    found: 'missing',
    allowed: '1 to 2147483647',
  })
})

test('encodePdu throws what tryEncodePdu returns', () => {
  const pdu = submit({ destinationAddr: '4'.repeat(21) })
  assert.throws(
    () => encodePdu(pdu),
    (error) => {
      assert.ok(error instanceof EncodeError)
      assert.deepEqual(error.violation, violationOf(pdu))
      assert.equal(error.message, 'submit_sm: destination_addr is 21 characters; allowed: 0 to 20 characters')
      return true
    },
  )
})

test('every limit of a field is held, and said', () => {
  const cases: readonly (readonly [Partial<PduInput<'submit_sm'>>, EncodeViolation['problem'], string, string])[] = [
    [{ serviceType: 'toolong' }, 'too_long', '7 characters', '0 to 5 characters'],
    [{ sourceAddrTon: 256 }, 'out_of_range', '256', '0 to 255'],
    [{ esmClass: -1 }, 'out_of_range', '-1', '0 to 255'],
    [{ esmClass: 1.5 }, 'out_of_range', '1.5', '0 to 255'],
    [{ replaceIfPresentFlag: 2 }, 'out_of_range', '2', '0 to 1'],
    [{ validityPeriod: '0000' }, 'too_long', '4 characters', '0 or 16 characters'],
    [{ shortMessage: new Uint8Array(256) }, 'too_long', '256', '0 to 255'],
    [{ sourceAddr: 'a\0b' }, 'invalid_character', 'U+0000 at 1', 'U+0001 to U+00ff'],
    [{ sourceAddr: '\u20ac' }, 'invalid_character', 'U+20ac at 0', 'U+0001 to U+00ff'],
  ]
  for (const [fields, problem, found, allowed] of cases) {
    const violation = violationOf(submit(fields))
    assert.deepEqual([violation.problem, violation.found, violation.allowed], [problem, found, allowed])
  }
})

test('a field without a default must be given', () => {
  const { problem, field } = violationOf({ command: 'submit_sm', sequenceNumber: 1 } as unknown as PduInput)
  assert.deepEqual([problem, field], ['missing', 'destination_addr'])
})

test('a version narrows the limits', () => {
  const priority = submit({ priorityFlag: 4 })
  assert.equal(violationOf(priority, { version: '3.4' }).allowed, '0 to 3')
  assert.equal(violationOf(priority, { version: '3.3' }).allowed, '0 to 1')
  assert.equal(tryEncodePdu(priority, { version: '5.0' }).kind, 'encoded')
  const long = submit({ shortMessage: new Uint8Array(255) })
  assert.equal(violationOf(long, { version: '3.4' }).allowed, '0 to 254')
  assert.equal(violationOf(long, { version: '3.3' }).allowed, '0 to 140')
  assert.equal(tryEncodePdu(long, { version: '5.0' }).kind, 'encoded')
})

test('a command is refused in a version that does not have it', () => {
  const violation = violationOf({ command: 'bind_transceiver', sequenceNumber: 1, systemId: 'a' }, { version: '3.3' })
  assert.deepEqual([violation.problem, violation.allowed], ['not_in_version', '3.4, 5.0'])
  assert.equal(
    violationOf({ command: 'broadcast_sm', sequenceNumber: 1 }, { version: '3.4' }).problem,
    'not_in_version',
  )
})

test('a response with an error needs none of the TLVs that belong to success', () => {
  const fields = { command: 'query_broadcast_sm_resp', sequenceNumber: 7 } as const
  assert.equal(violationOf(fields).problem, 'missing')
  assert.equal(
    hex(encodePdu({ ...fields, commandStatus: 3 })),
    '00000011' + '80000112' + '00000003' + '00000007' + '00',
  )
  assert.equal(
    hex(encodePdu({ ...fields, commandStatus: 3 }, { version: '5.0' })),
    '00000010' + '80000112' + '00000003' + '00000007',
  )
})

test('a password has at most 8 characters, or 64 where that was asked for', () => {
  const bind = (characters: number) => ({
    command: 'bind_transceiver' as const,
    sequenceNumber: 1,
    systemId: 'a',
    password: 'p'.repeat(characters),
  })
  assert.equal(tryEncodePdu(bind(8)).kind, 'encoded')
  assert.equal(violationOf(bind(9)).allowed, '0 to 8 characters; 64 with the option longPassword')
  assert.equal(encodePdu(bind(64), { longPassword: true }).length, 16 + 2 + 65 + 1 + 1 + 2 + 1)
  assert.equal(violationOf(bind(65), { longPassword: true }).allowed, '0 to 64 characters')
  assert.equal(violationOf(bind(9)).problem, 'too_long', 'one call does not change the next')
  const systemId = violationOf({ ...bind(8), systemId: 's'.repeat(16) }, { longPassword: true })
  assert.equal(systemId.allowed, '0 to 15 characters')
})

test('a TLV is refused in a version that does not have it, and all of them in 3.3', () => {
  const congested = {
    command: 'submit_sm_resp',
    sequenceNumber: 1,
    messageId: 'a',
    tlvs: { congestionState: 90 },
  } as const
  assert.equal(violationOf(congested, { version: '3.4' }).tlv, 'congestionState')
  assert.equal(tryEncodePdu(congested, { version: '5.0' }).kind, 'encoded')
  assert.equal(violationOf(submit({ tlvs: { userMessageReference: 1 } }), { version: '3.3' }).problem, 'not_in_version')
  const raw = submit({ tlvs: { unknown: [{ tag: 0x1400, value: new Uint8Array(1) }] } })
  assert.equal(violationOf(raw, { version: '3.3' }).problem, 'not_in_version')
})

test('every limit of a TLV is held, and said', () => {
  const cases = [
    [{ userMessageReference: 65536 }, 'out_of_range', '65536'],
    [{ sarTotalSegments: 1.5 }, 'out_of_range', '1.5'],
    [{ networkErrorCode: new Uint8Array(2) }, 'too_short', '2 octets'],
    [{ callbackNum: [new Uint8Array(20)] }, 'too_long', '20 octets'],
    [{ receiptedMessageId: 'a'.repeat(65) }, 'too_long', '66 octets'],
    [{ unknown: [{ tag: 65536, value: new Uint8Array(0) }] }, 'out_of_range', '65536'],
    [{ nobodyKnowsThis: 1 }, 'unknown_tlv', 'not declared'],
    [{ userMessageReference: 'a' }, 'out_of_range', 'a'],
    [{ messagePayload: 'a' }, 'wrong_type', 'string'],
    [{ callbackNum: new Uint8Array(4) }, 'wrong_type', 'object'],
  ] as const
  for (const [tlvs, problem, found] of cases) {
    const violation = violationOf(submit({ tlvs: tlvs as PduInput<'submit_sm'>['tlvs'] & object }))
    assert.deepEqual([violation.problem, violation.found], [problem, found])
  }
})

test('an integer TLV of more than one length takes the shortest', () => {
  const tail = (tlvs: object, version?: EncodeOptions['version']) =>
    hex(encodePdu(submit({ tlvs }), version && { version })).slice((16 + 20) * 2)
  assert.equal(tail({ msValidity: 3 }), '1204000103')
  assert.equal(tail({ msValidity: 0x04010010 }), '1204000404010010')
  assert.equal(tail({ alertOnMessageDelivery: 0 }), '130c0000')
  assert.equal(tail({ alertOnMessageDelivery: 2 }), '130c000102')
  assert.equal(
    violationOf(submit({ tlvs: { alertOnMessageDelivery: 2 } }), { version: '3.4' }).tlv,
    'alertOnMessageDelivery',
  )
})

test('an error response has no body in bind and submit_sm responses, and none at all in 5.0', () => {
  const refused = { sequenceNumber: 1, commandStatus: 0x58 } as const
  assert.equal(encodePdu({ command: 'submit_sm_resp', messageId: 'x', ...refused }).length, 16)
  assert.equal(encodePdu({ command: 'bind_transceiver_resp', systemId: 'x', ...refused }).length, 16)
  assert.equal(encodePdu({ command: 'deliver_sm_resp', ...refused }, { version: '3.4' }).length, 17)
  assert.equal(encodePdu({ command: 'deliver_sm_resp', ...refused }, { version: '5.0' }).length, 16)
})

test('an error response keeps its body for TLVs that explain the error', () => {
  const tlvs = { additionalStatusInfoText: 'no credit' }
  const octets = encodePdu({ command: 'submit_sm_resp', sequenceNumber: 1, commandStatus: 0x400, tlvs })
  assert.equal(octets.length, 16 + 1 + 4 + 10)
})

test('an encoder appends PDU after PDU and starts anew after take', () => {
  const encoder = new Encoder()
  assert.equal(encoder.append({ command: 'enquire_link', sequenceNumber: 1 }), 16)
  assert.equal(encoder.append({ command: 'unbind' }, 2), 16)
  assert.equal(encoder.pendingOctets, 32)
  assert.equal(hex(encoder.take()), '0000001000000015000000000000000100000010000000060000000000000002')
  assert.equal(encoder.pendingOctets, 0)
  encoder.append({ command: 'unbind' }, 3)
  assert.equal(hex(encoder.take()), '00000010000000060000000000000003')
})

test('what an encoder handed out does not change when it goes on', () => {
  const encoder = new Encoder()
  encoder.append({ command: 'enquire_link', sequenceNumber: 1 })
  const first = encoder.take()
  encoder.append({ command: 'unbind' }, 0x7fffffff)
  encoder.take()
  assert.equal(hex(first), '00000010000000150000000000000001')
})

test('an encoder grows to many times its first size', () => {
  const encoder = new Encoder()
  const payload = new Uint8Array(60_000).fill(7)
  for (let sequence = 1; sequence <= 20; sequence++)
    encoder.append(submit({ tlvs: { messagePayload: payload } }), sequence)
  const octets = encoder.take()
  assert.equal(octets.length, 20 * (16 + 20 + 4 + 60_000))
  const last = decodePdu(octets.subarray(19 * (octets.length / 20)))
  assert.ok(last.kind === 'pdu' && last.pdu.command === 'submit_sm')
  assert.deepEqual([last.pdu.sequenceNumber, last.pdu.tlvs.messagePayload?.every((octet) => octet === 7)], [20, true])
})

test('PDUs come out in order and whole over many buffers, however they are taken', () => {
  const encoder = new Encoder()
  const taken: Uint8Array[] = []
  for (let sequence = 1; sequence <= 3000; sequence++) {
    encoder.append(submit({ shortMessage: new Uint8Array(sequence % 250) }), sequence)
    if (sequence % 7 === 0 || sequence % 31 === 0) taken.push(encoder.take())
  }
  taken.push(encoder.take())
  const frames = new Framer().push(Buffer.concat(taken)).frames
  const sequences = frames.map((frame) => {
    const outcome = decodePdu(frame)
    return outcome.kind === 'pdu' ? outcome.pdu.sequenceNumber : 0
  })
  assert.deepEqual(
    sequences,
    Array.from({ length: 3000 }, (_, index) => index + 1),
  )
})

test('a PDU that is refused half-way leaves the ones before it whole', () => {
  const encoder = new Encoder()
  encoder.append({ command: 'enquire_link', sequenceNumber: 1 })
  assert.throws(() => encoder.append(submit({ tlvs: { networkErrorCode: new Uint8Array(2) } })), EncodeError)
  assert.equal(hex(encoder.take()), '00000010000000150000000000000001')
})

test('the broadcast commands must have their TLVs', () => {
  const broadcast = { command: 'broadcast_sm', sequenceNumber: 1 } as const
  const tlvs = {
    broadcastAreaIdentifier: [Uint8Array.of(0)],
    broadcastContentType: new Uint8Array(3),
    broadcastRepNum: 1,
    broadcastFrequencyInterval: new Uint8Array(3),
  }
  assert.equal(tryEncodePdu({ ...broadcast, tlvs }, { version: '5.0' }).kind, 'encoded')
  const { broadcastRepNum: _, ...others } = tlvs
  const violation = violationOf({ ...broadcast, tlvs: others })
  assert.deepEqual([violation.problem, violation.tlv], ['missing', 'broadcastRepNum'])
})

test('destinations that are neither address nor list, and too many of them, are refused', () => {
  const one = { destFlag: 1, destAddrTon: 0, destAddrNpi: 0, destinationAddr: '4' } as const
  const multi = (destAddress: PduInput<'submit_multi'>['destAddress']): PduInput => ({
    command: 'submit_multi',
    sequenceNumber: 1,
    destAddress,
  })
  assert.equal(violationOf(multi([])).allowed, '1 to 255')
  assert.equal(violationOf(multi(new Array(255).fill(one)), { version: '3.4' }).allowed, '1 to 254')
  assert.equal(
    violationOf(multi([one, { ...one, destinationAddr: '4'.repeat(21) }])).field,
    'dest_address[1].destination_addr',
  )
  const wrong = multi([one, { destFlag: 3 } as unknown as typeof one])
  assert.equal(violationOf(wrong).field, 'dest_address[1].dest_flag')
})

test("a provider's TLV is written and read by its name once it is declared", () => {
  const tlvs = new TlvDictionary([
    declareTlv({ name: 'billingCode', tag: 0x1401, type: 'c_octet_string', max: 20 }),
    declareTlv({ name: 'tariff', tag: 0x1403, type: 'integer', min: 2, max: 2 }),
    declareTlv({ name: 'route', tag: 0x1404, type: 'octet_string', repeatable: true }),
  ])
  const named = { billingCode: 'A1', tariff: 500, route: [Uint8Array.of(1), Uint8Array.of(2)] }
  const octets = encodePdu(submit({ tlvs: named as object }), { tlvs })
  assert.equal(hex(octets).slice((16 + 20) * 2), '1401000341310014030002' + '01f4' + '1404000101' + '1404000102')
  const outcome = decodePdu(octets, { tlvs })
  assert.ok(outcome.kind === 'pdu' && outcome.pdu.command === 'submit_sm')
  assert.deepEqual(outcome.pdu.tlvs, named)
})

test('a declaration that cannot be is refused', () => {
  const bad = [
    { name: 'Billing', tag: 1, type: 'integer' },
    { name: 'unknown', tag: 1, type: 'integer' },
    { name: 'billing', tag: 0x10000, type: 'integer' },
    { name: 'billing', tag: 0, type: 'integer' },
    { name: 'billing', tag: 1, type: 'integer', max: 7 },
    { name: 'billing', tag: 1, type: 'octet_string', min: 5, max: 4 },
  ] as const
  for (const declaration of bad) assert.throws(() => declareTlv(declaration), TypeError)
  const taken = declareTlv({ name: 'messagePayload', tag: 0x1400, type: 'integer' })
  assert.throws(() => new TlvDictionary([taken]), /two TLVs are called messagePayload/)
})
