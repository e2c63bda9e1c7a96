import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { BodyReader } from '../../src/codec/body-reader.ts'
import { BodyWriter, type Values } from '../../src/codec/body-writer.ts'
import { decodeFrequent } from '../../src/codec/fast/decoders.generated.ts'
import { encodeFrequent } from '../../src/codec/fast/encoders.generated.ts'
import {
  COMMANDS,
  type CommandName,
  type CommandSpec,
  EncodeError,
  encodePdu,
  type KnownPdu,
  STANDARD_TLVS,
} from '../../src/codec/index.ts'
import { OctetSink } from '../../src/codec/octet-sink.ts'
import { anyPduOf } from './arbitraries.ts'

const HOT = [
  'submit_sm',
  'submit_sm_resp',
  'deliver_sm',
  'deliver_sm_resp',
  'data_sm',
  'data_sm_resp',
  'enquire_link',
] as const
const VERSIONS = [undefined, '3.3', '3.4', '5.0'] as const
const specs = HOT.map((name) => COMMANDS.find((command) => command.name === name)!)
type NamedSpec = CommandSpec & { readonly name: CommandName }

/** The body as the interpreter writes it, or the violation it found. */
function interpretedBody(pdu: KnownPdu, version: (typeof VERSIONS)[number]): Uint8Array | EncodeError {
  const sink = new OctetSink()
  const spec = COMMANDS.find((command) => command.name === pdu.command)!
  try {
    new BodyWriter(sink, version, STANDARD_TLVS).write(spec, pdu.commandStatus, pdu as unknown as Values)
  } catch (error) {
    if (error instanceof EncodeError) return error
    throw error
  }
  return sink.take()
}

/** Any PDU of a frequent command, now and then with a value that breaks a limit. */
const anyFrequent = fc
  .tuple(
    fc.constantFrom(...specs).chain((spec) => anyPduOf(spec)),
    fc.integer({ min: 0, max: 40 }),
    fc.constantFrom(-1, 256, 1.5),
  )
  .map(([pdu, pick, value]) => {
    const integers = Object.entries(pdu).flatMap(([key, each]) => (typeof each === 'number' ? [key] : []))
    const key = integers[pick]
    return key === undefined || key === 'sequenceNumber' ? pdu : ({ ...pdu, [key]: value } as KnownPdu)
  })

test('what the fast path writes is what the interpreter writes, in every version', () => {
  let fast = 0
  fc.assert(
    fc.property(anyFrequent, fc.constantFrom(0, 1, 2, 3), (pdu, version) => {
      const octets = new Uint8Array(4096)
      const end = encodeFrequent(pdu, octets, 0, 7, version, STANDARD_TLVS)
      if (end < 0) return
      fast++
      const body = interpretedBody(pdu, VERSIONS[version])
      assert.ok(body instanceof Uint8Array, `only the fast path wrote it: ${String(body)}`)
      assert.deepEqual(octets.subarray(16, end), body)
    }),
    { numRuns: 1500 },
  )
  assert.ok(fast > 300, `the fast path wrote only ${fast} of 1500`)
})

test('what the fast path reads is what the interpreter reads, of sound and of spoilt octets', () => {
  let fast = 0
  const spoil = fc.array(fc.tuple(fc.nat(400), fc.integer({ min: 0, max: 255 })), { maxLength: 2 })
  fc.assert(
    fc.property(
      fc.constantFrom(...specs).chain((spec) => anyPduOf(spec)),
      spoil,
      fc.nat(20),
      fc.nat(9),
      (pdu, spots, cut, pad) => {
        const octets = Uint8Array.from(encodePdu(pdu))
        for (const [at, value] of spots) if (at < octets.length - 16) octets[16 + at] = value
        const frame = octets.subarray(0, Math.max(16, octets.length - (cut > 14 ? cut - 14 : 0)))
        const spec: NamedSpec = COMMANDS.find((command) => command.name === pdu.command)!
        // It lies between others, as in a chunk that came from a socket.
        const chunk = Buffer.concat([new Uint8Array(pad).fill(0xa5), frame, new Uint8Array(pad * 3)])
        const read = decodeFrequent(spec.id, chunk, pad, pad + frame.length, STANDARD_TLVS)
        if (read === undefined) return
        fast++
        const reader = new BodyReader(frame, spec, STANDARD_TLVS)
        const fields = reader.read(pdu.commandStatus)
        assert.equal(reader.error, undefined)
        const { command, commandStatus, sequenceNumber, ...body } = read
        assert.deepEqual(body, fields)
        assert.deepEqual([command, commandStatus, sequenceNumber], [pdu.command, pdu.commandStatus, pdu.sequenceNumber])
      },
    ),
    { numRuns: 1500 },
  )
  assert.ok(fast > 300, `the fast path read only ${fast} of 1500`)
})
