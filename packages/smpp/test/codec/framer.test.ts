import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Framer } from '../../src/codec/index.ts'

const PDUS = [
  '00000010000000150000000000000001',
  '0000001180000004000000000000000200',
  '0000001e0000000300000000000000036161776179001c1d416c6963657200ff',
  '00000010800000060000000000000004',
]
// The third PDU's length is put right here, so that the literals above show their octets only.
const FRAMES = PDUS.map((hex) => {
  const octets = Buffer.from(hex, 'hex')
  octets.writeUInt32BE(octets.length)
  return octets
})
const STREAM = Buffer.concat(FRAMES)
const WANTED = FRAMES.map((frame) => frame.toString('hex'))

function cutWith(framer: Framer, chunks: readonly Uint8Array[]): string[] {
  return chunks.flatMap((chunk) => {
    const { frames, error } = framer.push(chunk)
    assert.equal(error, undefined)
    return frames.map((frame) => Buffer.from(frame).toString('hex'))
  })
}

test('a stream is cut the same at every split point', () => {
  for (let split = 0; split <= STREAM.length; split++) {
    const framer = new Framer()
    assert.deepEqual(cutWith(framer, [STREAM.subarray(0, split), STREAM.subarray(split)]), WANTED, `split at ${split}`)
    assert.equal(framer.heldOctets, 0)
  }
})

test('a stream is cut the same at every pair of split points', () => {
  for (let first = 0; first <= STREAM.length; first++) {
    for (let second = first; second <= STREAM.length; second++) {
      const chunks = [STREAM.subarray(0, first), STREAM.subarray(first, second), STREAM.subarray(second)]
      assert.deepEqual(cutWith(new Framer(), chunks), WANTED, `split at ${first} and ${second}`)
    }
  }
})

test('octets that come one by one become the same frames', () => {
  const octets = Array.from(STREAM, (octet) => Uint8Array.of(octet))
  assert.deepEqual(cutWith(new Framer(), octets), WANTED)
})

test('a frame within one chunk is a view of it', () => {
  const { frames } = new Framer().push(STREAM)
  assert.ok(frames.every((frame) => frame.buffer === STREAM.buffer))
})

test('a frame across chunks does not change when its chunks are reused', () => {
  const framer = new Framer()
  const chunk = Uint8Array.from(FRAMES[0]!.subarray(0, 10))
  framer.push(chunk)
  chunk.fill(0xff)
  assert.deepEqual(cutWith(framer, [FRAMES[0]!.subarray(10)]), [WANTED[0]])
})

test('a command_length below 16 breaks the stream, wherever it is split', () => {
  const bad = Buffer.from('0000000f0000000600000000000000', 'hex')
  for (let split = 0; split <= bad.length; split++) {
    const framer = new Framer()
    const first = framer.push(Buffer.concat([FRAMES[0]!, bad.subarray(0, split)]))
    const { error } = framer.push(bad.subarray(split))
    assert.equal(first.frames.length, 1)
    assert.equal(error?.problem, 'command_length_too_small')
    assert.equal(error?.commandLength, 15)
    assert.match(error?.message ?? '', /15 is not within 16 to 65536/)
  }
})

test('the frames before a broken length are handed out', () => {
  const { frames, error } = new Framer().push(Buffer.concat([STREAM, Buffer.alloc(20)]))
  assert.equal(frames.length, FRAMES.length)
  assert.equal(error?.commandLength, 0)
})

test('after a broken length nothing more is read', () => {
  const framer = new Framer()
  framer.push(Buffer.alloc(16))
  const { frames, error } = framer.push(STREAM)
  assert.equal(frames.length, 0)
  assert.equal(error?.problem, 'command_length_too_small')
})

test('a length above the limit is refused before memory is taken', () => {
  const framer = new Framer({ maxOctets: 100 })
  const { error } = framer.push(Buffer.from('0000006500000004', 'hex'))
  assert.equal(error?.problem, 'command_length_too_large')
  assert.equal(error?.maxOctets, 100)
  assert.equal(framer.heldOctets, 0)
})

test('a length at the limit is taken', () => {
  const octets = Buffer.alloc(100)
  octets.writeUInt32BE(100)
  assert.equal(new Framer({ maxOctets: 100 }).push(octets).frames.length, 1)
})

test('a long PDU that comes in small pieces is put together', () => {
  const octets = Uint8Array.from({ length: 60_000 }, (_, index) => index % 251)
  new DataView(octets.buffer).setUint32(0, octets.length)
  const framer = new Framer()
  let frames: readonly Uint8Array[] = []
  for (let at = 0; at < octets.length; at += 700) frames = framer.push(octets.subarray(at, at + 700)).frames
  assert.equal(frames.length, 1)
  assert.ok(Buffer.from(frames[0]!).equals(octets))
})

test('a PDU is awaited with no more than its own length held', () => {
  const framer = new Framer()
  framer.push(Buffer.from('00010000000000', 'hex'))
  assert.equal(framer.heldOctets, 7)
})

const FOREIGN = [
  ['GET / HTTP/1.1\r\n', 'HTTP'],
  ['POST /x', 'HTTP'],
  ['\x16\x03\x01\x02\x00\x01\x00\x01', 'TLS'],
  ['SSH-2.0-OpenSSH_9.6\r\n', 'SSH'],
  ['PROXY TCP4 1.2.3.4', 'the PROXY protocol'],
  ['EHLO example.org', 'SMTP or FTP'],
  ['\x03\x00\x00\x13\x0e\xe0\x00', 'RDP'],
  ['*1\r\n$4\r\nPING', 'Redis'],
] as const

for (const [bytes, protocol] of FOREIGN) {
  test(`${protocol} on the port is called by its name, however it is split`, () => {
    const octets = Buffer.from(bytes, 'latin1')
    for (let split = 0; split <= octets.length; split++) {
      const framer = new Framer()
      framer.push(octets.subarray(0, split))
      const { error } = framer.push(octets.subarray(split))
      assert.equal(error?.problem, 'foreign_protocol')
      assert.equal(error?.protocol, protocol)
      assert.equal(error?.message, `the peer speaks ${protocol}, not SMPP`)
    }
  })
}

test('a limit below a header is a mistake of the caller', () => {
  assert.throws(() => new Framer({ maxOctets: 15 }), RangeError)
})
