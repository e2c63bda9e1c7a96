import assert from 'node:assert/strict'
import { test } from 'node:test'
import { encodePdu, PcapStream, pcapFileHeader } from '../../src/codec/index.ts'

const hex = (octets: Uint8Array) => Buffer.from(octets).toString('hex')
const connection = { esme: { address: '10.0.0.1', port: 40_000 }, mc: { address: '::ffff:10.0.0.2', port: 2775 } }

test('the file header: format 2.4, link type raw IP', () => {
  assert.equal(hex(pcapFileHeader()), 'a1b2c3d4' + '00020004' + '00000000' + '00000000' + '0000ffff' + '00000065')
})

test('a record against its octets', () => {
  const stream = new PcapStream(connection)
  const record = stream.record('esme', encodePdu({ command: 'enquire_link', sequenceNumber: 1 }), 1_700_000_000_123)
  assert.equal(
    hex(record),
    '6553f100' +
      '0001e078' +
      '00000038' +
      '00000038' +
      '45000038' +
      '00004000' +
      '400626be' +
      '0a000001' +
      '0a000002' +
      '9c400ad7' +
      '00000001' +
      '00000001' +
      '5018ffff' +
      '00000000' +
      '00000010000000150000000000000001',
  )
})

test('the sequence numbers of each direction follow the octets it sent', () => {
  const stream = new PcapStream(connection)
  const numbers = (record: Uint8Array) => [hex(record.subarray(40, 44)), hex(record.subarray(44, 48))]
  stream.record('esme', new Uint8Array(100), 0)
  assert.deepEqual(numbers(stream.record('mc', new Uint8Array(50), 0)), ['00000001', '00000065'])
  assert.deepEqual(numbers(stream.record('esme', new Uint8Array(1), 0)), ['00000065', '00000033'])
})

test('octets that no packet holds become several', () => {
  const records = new PcapStream(connection).record('mc', new Uint8Array(70_000).fill(7), 0)
  assert.equal(records.length, 70_000 + 2 * 56)
  assert.equal(hex(records.subarray(8, 12)), '0000ffff')
  assert.equal(records[records.length - 1], 7)
})

test('an address that is not IPv4 is written as the loopback', () => {
  const record = new PcapStream({ ...connection, esme: { address: '2001:db8::1', port: 1 } }).record(
    'esme',
    new Uint8Array(0),
    0,
  )
  assert.equal(hex(record.subarray(28, 32)), '7f000001')
})
