import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { COMMANDS, decodePdu, Encoder, encodePdu, Framer, type KnownPdu } from '../../src/codec/index.ts'
import { anyPdu, anyPduOf } from './arbitraries.ts'

// fast-check makes objects without a prototype; ours have one, and nobody should care.
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}

const comesBack = (write: (pdu: KnownPdu) => Uint8Array) => (pdu: KnownPdu) => {
  const octets = write(pdu)
  const outcome = decodePdu(octets)
  assert.equal(outcome.kind, 'pdu')
  assert.deepEqual(plain((outcome as { pdu: unknown }).pdu), plain(pdu))
  assert.deepEqual(encodePdu((outcome as { pdu: KnownPdu }).pdu), octets)
}

for (const command of COMMANDS) {
  test(`any ${command.name} that is written is read back the same`, () => {
    fc.assert(fc.property(anyPduOf(command), comesBack(encodePdu)), { numRuns: 60 })
  })
}

test('the round trip sees a single wrong bit anywhere (planted bug)', () => {
  const wrongBit = (pdu: KnownPdu) => {
    const octets = encodePdu(pdu)
    octets[octets.length - 1]! ^= 1
    return octets
  }
  const withFields = anyPdu.filter((pdu) => pdu.command.startsWith('submit_sm') && pdu.command !== 'submit_sm_resp')
  assert.ok(fc.check(fc.property(withFields, comesBack(wrongBit)), { numRuns: 50 }).failed)
})

test('any PDUs written behind one another come out of any chunks', () => {
  const cut = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(fc.array(anyPdu, { minLength: 1, maxLength: 5 }), cut, (pdus, sizes) => {
      const encoder = new Encoder()
      for (const pdu of pdus) encoder.append(pdu)
      const stream = encoder.take()
      const framer = new Framer()
      const read: unknown[] = []
      for (let at = 0, turn = 0; at < stream.length; turn++) {
        const size = sizes[turn % sizes.length]!
        const { frames, error } = framer.push(stream.subarray(at, at + size))
        assert.equal(error, undefined)
        for (const frame of frames) read.push(plain((decodePdu(frame) as { pdu: unknown }).pdu))
        at += size
      }
      assert.deepEqual(read, pdus.map(plain))
    }),
    { numRuns: 60 },
  )
})

test('no octets whatever make the decoder throw', () => {
  const ids = fc.constantFrom(...COMMANDS.map((command) => command.id))
  const frame = fc
    .tuple(ids, fc.integer({ min: 0, max: 2 }), fc.uint8Array({ maxLength: 80 }))
    .map(([id, status, body]) => {
      const octets = new Uint8Array(16 + body.length)
      const view = new DataView(octets.buffer)
      view.setUint32(0, octets.length)
      view.setUint32(4, id)
      view.setUint32(8, status)
      octets.set(body, 16)
      return octets
    })
  fc.assert(
    fc.property(frame, (octets) => {
      const outcome = decodePdu(octets)
      if (outcome.kind === 'unparsed') assert.ok(outcome.error.offset >= 16 && outcome.error.offset <= octets.length)
    }),
    { numRuns: 2000 },
  )
})
