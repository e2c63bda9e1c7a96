import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readOptOutFile } from '../../src/opt-out/file-rows.ts'

const rows = (content: string, from: string | null = null) => {
  const read = readOptOutFile(content, from)
  return read.ok ? read.rows.map(({ line, person, from: sender, at }) => [line, person, sender, at]) : read
}

describe('a file of opt-outs', () => {
  it('is a number on each line, whatever the line ends', () => {
    assert.deepEqual(rows('+447700900123\r\n+447700900124\r+447700900125\n'), [
      [1, '+447700900123', null, undefined],
      [2, '+447700900124', null, undefined],
      [3, '+447700900125', null, undefined],
    ])
  })

  it('may name the sender address behind a comma, a semicolon or a tab', () => {
    assert.deepEqual(
      rows('+447700900123,60777\n"+447700900124";"Acme"\n+447700900125\tAcme\n+447700900126,', '60778'),
      [
        [1, '+447700900123', '60777', undefined],
        [2, '+447700900124', 'Acme', undefined],
        [3, '+447700900125', 'Acme', undefined],
        [4, '+447700900126', '60778', undefined],
      ],
    )
  })

  it('may have names of columns, remarks and empty lines', () => {
    assert.deepEqual(rows('\ufeffperson,from\n\n# from the old system\n+447700900123'), [
      [4, '+447700900123', null, undefined],
    ])
  })

  it('may be what the list prints', () => {
    const item = {
      person: '+447700900123',
      ours: '60777',
      source: 'keyword',
      keyword: 'STOP',
      at: '2026-01-01T00:00:00Z',
    }
    const all = { ...item, ours: null }
    assert.deepEqual(rows(`${JSON.stringify(item)}\n${JSON.stringify(all)}`, 'Acme'), [
      [1, '+447700900123', '60777', '2026-01-01T00:00:00Z'],
      [2, '+447700900123', null, '2026-01-01T00:00:00Z'],
    ])
  })

  it('says which line is broken, and how', () => {
    assert.deepEqual(rows('+447700900123\n{"person": '), { ok: false, line: 2, reason: 'it is not JSON' })
    const long = rows(`+447700900123\n${'1'.repeat(41)}`)
    assert.ok('line' in long && long.line === 2 && long.reason.startsWith('person: '))
    const late = rows('{"person":"+447700900123","at":"yesterday"}')
    assert.ok('line' in late && late.reason.startsWith('at: '))
  })
})
