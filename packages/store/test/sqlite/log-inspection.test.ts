import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { temporaryFolderInMemory } from '@smpp-connect/testkit'
import { LOG_HEADER_OCTETS, type LogDamage, LogInspection } from '../../src/sqlite/log-inspection.ts'

const FRAME_OCTETS = 24 + 512

/** The log of five transactions of one or two pages each. */
function log(): Buffer {
  using folder = temporaryFolderInMemory()
  const path = join(folder.path, 'test.db')
  const db = new DatabaseSync(path)
  db.exec('PRAGMA page_size = 512; PRAGMA journal_mode = WAL; CREATE TABLE t (x)')
  for (let count = 1; count <= 4; count++) db.exec(`INSERT INTO t VALUES ('${String(count).repeat(200)}')`)
  const octets = readFileSync(`${path}-wal`)
  db.close()
  return octets
}

function inspect(octets: Buffer): LogDamage | undefined {
  const inspection = new LogInspection()
  assert.equal(inspection.header(octets.subarray(0, LOG_HEADER_OCTETS)), FRAME_OCTETS)
  for (let at = LOG_HEADER_OCTETS; at + FRAME_OCTETS <= octets.length; at += FRAME_OCTETS) {
    inspection.frame(octets.subarray(at, at + FRAME_OCTETS))
  }
  return inspection.damage
}

/** Where the frames are that end a transaction, and so have the size of the database in them. */
function ends(octets: Buffer): readonly number[] {
  const all: number[] = []
  for (let at = LOG_HEADER_OCTETS; at < octets.length; at += FRAME_OCTETS)
    if (octets.readUInt32BE(at + 4) > 0) all.push(at)
  return all
}

describe('a log', () => {
  it('of whole transactions has no damage', () => {
    const octets = log()
    assert.ok(ends(octets).length >= 5)
    assert.equal(inspect(octets), undefined)
  })

  it('that ends anywhere has none that can be seen in it', () => {
    const octets = log()
    for (let end = LOG_HEADER_OCTETS; end < octets.length; end += 100)
      assert.equal(inspect(octets.subarray(0, end)), undefined)
  })

  it('has damage where two whole transactions come behind a frame that does not fit', () => {
    const octets = log()
    const [, , third = 0] = ends(octets).toReversed()
    octets[third + 300] = (octets[third + 300] ?? 0) ^ 1
    assert.deepEqual(inspect(octets), { what: 'frame', startsAt: third, endsAt: third + FRAME_OCTETS })
  })

  it('has none where only one does: the last transaction may never have been finished', () => {
    const octets = log()
    const [, second = 0] = ends(octets).toReversed()
    octets[second + 300] = (octets[second + 300] ?? 0) ^ 1
    assert.equal(inspect(octets), undefined)
  })

  it('has none in what is left of an earlier life', () => {
    const octets = log()
    const [, , third = 0] = ends(octets).toReversed()
    for (let at = third; at < octets.length; at += FRAME_OCTETS) octets[at + 8] = (octets[at + 8] ?? 0) ^ 1
    assert.equal(inspect(octets), undefined)
  })

  it('is none without its header', () => {
    const header = log().subarray(0, LOG_HEADER_OCTETS)
    for (const at of [0, 5, 17, 25]) {
      const broken = Buffer.from(header)
      broken[at] = (broken[at] ?? 0) ^ 4
      assert.equal(new LogInspection().header(broken), undefined)
    }
  })
})
