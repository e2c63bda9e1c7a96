// Wireshark's dissector (tshark 4.0) reads captures of our traffic: field by field what our decoder read.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import {
  COMMANDS,
  type CommandName,
  type CommandSpec,
  commandId,
  decodePdu,
  decodeText,
  encodePdu,
  type KnownPdu,
  maySend,
  PcapStream,
  type PduInput,
  type PduOf,
  pcapFileHeader,
  planText,
  responseName,
  SmppClient,
  SmppServer,
  type TraceEvent,
  userDataOf,
} from '../../src/index.ts'
import { skipUnlessInstalled } from './debian-package.ts'
import { samplePdus } from './sample-pdus.ts'
import { dissect, type ShownPdu, TSHARK } from './tshark.ts'
import { byTag, comparable, expectedFields, expectedTlvs, STANDARD_TAGS, tagOf } from './wireshark-view.ts'

const LIMIT = { skip: skipUnlessInstalled('tshark', [TSHARK]), timeout: 30_000 }
const connection = { esme: { address: '127.0.0.1', port: 40_000 }, mc: { address: '127.0.0.1', port: 2775 } }
const startMs = Date.UTC(2026, 0, 2, 3, 4, 5)

/**
 * Where Wireshark 4.0 reads otherwise than the specification has it.
 *
 * - broadcast_rep_num (two octets, 5.0 section 4.8.4.13): it takes one octet of the two, and reads what follows one octet
 *   off. Here it stands last in its PDUs, and it alone is not compared.
 * - ms_validity (one to four octets, 5.0 section 4.8.4.41): it takes one octet whatever the length says. Compared in the
 *   form of one octet, which is all of it in 3.4.
 * - param_retrieve, query_last_msgs and query_msg_details, which only 3.3 has: it does not know them, and takes their
 *   packets for no SMPP. Not compared.
 * - congestion_state (5.0 section 4.8.4.18) in the responses that had no TLVs before 5.0: it does not look for any there.
 * - message_state: it has no name for 0 and 9. Numbers are compared here, not names.
 * - Texts in UCS-2: it reads surrogates one by one, so characters beyond the first plane become garbage; and in ISO-8859-5
 *   it drops the soft hyphen. The texts compared here have neither.
 */
const misread = { tag: 0x0604, key: 'broadcastRepNum', commands: ['3.3'] } as const

const commandsWithoutTlvs = new Set<string>([
  'generic_nack',
  'unbind_resp',
  'enquire_link_resp',
  'query_sm_resp',
  'cancel_sm_resp',
  'replace_sm_resp',
  'cancel_broadcast_sm_resp',
])

/** Puts what is misread behind everything else. */
function inReadableOrder(pdu: PduInput): PduInput {
  const { [misread.key]: last, ...others } = pdu.tlvs ?? {}
  return last === undefined ? pdu : { ...pdu, tlvs: { ...others, [misread.key]: last } }
}

function isKnownToWireshark({ versions }: CommandSpec): boolean {
  return versions.some((version) => version !== '3.3')
}

function decoded(octets: Uint8Array): KnownPdu {
  const outcome = decodePdu(octets)
  assert.ok(outcome.kind === 'pdu' && outcome.pdu.command !== 'unknown')
  return outcome.pdu
}

/** Holds what Wireshark shows against what we read in the same octets. */
function assertSame(shown: ShownPdu, octets: Uint8Array): void {
  const pdu = decoded(octets)
  const expectedHere = expectedFields(pdu, octets.length)
  assert.deepEqual(comparable(shown.fields, expectedHere), expectedHere, pdu.command)
  if (commandsWithoutTlvs.has(pdu.command)) return
  const expected = expectedTlvs(pdu).filter((tlv) => tagOf(tlv) !== misread.tag)
  // The last octet of a misread one is taken for the tag of another.
  const tlvs = byTag(shown.tlvs.filter((tlv) => tagOf(tlv) !== misread.tag).slice(0, expected.length))
  const alike = tlvs.map((tlv, at) => comparable(tlv, expected[at]!))
  assert.deepEqual(alike, expected, `TLVs of ${pdu.command}`)
}

test('every command with all its TLVs is dissected as we decode it', LIMIT, async (t) => {
  const samples = samplePdus().filter(({ spec }) => isKnownToWireshark(spec))
  const stream = new PcapStream(connection)
  const sent = samples.map(({ pdu, from }) => ({ octets: encodePdu(inReadableOrder(pdu)), from }))
  const records = sent.map(({ octets, from }, n) => stream.record(from, octets, startMs + n))
  const packets = await dissect(t, Buffer.concat([pcapFileHeader(), ...records]))
  assert.equal(packets.length, sent.length)
  for (const [at, { pdus }] of packets.entries()) {
    assert.equal(pdus.length, 1, `packet ${at}`)
    assertSame(pdus[0]!, sent[at]!.octets)
  }
  const tags = new Set(packets.flatMap(({ pdus }) => pdus.flatMap(({ tlvs }) => tlvs.map(tagOf))))
  assert.deepEqual(
    STANDARD_TAGS.filter((tag) => !tags.has(tag)),
    [],
  )
})

test(
  'a session of our client and our server, cut in the middle of PDUs, is dissected as we decode it',
  LIMIT,
  async (t) => {
    const events = await sessionTrace(t)
    const story = events.map(({ octets }) => decoded(octets).command)
    const stream = new PcapStream(connection)
    const records = segmentsOf(events).map(({ from, octets }, n) => stream.record(from, octets, startMs + n))
    const packets = await dissect(t, Buffer.concat([pcapFileHeader(), ...records]))
    const pdus = packets.flatMap((packet) => packet.pdus)
    assert.ok(packets.length > pdus.length && packets.some((packet) => packet.pdus.length > 1))
    assert.deepEqual(
      pdus.map(({ fields }) => Number(fields.command_id![0]!.text)),
      story.map(commandId),
    )
    for (const [at, pdu] of pdus.entries()) assertSame(pdu, events[at]!.octets)
  },
)

test('every character of every alphabet is read by Wireshark as by us', LIMIT, async (t) => {
  const span = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n)
  const escaped = [0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65].flatMap((octet) => [0x1b, octet])
  const payloads: readonly (readonly [dataCoding: number, octets: readonly number[], first: string])[] = [
    [0, span(0, 0x7f).filter((octet) => octet !== 0x1b), '@£$¥'],
    [0, escaped, '\f^{}'],
    [1, span(0x20, 0x7e), ' !"#'],
    [3, span(0xa1, 0xff), '¡¢£¤'],
    [6, span(0xa1, 0xff).filter((octet) => octet !== 0xad), 'ЁЂЃЄ'],
    [7, span(0xe0, 0xfa), 'אבגד'],
    [8, [0x04, 0x10, 0x30, 0x42, 0x20, 0xac, 0x4f, 0x60], 'Аあ€你'],
  ]
  const stream = new PcapStream(connection)
  const records = payloads.map(([dataCoding, octets], n) => {
    const shortMessage = Uint8Array.from(octets)
    const pdu = {
      command: 'deliver_sm',
      sequenceNumber: n + 1,
      destinationAddr: '2020',
      dataCoding,
      shortMessage,
    } as const
    return stream.record('mc', encodePdu(pdu), startMs)
  })
  const packets = await dissect(t, Buffer.concat([pcapFileHeader(), ...records]))
  const read = payloads.map(([dataCoding, octets]) => decodeText(Uint8Array.from(octets), dataCoding))
  assert.deepEqual(
    packets.map(({ pdus }) => pdus[0]!.text),
    read,
  )
  for (const [at, [, , first]] of payloads.entries()) assert.ok(read[at]!.startsWith(first))
})

test('our user data headers are read by Wireshark, which joins the parts as we do', LIMIT, async (t) => {
  const stream = new PcapStream(connection)
  const records: Uint8Array[] = []
  const expected: object[] = []
  for (const [concatenation, reference] of [
    ['udh8', 0x99],
    ['udh16', 0x1234],
  ] as const) {
    const plan = planText('No more than a rather long text. '.repeat(12), { concatenation, reference })
    assert.ok(plan.kind === 'planned')
    for (const [at, { payload: shortMessage, esmClassBits: esmClass }] of plan.parts.entries()) {
      const destinationAddr = '447700900123'
      const pdu = { command: 'submit_sm', sequenceNumber: at + 1, destinationAddr, esmClass, shortMessage } as const
      const octets = encodePdu(pdu)
      records.push(stream.record('esme', octets, startMs))
      const read = userDataOf(decoded(octets) as PduOf<'submit_sm'>).concatenation!
      assert.equal(read.reference, reference)
      expected.push({ msg_id: read.reference, msg_parts: read.total, msg_part: read.sequence })
    }
  }
  const packets = await dissect(t, Buffer.concat([pcapFileHeader(), ...records]))
  assert.deepEqual(
    packets.map((packet) => packet.concatenation),
    expected,
  )
  assert.deepEqual(
    packets.flatMap(({ protocols }) => protocols).filter((name) => name.startsWith('_ws')),
    [],
  )
})

/** Everything that passes while our client and our server do all that they can do with one another. */
async function sessionTrace(t: TestContext): Promise<TraceEvent[]> {
  const events: TraceEvent[] = []
  const samples = new Map(samplePdus().map(({ pdu }) => [pdu.command, pdu] as const))
  /** The fields of the sample of a command. */
  const sample = (command: CommandName): never => {
    const { sequenceNumber: _, ...fields } = inReadableOrder(samples.get(command)!)
    return fields as never
  }
  const server = await SmppServer.listen({
    port: 0,
    interfaceVersion: 0x50,
    onBind: () => ({ accept: true, systemId: 'ours' }),
    onRequest: (request) =>
      request.command === 'cancel_sm' ? 'ESME_RCANCELFAIL' : sample(responseName(request.command)),
  })
  t.after(() => server.close())
  const client = new SmppClient({
    host: '127.0.0.1',
    port: server.address.port,
    systemId: 'trace',
    password: 'secret',
    interfaceVersion: 0x50,
    traceSecrets: true,
    onTrace: ({ octets, ...event }) => events.push({ ...event, octets: octets.slice() }),
    onRequest: ({ command }) => (command === 'data_sm' ? sample('data_sm_resp') : undefined),
  })
  t.after(() => client.close())
  const session = await client.start().bound()
  const requests = COMMANDS.filter(
    ({ name, kind }) => kind === 'request' && maySend(name, 'esme', 'BOUND_TRX', '5.0').allowed,
  )
  for (const { name } of requests) {
    if (name === 'unbind') continue
    const outcome = await session.request(sample(name))
    assert.equal(outcome.kind, name === 'cancel_sm' ? 'refused' : 'answered', `${name}: ${JSON.stringify(outcome)}`)
  }
  await Promise.all(Array.from({ length: 5 }, () => session.request(sample('submit_sm'))))
  const [centre] = server.sessions
  for (const name of ['deliver_sm', 'data_sm', 'enquire_link'] as const) {
    assert.equal((await centre!.request(sample(name))).kind, 'answered')
  }
  assert.equal(centre!.notify(sample('alert_notification')), undefined)
  assert.equal((await centre!.request({ command: 'deliver_sm', destinationAddr: '' })).kind, 'answered')
  await client.close()
  return events
}

/**
 * What passed in segments that end in the middle of PDUs and hold the rest of one together with the beginning of the next,
 * where one side sent several. No header is cut: Wireshark knows no SMPP in a segment that begins with less than 16 octets.
 */
function segmentsOf(events: readonly TraceEvent[]): { readonly from: 'esme' | 'mc'; readonly octets: Uint8Array }[] {
  const segments: { from: 'esme' | 'mc'; octets: Uint8Array }[] = []
  let rest: Uint8Array = new Uint8Array(0)
  for (const [at, { direction, octets }] of events.entries()) {
    const from = direction === 'out' ? 'esme' : 'mc'
    const cut = 16 + ((at * 7) % (octets.length - 15))
    segments.push({ from, octets: Buffer.concat([rest, octets.subarray(0, cut)]) })
    rest = octets.subarray(cut)
    if (events[at + 1]?.direction === direction || rest.length === 0) continue
    segments.push({ from, octets: rest })
    rest = new Uint8Array(0)
  }
  return segments
}
