import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SubmitRecord } from '../../src/journal/record.ts'
import { DEFAULT_LIMITS } from '../../src/options.ts'
import { PhoneBook } from '../../src/phone/phone-book.ts'

let key = 0
function record(to: string, hex: string, more: Partial<SubmitRecord> = {}): SubmitRecord {
  const data = Buffer.from(hex, 'hex').toString('base64')
  const src = [1, 1, '447700900999'] as const
  const dst = [1, 1, to] as const
  return {
    t: 'submit',
    key: String(++key),
    account: 'shop',
    at: 0,
    due: 0,
    src,
    dst,
    esm: 0,
    dc: 0,
    rd: 0,
    data,
    ...more,
  }
}
const part = (to: string, place: number, hex: string): SubmitRecord =>
  record(to, `05000342020${place}${hex}`, { esm: 0x40 })

test('pages of phones go on where they stopped, whatever comes meanwhile', () => {
  const book = new PhoneBook(DEFAULT_LIMITS)
  for (let index = 0; index < 7; index++) book.receive(record(`44770090010${index}`, '41'), index)
  const first = book.page({ limit: 3 })
  assert.deepEqual(
    first.items.map(({ number }) => number.slice(-1)),
    ['6', '5', '4'],
  )
  book.receive(record('447700900105', '41'), 9)
  book.receive(record('447700900199', '41'), 9)
  const second = book.page({ limit: 3, cursor: first.next ?? '' })
  assert.deepEqual(
    second.items.map(({ number }) => number.slice(-1)),
    ['3', '2', '1'],
  )
  const third = book.page({ limit: 3, cursor: second.next ?? '' })
  assert.deepEqual(
    third.items.map(({ number }) => number.slice(-1)),
    ['0'],
  )
  assert.equal(third.next, null)
  assert.equal(third.total, 8)
})

test('pages of texts go on where they stopped', () => {
  const book = new PhoneBook(DEFAULT_LIMITS)
  for (const hex of ['41', '42', '43', '44']) book.receive(record('447700900100', hex), 0)
  const first = book.texts('447700900100', { limit: 2 })
  book.receive(record('447700900100', '45'), 0)
  const second = book.texts('447700900100', { limit: 2, cursor: first?.next ?? '' })
  assert.deepEqual(
    [first, second].map((page) => page?.items.map(({ text }) => text)),
    [
      ['D', 'C'],
      ['B', 'A'],
    ],
  )
  assert.equal(second?.next, null)
  assert.throws(() => book.texts('447700900100', { limit: 2, cursor: 'p1' }), /no cursor of the texts/)
})

test('phones are found by part of their number, and by words of their last text', () => {
  const book = new PhoneBook(DEFAULT_LIMITS)
  book.receive(record('447700900100', Buffer.from('Hello World').toString('hex')), 0)
  book.receive(record('447700900200', Buffer.from('Good bye 900100').toString('hex')), 0)
  const found = (search: string): readonly string[] => book.page({ limit: 9, search }).items.map(({ number }) => number)
  assert.deepEqual(found('+44 7700 900-1'), ['+447700900100'])
  assert.deepEqual(found('world'), ['+447700900100'])
  assert.deepEqual(found('900100'), ['+447700900200', '+447700900100'])
  assert.deepEqual(found('nothing'), [])
  assert.equal(book.page({ limit: 1, search: '4477' }).total, 2)
})

test('a reference that comes round begins a new text', () => {
  const book = new PhoneBook(DEFAULT_LIMITS)
  book.receive(part('447700900100', 1, '41'), 0)
  book.receive(part('447700900100', 1, '42'), 0)
  book.receive(part('447700900100', 2, '43'), 0)
  const items = book.texts('447700900100', { limit: 9 })?.items ?? []
  assert.deepEqual(
    items.map(({ text, missingParts }) => [text, missingParts]),
    [
      ['BC', 0],
      ['A…', 1],
    ],
  )
})

test('parts from different senders are not mixed', () => {
  const book = new PhoneBook(DEFAULT_LIMITS)
  book.receive(part('447700900100', 1, '41'), 0)
  book.receive({ ...part('447700900100', 2, '42'), src: [5, 0, 'Shop'] }, 0)
  const items = book.texts('+447700900100', { limit: 9 })?.items ?? []
  assert.deepEqual(
    items.map(({ other, text }) => [other, text]),
    [
      ['Shop', '…B'],
      ['+447700900999', 'A…'],
    ],
  )
})

test('the oldest texts of the phone that was silent longest go first', () => {
  const book = new PhoneBook({ ...DEFAULT_LIMITS, texts: 3 })
  for (const hex of ['41', '42']) book.receive(record('447700900100', hex), 0)
  for (const hex of ['43', '44']) book.receive(record('447700900200', hex), 0)
  assert.equal(book.texts('447700900100', { limit: 9 })?.items[0]?.text, 'B')
  book.receive(record('447700900200', '45'), 0)
  assert.equal(book.texts('447700900100', { limit: 9 }), undefined)
  assert.equal(book.texts('447700900200', { limit: 9 })?.items.length, 3)
  assert.equal(book.size, 1)
})

test('a flash text, an odd alphabet and a broken header are shown all the same', () => {
  const book = new PhoneBook(DEFAULT_LIMITS)
  book.receive(record('447700900100', '41', { dc: 0xf0 }), 0)
  book.receive(record('447700900100', 'e9', { dc: 3 }), 0)
  book.receive(record('447700900100', '4142', { esm: 0x40 }), 0)
  book.receive(record('447700900100', '', {}), 0)
  const items = book.texts('447700900100', { limit: 9 })?.items ?? []
  assert.deepEqual(
    items.map(({ text }) => text),
    ['', 'AB', 'é', 'A'],
  )
})

test('a phone keeps its last texts, however many came', () => {
  const book = new PhoneBook({ ...DEFAULT_LIMITS, textsPerPhone: 1_500 })
  const seen: string[] = []
  for (let index = 0; index < 5_000; index++) {
    const request = record('447700900100', '41')
    seen.push(request.key)
    book.receive(request, 0)
  }
  const kept: string[] = []
  let cursor: string | undefined
  do {
    const page = book.texts('447700900100', { limit: 400, cursor })
    kept.push(...(page?.items ?? []).map(({ id }) => id))
    cursor = page?.next ?? undefined
  } while (cursor !== undefined)
  assert.deepEqual(kept.reverse(), seen.slice(-1_500))
})
