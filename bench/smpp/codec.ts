// Encodes and decodes a 207-octet submit_sm with three TLVs, ours and npm `smpp` beside one another in the same run.
// Usage: node bench/smpp/codec.ts [rounds]. Prints the median of the rounds and the spread; one core is used.
import { decodePdu, Encoder, Framer, type Pdu } from '@smpp-connect/smpp'
import smpp from 'smpp'
import { SAMPLE_COUNT, samplePdu } from './sample-pdu.ts'

const rounds = Math.max(5, Number(process.argv[2] ?? 7))
const inputs = Array.from({ length: SAMPLE_COUNT }, (_, index) => samplePdu(index))
const encoder = new Encoder()
const frames = inputs.map((input) => {
  encoder.append(input)
  return encoder.take()
})
if (frames[0]!.length !== 207) throw new Error(`the sample has ${frames[0]!.length} octets, not 207`)

/** What was read ends up here, so that no reading can be left out as useless. */
let sink = 0

type SubmitSm = Extract<Pdu, { command: 'submit_sm' }>

function decoded(frame: Uint8Array): SubmitSm {
  const outcome = decodePdu(frame)
  if (outcome.kind !== 'pdu' || outcome.pdu.command !== 'submit_sm') throw new Error('not read')
  return outcome.pdu
}

function readEverything(pdu: SubmitSm): void {
  sink += pdu.commandStatus + pdu.sequenceNumber + pdu.serviceType.length
  sink += pdu.sourceAddrTon + pdu.sourceAddrNpi + pdu.sourceAddr.charCodeAt(5)
  sink += pdu.destAddrTon + pdu.destAddrNpi + pdu.destinationAddr.charCodeAt(6)
  sink += pdu.esmClass + pdu.protocolId + pdu.priorityFlag + pdu.scheduleDeliveryTime.length + pdu.validityPeriod.length
  sink += pdu.registeredDelivery + pdu.replaceIfPresentFlag + pdu.dataCoding + pdu.smDefaultMsgId
  sink += pdu.shortMessage[7]! + pdu.shortMessage.length
  sink += pdu.tlvs.userMessageReference! + pdu.tlvs.sarMsgRefNum! + pdu.tlvs.sarTotalSegments!
}

function readWhatAGatewayReads(pdu: SubmitSm): void {
  sink += pdu.sequenceNumber + pdu.sourceAddr.charCodeAt(5) + pdu.destinationAddr.charCodeAt(6)
  sink += pdu.esmClass + pdu.dataCoding + pdu.registeredDelivery + pdu.shortMessage.length
}

/** The frames as a socket would bring them: 64 KiB at a time, PDUs cut where the chunks end. */
const stream = Buffer.concat(frames)
const chunks = Array.from({ length: Math.ceil(stream.length / 65_536) }, (_, index) =>
  Uint8Array.from(stream.subarray(index * 65_536, (index + 1) * 65_536)),
)
const framer = new Framer()

const peerPdus = inputs.map(
  (input) =>
    new smpp.PDU('submit_sm', {
      sequence_number: input.sequenceNumber,
      source_addr_ton: 1,
      source_addr_npi: 1,
      source_addr: input.sourceAddr,
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      destination_addr: input.destinationAddr,
      registered_delivery: 1,
      short_message: Buffer.from(input.shortMessage!),
      user_message_reference: input.tlvs!.userMessageReference,
      sar_msg_ref_num: input.tlvs!.sarMsgRefNum,
      sar_total_segments: 3,
    }),
)
const peerFrames = frames.map((frame) => Buffer.from(frame))

function peerReads(frame: Buffer): void {
  const pdu = new smpp.PDU(frame)
  sink += pdu.sequence_number + pdu.source_addr.length + pdu.destination_addr.length + pdu.short_message.message.length
  sink += pdu.user_message_reference + pdu.sar_msg_ref_num + pdu.sar_total_segments
}

const cases: readonly (readonly [name: string, batches: number, run: () => void])[] = [
  [
    'ours: encode',
    300,
    () => {
      // Fifty to a write, as many as a busy session gathers.
      for (let index = 0; index < SAMPLE_COUNT; index++) {
        encoder.append(inputs[index]!)
        if (index % 50 === 49) sink += encoder.take().length
      }
    },
  ],
  [
    'ours: decode, every field read',
    300,
    () => {
      for (const frame of frames) readEverything(decoded(frame))
    },
  ],
  [
    'ours: decode, what a gateway reads',
    300,
    () => {
      for (const frame of frames) readWhatAGatewayReads(decoded(frame))
    },
  ],
  [
    'ours: cut a stream, and decode',
    300,
    () => {
      for (const chunk of chunks) {
        const { frames: cut } = framer.push(chunk)
        for (const frame of cut) readWhatAGatewayReads(decoded(frame))
      }
    },
  ],
  [
    'npm smpp: encode',
    10,
    () => {
      for (const pdu of peerPdus) sink += pdu.toBuffer().length
    },
  ],
  [
    'npm smpp: decode',
    10,
    () => {
      for (const frame of peerFrames) peerReads(frame)
    },
  ],
]

type Round = { readonly perSecond: number; readonly perCpuSecond: number }

function round(batches: number, run: () => void): Round {
  const cpuBefore = process.cpuUsage()
  const before = process.hrtime.bigint()
  for (let batch = 0; batch < batches; batch++) run()
  const seconds = Number(process.hrtime.bigint() - before) / 1e9
  const { user, system } = process.cpuUsage(cpuBefore)
  const pdus = batches * SAMPLE_COUNT
  return { perSecond: pdus / seconds, perCpuSecond: pdus / ((user + system) / 1e6) }
}

const results = new Map<string, Round[]>(cases.map(([name]) => [name, []]))
for (const [, batches, run] of cases) round(Math.ceil(batches / 3), run)
// Round by round through all cases, so that a busy machine is busy for all of them.
for (let turn = 0; turn < rounds; turn++) {
  for (const [name, batches, run] of cases) results.get(name)!.push(round(batches, run))
}
const count = (value: number) => Math.round(value).toLocaleString('en').padStart(10)
const sorted = (values: readonly number[]) => [...values].sort((one, other) => one - other)
const median = (values: readonly number[]) => sorted(values)[Math.floor(values.length / 2)]!
console.log(`node ${process.version}, ${process.platform} ${process.arch}, ${rounds} rounds, 207 octets, 3 TLVs`)
console.log(
  `${''.padEnd(36)} ${'median/s'.padStart(10)} ${'lowest'.padStart(10)} ${'highest'.padStart(10)}   per CPU s`,
)
for (const [name, all] of results) {
  const rates = sorted(all.map(({ perSecond }) => perSecond))
  const columns = [median(rates), rates[0]!, rates.at(-1)!, median(all.map(({ perCpuSecond }) => perCpuSecond))]
  console.log(`${name.padEnd(36)} ${columns.map(count).join(' ')}`)
}
if (sink === 0) throw new Error('nothing was read')
