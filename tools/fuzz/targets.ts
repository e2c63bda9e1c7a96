import assert from 'node:assert/strict'
import {
  COMMANDS,
  decodePdu,
  describePdu,
  EncodeError,
  encodePdu,
  Framer,
  formatDescription,
  type Pdu,
  type PduInput,
  parseReceipt,
  parseReceiptDate,
  parseSmppTime,
  TLVS,
  textOf,
  userDataOf,
} from '@smpp-connect/smpp'

/** Something to throw octets at. */
export type FuzzTarget = {
  readonly name: string
  readonly seeds: readonly Uint8Array[]
  /** Throws when the octets break a rule. */
  readonly check: (octets: Uint8Array) => void
  /** What came of the inputs so far, which shows that they reach what they are meant to reach. */
  readonly summary: () => string
}

const text = (value: string) => Uint8Array.from(Buffer.from(value, 'latin1'))
const RECEIPT =
  'id:0123456789 sub:001 dlvrd:001 submit date:2511231000 done date:2511231001 stat:DELIVRD err:000 text:Hi'

/** One sound PDU for each command, and some with much in them. */
function pduSeeds(): Uint8Array[] {
  const tlvs: Record<string, unknown> = {}
  for (const tlv of TLVS) {
    const value =
      tlv.type === 'integer' ? 1 : tlv.type === 'c_octet_string' ? 'a'.repeat(16) : new Uint8Array(tlv.minOctets)
    tlvs[tlv.key] = tlv.repeatable ? [value, value] : value
  }
  const minimal = COMMANDS.map((command) => {
    const required: Record<string, unknown> = {}
    for (const field of command.fields) {
      if ('counts' in field) continue
      if (field.type === 'c_octet_string') required[field.key] = 'abc'
      if (field.type === 'integer') required[field.key] = field.min
      if (field.type === 'dest_address_list') required[field.key] = [{ destFlag: 2, dlName: 'all' }]
    }
    const must = command.mandatoryTlvs.length > 0 ? { tlvs } : {}
    return encodePdu({ command: command.name, sequenceNumber: 1, ...required, ...must } as unknown as PduInput)
  })
  const address = { destFlag: 1, destAddrTon: 1, destAddrNpi: 1, destinationAddr: '447700900123' } as const
  const full: PduInput[] = [
    {
      command: 'submit_sm',
      destinationAddr: '447700900123',
      esmClass: 0x40,
      shortMessage: text('\x05\x00\x03\x07\x02\x01Hello'),
      tlvs,
    },
    { command: 'deliver_sm', destinationAddr: '80800', esmClass: 4, shortMessage: text(RECEIPT) },
    { command: 'deliver_sm', destinationAddr: '80800', dataCoding: 8, shortMessage: text('\0H\0i\xd8\x3d\xde\0') },
    {
      command: 'data_sm',
      destinationAddr: '80800',
      esmClass: 4,
      tlvs: { messagePayload: text(RECEIPT), messageState: 2 },
    },
    {
      command: 'submit_multi',
      destAddress: [address, address, { destFlag: 2, dlName: 'x' }],
      shortMessage: text('Hi'),
    },
    { command: 'submit_multi_resp', messageId: 'a', unsuccessSme: [{ ...address, errorStatusCode: 11 }] },
    { command: 'query_last_msgs_resp', messageIds: ['a', 'b'] },
  ]
  return [...minimal, ...full.map((pdu) => encodePdu(pdu, { sequenceNumber: 2 }))].map((octets) =>
    Uint8Array.from(octets),
  )
}

function decodeTarget(): FuzzTarget {
  const counts = { read: 0, unparsed: 0, unknown: 0, broken: 0, refused: 0 }
  return {
    name: 'decode',
    seeds: pduSeeds(),
    check: (octets) => {
      const { frames, error } = new Framer().push(octets)
      if (error !== undefined) counts.broken++
      for (const frame of frames) checkFrame(frame, counts)
    },
    summary: () =>
      Object.entries(counts)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
  }
}

function checkFrame(frame: Uint8Array, counts: Record<'read' | 'unparsed' | 'unknown' | 'refused', number>): void {
  const outcome = decodePdu(frame)
  if (outcome.kind === 'unparsed') {
    counts.unparsed++
    const { error, header } = outcome
    assert.ok(error.offset >= 16 && error.offset <= frame.length, 'an error lies within the PDU')
    assert.ok(error.status !== 0 && header.commandLength === frame.length)
    return
  }
  counts[outcome.pdu.command === 'unknown' ? 'unknown' : 'read']++
  checkRewriting(outcome.pdu, counts)
  if (outcome.pdu.command === 'deliver_sm' || outcome.pdu.command === 'data_sm') {
    assert.ok(textOf(outcome.pdu).isWellFormed())
    parseReceipt(outcome.pdu, { trustText: true })
    userDataOf(outcome.pdu)
  }
}

/** What was read is written again, where its limits allow, and read as the same. */
function checkRewriting(pdu: Pdu, counts: { refused: number }): void {
  let octets: Uint8Array
  try {
    octets = encodePdu(pdu)
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error
    counts.refused++
    return
  }
  const again = decodePdu(octets)
  assert.equal(again.kind, 'pdu')
  // An error response may be written without the body it came with.
  if (pdu.commandStatus === 0 && again.kind === 'pdu') assert.deepEqual(again.pdu, pdu)
}

function describeTarget(): FuzzTarget {
  let described = 0
  return {
    name: 'describe',
    seeds: pduSeeds(),
    check: (octets) => {
      if (octets.length < 16) return
      const description = describePdu(octets)
      const end = description.parts.reduce((at, part) => {
        assert.equal(part.offset, at, 'every octet is described once')
        return at + part.octets.length
      }, 0)
      assert.equal(end, octets.length)
      assert.doesNotMatch(formatDescription(description), /[\x00-\x09\x0b-\x1f\x7f-\x9f]/)
      described++
    },
    summary: () => `described ${described}`,
  }
}

function receiptTarget(): FuzzTarget {
  const counts = { withId: 0, without: 0, personal: 0 }
  return {
    name: 'receipt',
    seeds: [
      text(RECEIPT),
      text('362d9701 2'),
      text('00,2511231000,2511231001,,447,10110,ref'),
      text('id:1 err: 21b text: stat:DELIVRD'),
    ],
    check: (octets) => {
      const shortMessage = octets
      for (const esmClass of [0x04, 0x44]) {
        const receipt = parseReceipt({ esmClass, dataCoding: octets[0] ?? 0, shortMessage })
        assert.ok(receipt !== undefined, 'a marked receipt is one')
        counts[receipt.id === undefined ? 'without' : 'withId']++
        assert.ok(Number.isSafeInteger(parseReceiptDate(receipt.doneDate) ?? 0))
      }
      assert.equal(parseReceipt({ esmClass: 0, dataCoding: 0, shortMessage }), undefined, "a person's text is none")
      counts.personal++
      parseSmppTime(String.fromCharCode(...octets.subarray(0, 16)))
    },
    summary: () =>
      Object.entries(counts)
        .map(([name, count]) => `${name} ${count}`)
        .join(', '),
  }
}

/** All targets. */
export const TARGETS: readonly FuzzTarget[] = [decodeTarget(), describeTarget(), receiptTarget()]
