import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { seededRandom } from '@smpp-connect/kernel'
import { type DiskRecord, PowerCutDisk } from '@smpp-connect/testkit'

const SECTOR = 512
const FILE = 7n

const filled = (letter: string, octets: number): Buffer => Buffer.alloc(octets, letter)
const write = (letter: string, octets: number, offset = 0): DiskRecord => ({
  kind: 'write',
  file: FILE,
  offset,
  data: filled(letter, octets),
})
const sync = (kind: 'sync-begun' | 'synced' | 'sync-failed', token = 1n): DiskRecord => ({ kind, file: FILE, token })
const MADE: DiskRecord = { kind: 'create', file: FILE, name: 'a' }
const FOLDER: DiskRecord = { kind: 'folder-synced', name: '' }

/** The different contents that a file is found with after many cuts; undefined where it is not there. */
function found(records: readonly DiskRecord[], name = 'a'): ReadonlySet<string | undefined> {
  const all = new Set<string | undefined>()
  for (let seed = 0; seed < 300; seed++) {
    const random = seededRandom(seed)
    const disk = new PowerCutDisk(random)
    for (const record of records) disk.apply(record)
    const octets = disk.cut(random).get(name)
    all.add(octets && sketch(octets))
  }
  return all
}

/** One letter for each sector: its content, `0` for zeros, `?` for rubbish. */
function sketch(octets: Uint8Array): string {
  let text = ''
  for (let at = 0; at < octets.length; at += SECTOR) {
    const values = new Set(octets.subarray(at, at + SECTOR))
    const [first = 0] = values
    text += values.size > 1 ? '?' : first === 0 ? '0' : String.fromCharCode(first)
  }
  return text
}

describe('a disk after a power cut', () => {
  it('has what was synced', () => {
    const records = [MADE, FOLDER, write('x', 2 * SECTOR), sync('sync-begun'), sync('synced')]
    assert.deepEqual(found(records), new Set(['xx']))
  })

  it('has any of the sectors that were not, in place of what was there', () => {
    const records = [MADE, FOLDER, write('x', 2 * SECTOR), sync('sync-begun'), sync('synced'), write('y', 2 * SECTOR)]
    assert.deepEqual(found(records), new Set(['xx', 'xy', 'yx', 'yy']))
  })

  it('may lack the end, or hold zeros or rubbish, where a file grew', () => {
    assert.deepEqual(found([MADE, FOLDER, write('x', 2 * SECTOR)]), new Set(['', 'x', 'xx', '0x', '?x']))
  })

  it('has what was written before a sync began, and not for certain what was written before it ended', () => {
    const records = [MADE, FOLDER, write('x', SECTOR), sync('sync-begun'), write('y', SECTOR), sync('synced')]
    assert.deepEqual(found(records), new Set(['x', 'y']))
  })

  it('does not get by a later sync what a failed one lost', () => {
    const failed = [MADE, FOLDER, write('x', 2 * SECTOR), sync('sync-begun'), sync('sync-failed')]
    const records = [...failed, sync('sync-begun', 2n), sync('synced', 2n)]
    assert.deepEqual(found(records), new Set(['', 'x', 'xx', '0x', '?x']))
    const again = [...failed, write('y', 2 * SECTOR), sync('sync-begun', 2n), sync('synced', 2n)]
    assert.deepEqual(found(again), new Set(['yy']))
  })

  it('may have a truncation or not before it was synced', () => {
    const records: DiskRecord[] = [MADE, FOLDER, write('x', 2 * SECTOR), sync('sync-begun'), sync('synced')]
    records.push({ kind: 'truncate', file: FILE, size: SECTOR })
    assert.deepEqual(found(records), new Set(['x', 'xx']))
  })

  it('has a name for certain only once its folder was synced', () => {
    const synced = [MADE, write('x', SECTOR), sync('sync-begun'), sync('synced')]
    assert.deepEqual(found(synced), new Set([undefined, 'x']))
    const renamed: DiskRecord[] = [...synced, FOLDER, { kind: 'rename', from: 'a', to: 'b' }]
    assert.deepEqual(found(renamed, 'b'), new Set([undefined, 'x']))
    assert.deepEqual(found([...renamed, FOLDER], 'b'), new Set(['x']))
    assert.deepEqual(found([...synced, FOLDER, { kind: 'remove', name: 'a' }]), new Set([undefined, 'x']))
  })

  it('keeps the octets of a file whose removal is not certain, though another has its number', () => {
    const first = [MADE, FOLDER, write('x', SECTOR), sync('sync-begun'), sync('synced')]
    const other: DiskRecord[] = [
      { kind: 'remove', name: 'a' },
      { kind: 'create', file: FILE, name: 'b' },
    ]
    const records = [...first, ...other, write('y', SECTOR), sync('sync-begun'), sync('synced')]
    assert.deepEqual(found(records), new Set([undefined, 'x']))
    assert.deepEqual(found(records, 'b'), new Set([undefined, 'y']))
  })
})
