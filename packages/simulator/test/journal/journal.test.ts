import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { Journal } from '../../src/journal/journal.ts'
import { JournalFile } from '../../src/journal/journal-file.ts'
import type { JournalRecord } from '../../src/journal/record.ts'

const final = (key: string): JournalRecord => ({ t: 'final', key, at: 1, state: 2 })

test('records of one turn are written with one call, and applied in order before anybody hears', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'a.ndjson')
  const writes: string[] = []
  class Watched extends JournalFile {
    override append(lines: string): void {
      writes.push(lines)
      super.append(lines)
    }
  }
  const events: string[] = []
  const journal = new Journal(new Watched(path), (records) => {
    for (const record of records) if (record.t === 'final') events.push(record.key)
  })
  journal.open()
  writes.length = 0
  await Promise.all([
    journal.commit([final('1'), final('2')]).then(() => events.push('first heard')),
    journal.commit([final('3')]).then(() => events.push('second heard')),
  ])
  assert.equal(writes.length, 1)
  assert.deepEqual(events, ['1', '2', '3', 'first heard', 'second heard'])
  journal.close()
  const read: JournalRecord[] = []
  const again = new Journal(new JournalFile(path), (records) => read.push(...records))
  again.open()
  again.close()
  assert.deepEqual(read, [final('1'), final('2'), final('3')])
})

test('what could not be written has not happened', async () => {
  using folder = temporaryFolder()
  let full = false
  class Full extends JournalFile {
    override append(lines: string): void {
      if (full) throw new Error('ENOSPC')
      super.append(lines)
    }
  }
  const applied: string[] = []
  const journal = new Journal(new Full(join(folder.path, 'a.ndjson')), (records) => {
    for (const record of records) if (record.t === 'final') applied.push(record.key)
  })
  journal.open()
  full = true
  await assert.rejects(journal.commit([final('1')]), /ENOSPC/)
  assert.deepEqual(applied, [])
  full = false
  await journal.commit([final('2')])
  assert.deepEqual(applied, ['2'])
  journal.close()
  await assert.rejects(journal.commit([final('3')]), /closed/)
})

test('closing writes what waits', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'a.ndjson')
  const journal = new Journal(new JournalFile(path), () => undefined)
  journal.open()
  const written = journal.commit([final('1')])
  journal.close()
  await written
  assert.match(readFileSync(path, 'utf8'), /"key":"1"/)
})

test('long journals are read whole, lines over the edges of blocks too', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'a.ndjson')
  const file = new JournalFile(path)
  const records = Array.from(
    { length: 3_000 },
    (_, index): JournalRecord => final(`${index}ä`.repeat(1 + (index % 400))),
  )
  file.open(() => undefined)
  file.append(records.map((record) => `${JSON.stringify(record)}\n`).join(''))
  file.close()
  assert.ok(readFileSync(path).length > 2_000_000)
  const read: JournalRecord[] = []
  file.open((record) => read.push(record))
  file.close()
  assert.deepEqual(read, records)
})

test('damage stops the start and names the line', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'a.ndjson')
  writeFileSync(path, `{"connect-simulator-journal":1}\n${JSON.stringify(final('1'))}\n{"t":"fin\n{}\n`)
  assert.throws(() => new JournalFile(path).open(() => undefined), /a\.ndjson, line 3/)
})

test('a file of another kind is left alone', () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'precious.txt')
  writeFileSync(path, 'Dear diary\nnothing\n')
  assert.throws(() => new JournalFile(path).open(() => undefined), /not a journal/)
  assert.equal(readFileSync(path, 'utf8'), 'Dear diary\nnothing\n')
})
