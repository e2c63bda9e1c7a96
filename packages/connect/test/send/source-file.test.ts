import assert from 'node:assert/strict'
import { appendFileSync, renameSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { batchRows, MAX_BATCH_OCTETS } from '../../src/send/batches.ts'
import { destinationSequence, oneDestination } from '../../src/send/destinations.ts'
import type { Fields } from '../../src/send/fields/field-name.ts'
import type { Format } from '../../src/send/rows/format.ts'
import { judgeRow, type Row, type RowTemplate } from '../../src/send/rows/row.ts'
import { UnusableFile } from '../../src/send/rows/text-stream.ts'
import { SourceFile } from '../../src/send/source-file.ts'
import { collect, folderWith } from './fixtures.ts'

const toOne: RowTemplate = { fields: {}, destinations: oneDestination('+447700900123'), fromMs: 0 }
const toNobody: RowTemplate = { fields: {}, destinations: undefined, fromMs: 0 }

async function scanOf(content: string, format: Format, template = toOne) {
  using file = folderWith('rows', content)
  const source = await SourceFile.open(file.path, format)
  try {
    const rows = await collect(source.rows(template))
    return { scan: await source.scan(template), rows, sha256: source.sha256 }
  } finally {
    await source.close()
  }
}

const texts = (rows: readonly Row[]) => rows.map((row) => (row.kind === 'message' ? row.message.text : row.code))

test('empty lines are refused rows with their lines', async () => {
  const { scan } = await scanOf('a\n\nb\n\n', 'lines')
  assert.deepEqual(scan, {
    rows: 4,
    sendable: 2,
    refusedByCode: { 'text-empty': 2 },
    firstRefused: [
      { line: 2, code: 'text-empty', detail: 'The text is empty' },
      { line: 4, code: 'text-empty', detail: 'The text is empty' },
    ],
    stripsCarriageReturns: false,
    ignoredColumns: [],
  })
})

test('carriage returns go when every line has one, and stay when one has not', async () => {
  const windows = await scanOf('a\r\nb\r\nc', 'lines')
  assert.equal(windows.scan.stripsCarriageReturns, true)
  assert.deepEqual(texts(windows.rows), ['a', 'b', 'c'])
  const mixed = await scanOf('a\r\nb\nc\r\n', 'lines')
  assert.equal(mixed.scan.stripsCarriageReturns, false)
  assert.deepEqual(texts(mixed.rows), ['a\r', 'b', 'c\r'])
})

test('the fingerprint is the SHA-256 of the octets', async () => {
  const { sha256 } = await scanOf('abc', 'lines')
  assert.equal(sha256, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('writing into the file shows; replacing it does no harm', async () => {
  using file = folderWith('a.txt', 'a\nb\n')
  const source = await SourceFile.open(file.path, 'lines')
  writeFileSync(`${file.path}.new`, 'x\n')
  renameSync(`${file.path}.new`, file.path)
  assert.deepEqual(texts(await collect(source.rows(toOne))), ['a', 'b'])
  assert.equal(await source.hasChanged(), false)
  await source.close()
  const again = await SourceFile.open(file.path, 'lines')
  appendFileSync(file.path, 'y\n')
  assert.equal(await again.hasChanged(), true)
  await again.close()
})

test('what is no ordinary file is refused', async () => {
  using file = folderWith('a.txt', '')
  for (const [path, reason] of [
    [file.folder, /no ordinary file/],
    [`${file.path}.missing`, /^is not there$/],
  ] as const) {
    await assert.rejects(SourceFile.open(path, 'lines'), (failure) => {
      assert.ok(failure instanceof UnusableFile)
      assert.match(failure.message, reason)
      return true
    })
  }
})

test('a row is judged by what can be known here; its own words win over the command', () => {
  const judge = (fields: Fields, template = toNobody) => judgeRow({ kind: 'fields', line: 7, fields }, 0, template)
  const refused = (fields: Fields) => {
    const row = judge(fields)
    assert.equal(row.kind, 'refused')
    return row.kind === 'refused' ? [row.line, row.code] : []
  }
  assert.deepEqual(refused({ text: 'a' }), [7, 'destination-invalid'])
  assert.deepEqual(refused({ to: '1' }), [7, 'text-empty'])
  assert.deepEqual(refused({ to: '1', text: 'x'.repeat(40_001) }), [7, 'text-too-long'])
  assert.deepEqual(refused({ to: '1'.repeat(41), text: 'x' }), [7, 'destination-invalid'])
  assert.deepEqual(refused({ to: '1', text: 'x', from: 'y'.repeat(22) }), [7, 'sender-invalid'])
  assert.deepEqual(refused({ to: '1', text: 'x', reference: 'y'.repeat(101) }), [7, 'request-invalid'])
  const defaults: RowTemplate = { ...toNobody, fields: { from: 'Shop' }, destinations: oneDestination('1') }
  const both = judge({ text: 'a' }, defaults)
  assert.deepEqual(both.kind === 'message' && both.message, { to: '1', text: 'a', from: 'Shop' })
  const own = judge({ to: '2', from: 'Me', text: 'a', reference: 'r' }, defaults)
  assert.deepEqual(own.kind === 'message' && own.message, { to: '2', text: 'a', from: 'Me', reference: 'r' })
  const unreadable = judgeRow({ kind: 'unreadable', line: 3, detail: 'the line is not JSON' }, 0, defaults)
  assert.equal(unreadable.kind === 'refused' && unreadable.code, 'request-invalid')
})

test('a sequence of destinations counts on from its first and begins again', () => {
  const read = destinationSequence('+447700900099:3')
  assert.ok(read.ok)
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => read.destinations.at(index)),
    ['+447700900099', '+447700900100', '+447700900101', '+447700900099'],
  )
  const zeros = destinationSequence('00:2')
  assert.equal(zeros.ok, false)
  const short = destinationSequence('0099:2')
  assert.ok(short.ok)
  assert.equal(short.destinations.at(1), '0100')
  for (const text of [
    '',
    '+447700900099',
    '+447700900099:',
    '+447700900099:0',
    'x:3',
    '999:2',
    '+1234567890123456:2',
  ]) {
    assert.equal(destinationSequence(text).ok, false, text)
  }
})

async function* asRows(messages: readonly string[]): AsyncGenerator<Row> {
  for (const [index, text] of messages.entries()) {
    yield judgeRow({ kind: 'fields', line: index + 1, fields: { text } }, index, toOne)
  }
}

test('batches hold so many rows and no refused ones', async () => {
  const batches = await collect(batchRows(asRows(['a', '', 'b', 'c', 'd', '', 'e']), 2))
  assert.deepEqual(
    batches.map(({ number, lines }) => [number, lines]),
    [
      [0, [1, 3]],
      [1, [4, 5]],
      [2, [7]],
    ],
  )
})

test('batches of long texts stay below the limit of a request', async () => {
  const long = '\u0007'.repeat(40_000)
  const batches = await collect(batchRows(asRows([long, long, 'a', long]), 100))
  for (const batch of batches) {
    assert.ok(Buffer.byteLength(JSON.stringify(batch.messages)) < MAX_BATCH_OCTETS + 1000, `batch ${batch.number}`)
  }
  assert.deepEqual(
    batches.map(({ lines }) => lines),
    [[1], [2, 3], [4]],
  )
})
