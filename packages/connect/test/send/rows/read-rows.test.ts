import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FIELD_NAMES } from '../../../src/send/fields/field-name.ts'
import { type Format, formatOfName } from '../../../src/send/rows/format.ts'
import { readRows } from '../../../src/send/rows/read-rows.ts'
import { MAX_RECORD_CHARACTERS, UnusableFile } from '../../../src/send/rows/text-stream.ts'
import { collect, inPieces, textsOf } from '../fixtures.ts'

const octets = (content: string | Uint8Array): Uint8Array =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content

async function rows(format: Format, content: string | Uint8Array, pieces = 1 << 20, stripCarriageReturns = false) {
  return collect(readRows(inPieces(octets(content), pieces), { format, stripCarriageReturns }))
}

async function refusal(format: Format, content: string | Uint8Array): Promise<string> {
  try {
    await rows(format, content)
  } catch (failure) {
    assert.ok(failure instanceof UnusableFile, String(failure))
    return failure.message
  }
  return assert.fail('it should have been refused')
}

test('a line is exactly what stands before its line feed', async () => {
  const texts = ['plain', '', ' spaces ', 'a\rb', 'c\r', '\u0085\u2028\f\v', '"quoted", not CSV', '\u0000\u001b', '😀']
  const found = await rows('lines', `${texts.join('\n')}\n`)
  assert.deepEqual(textsOf(found), texts)
  assert.deepEqual(
    found.map((row) => row.line),
    texts.map((_, index) => index + 1),
  )
})

test('what follows the last line feed is a line when it is not empty', async () => {
  assert.deepEqual(textsOf(await rows('lines', 'a\nb')), ['a', 'b'])
  assert.deepEqual(textsOf(await rows('lines', 'a\n\n')), ['a', ''])
  assert.deepEqual(await rows('lines', ''), [])
})

test('carriage returns are taken off only when asked for, one at the end of each line', async () => {
  assert.deepEqual(textsOf(await rows('lines', 'a\r\nb\r\r\n\r\nc', 99, true)), ['a', 'b\r', '', 'c'])
})

test('wherever the stream is cut, the rows are the same', async () => {
  const content = 'grüße\n😀€\n\nلا\r\nz'
  const whole = await rows('lines', content)
  for (let size = 1; size < 12; size++) assert.deepEqual(await rows('lines', content, size), whole, `pieces of ${size}`)
  const csv = '\ufeffto,text\r\n+447700900123,"one ""two""\r\nthree 😀"\r\n+447700900124,four\r\n'
  const records = await rows('csv', csv)
  for (let size = 1; size < 12; size++) assert.deepEqual(await rows('csv', csv, size), records, `pieces of ${size}`)
})

test('a byte order mark is no text', async () => {
  assert.deepEqual(textsOf(await rows('lines', '\ufeffa\n\ufeffb')), ['a', '\ufeffb'])
  assert.deepEqual(textsOf(await rows('csv', '\ufefftext\na')), ['a'])
  assert.deepEqual(textsOf(await rows('ndjson', '\ufeff{"text":"a"}')), ['a'])
})

test('what is not UTF-8 is refused with its line', async () => {
  const latin1 = Uint8Array.from([0x61, 0x0a, 0x62, 0x0a, 0x66, 0xfc, 0x72, 0x0a])
  assert.match(await refusal('lines', latin1), /^is not UTF-8, in line 3;/)
  assert.match(await refusal('csv', Uint8Array.from([...octets('text\na\n'), 0xff, 0x0a])), /^is not UTF-8, in line 3;/)
  assert.match(await refusal('lines', Uint8Array.from([0x61, 0xe2, 0x82])), /^is not UTF-8, in line 1;/)
  assert.match(await refusal('lines', Uint8Array.from([0xff, 0xfe, 0x61, 0x00])), /^is UTF-16/)
})

test('a file without line ends does not fill the memory', async () => {
  const endless = new Uint8Array(MAX_RECORD_CHARACTERS + 2).fill(0x61)
  assert.match(await refusal('lines', endless), /^line 1 is longer than 1,000,000 characters$/)
  assert.match(await refusal('csv', Uint8Array.from([...octets('text\n"'), ...endless])), /longer than 1,000,000/)
})

test('CSV: columns in any order, any case, separated by comma, semicolon or tab', async () => {
  const expected = {
    kind: 'fields',
    line: 2,
    fields: { to: '+447700900123', text: ' Hi, "you"; ', from: 'Shop', reference: 'r1' },
  }
  for (const delimiter of [',', ';', '\t']) {
    const content = [
      ['Reference', 'TEXT', ' to ', 'from'].join(delimiter),
      ['r1', '" Hi, ""you""; "', ' +447700900123 ', 'Shop'].join(delimiter),
    ].join('\n')
    assert.deepEqual(await rows('csv', content), [expected], JSON.stringify(delimiter))
  }
})

test('CSV: a row knows the line where it begins, also after line breaks inside cells', async () => {
  const found = await rows('csv', 'to,text\n1,"a\nb\n\nc"\n\n2,d\n')
  assert.deepEqual(
    found.map((row) => [row.line, row.kind === 'fields' && row.fields.text]),
    [
      [2, 'a\nb\n\nc'],
      [7, 'd'],
    ],
  )
})

test('CSV: a carriage return belongs to the text where lines end with a line feed alone', async () => {
  assert.deepEqual(textsOf(await rows('csv', 'text\na\r\nb\n')), ['a\r', 'b'])
  assert.deepEqual(textsOf(await rows('csv', 'text\r\na\r\nb\r\n')), ['a', 'b'])
})

test('CSV: empty cells say nothing, an empty text is an empty text', async () => {
  assert.deepEqual(await rows('csv', 'to,text,from\n,, \n'), [{ kind: 'fields', line: 2, fields: { text: '' } }])
  assert.deepEqual(textsOf(await rows('csv', 'text\n\na\n')), ['', 'a'])
})

test('CSV: a row with too few or too many cells is one that cannot be read, and the others are', async () => {
  const found = await rows('csv', 'to,text\n1\n2,b\n3,c,d\n')
  assert.deepEqual(
    found.map((row) => (row.kind === 'unreadable' ? row.detail : row.fields.text)),
    ['the row has 1 cells, the header 2', 'b', 'the row has 3 cells, the header 2'],
  )
})

test('CSV: broken quoting stops with the line and the reason', async () => {
  assert.match(await refusal('csv', 'to,text\n1,a\n2,"b\n3,c\n'), /never closed, in the row that begins in line 3$/)
  assert.match(await refusal('csv', 'to,text\n1,a "b" c\n'), /inside a cell that is not quoted, .* line 2$/)
  assert.match(await refusal('csv', 'to,text\n1,"a" b\n'), /something follows a closing quote, .* line 2$/)
})

test('CSV: the header must name text; a slip of the pen stops, other columns are not used', async () => {
  assert.match(await refusal('csv', ''), /^is empty/)
  assert.match(await refusal('csv', 'to,message\n'), /^has no column named text/)
  assert.match(await refusal('csv', 'to,text,refrence\n'), /"refrence"; did you mean reference\?/)
  assert.match(await refusal('csv', 'to,text,Text\n'), /^has two columns named text$/)
  const ignored: string[] = []
  const content = inPieces(octets('No,to,text,City\n1,2,a,b\n'), 5)
  const found = await collect(
    readRows(content, { format: 'csv', onHeader: (header) => ignored.push(...header.ignored) }),
  )
  assert.deepEqual(ignored, ['No', 'City'])
  assert.deepEqual(found, [{ kind: 'fields', line: 2, fields: { to: '2', text: 'a' } }])
})

test('NDJSON: an object a line; blank lines are no rows; a line that is none is named', async () => {
  const content = [
    '{"to":"1","text":"a\\nb","from":null}',
    ' ',
    'nonsense',
    '[1]',
    '{"txet":"a"}',
    '{"text":"a","zebra":1}',
    '{"text":5}',
    '{"text":"\\ud83d"}',
  ].join('\r\n')
  assert.deepEqual(await rows('ndjson', content), [
    { kind: 'fields', line: 1, fields: { to: '1', text: 'a\nb' } },
    { kind: 'unreadable', line: 3, detail: 'the line is not JSON' },
    { kind: 'unreadable', line: 4, detail: 'the line is not a JSON object' },
    { kind: 'unreadable', line: 5, detail: 'there is no field "txet"; did you mean text?' },
    { kind: 'unreadable', line: 6, detail: `there is no field "zebra"; allowed: ${FIELD_NAMES}` },
    { kind: 'unreadable', line: 7, detail: 'text is not a text' },
    { kind: 'fields', line: 8, fields: { text: '\ud83d' } },
  ])
})

test('NDJSON: what is no text in the API may be what it is there, but nothing is kept inexactly', async () => {
  const content = [
    '{"validitySeconds":60,"smpp.flash":true,"smpp.languages":["turkish","hindi"],"tlv.code":7,"smpp.priority":null}',
    '{"tlv.code":12345678901234567890}',
    '{"reference":5}',
    '{"smpp.priority":{"a":1}}',
    '{"sendat":"+1h"}',
    '{"smpp.prioritty":1}',
    '{"smpp.zebra":1}',
  ].join('\n')
  const found = await rows('ndjson', content)
  assert.deepEqual(found[0], {
    kind: 'fields',
    line: 1,
    fields: { validitySeconds: '60', 'smpp.flash': 'true', 'smpp.languages': 'turkish,hindi', 'tlv.code': '7' },
  })
  assert.deepEqual(
    found.slice(1, 6).map((row) => row.kind === 'unreadable' && row.detail),
    [
      'tlv.code is a number that cannot be kept exactly; write it as a text',
      'reference is not a text',
      'smpp.priority is not a text, a number, true, false or a list of texts',
      'there is no field "sendat"; did you mean sendAt?',
      'there is no field "smpp.prioritty"; did you mean smpp.priority?',
    ],
  )
  assert.match(found[6]?.kind === 'unreadable' ? found[6].detail : '', /allowed after smpp\.: registeredDelivery, /)
})

test('CSV: columns for options and TLVs; one that nearly is, or wants to be, stops', async () => {
  assert.deepEqual(await rows('csv', 'to,text,CLASS,smpp.Priority,tlv.billing_code\n1,a,code, 2 ,\n'), [
    { kind: 'fields', line: 2, fields: { to: '1', text: 'a', class: 'code', 'smpp.priority': '2' } },
  ])
  assert.match(await refusal('csv', 'to,text,smpp.prio\n'), /"smpp\.prio"; allowed after smpp\.: registeredDelivery/)
  assert.match(await refusal('csv', 'to,text,tlv.billing code\n'), /allowed after tlv\.: letters, digits/)
  assert.match(await refusal('csv', 'to,text,send_at\n'), /"send_at"; did you mean sendAt\? If not, rename it$/)
})

test('the ending of the name tells the format', () => {
  assert.deepEqual(
    ['a.csv', 'a.TSV', 'x/a.b.ndjson', 'a.jsonl', 'a.txt', 'a', 'csv', 'a.xlsx', 'a.csv/b'].map(formatOfName),
    ['csv', 'csv', 'ndjson', 'ndjson', 'lines', undefined, undefined, undefined, undefined],
  )
})
