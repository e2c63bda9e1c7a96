import assert from 'node:assert/strict'
import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { DATABASE_FILE, openForReading } from '../../src/sqlite/database.ts'
import { LOG_FILE } from '../../src/sqlite/log-file.ts'
import type { LogState } from '../../src/sqlite/log-reports.ts'
import { Writer } from '../../src/sqlite/writer.ts'
import { messageNamed } from './message.ts'

const PAGE_OCTETS = 4096
/** Of a frame: the salts of its log, behind the header of the log and two numbers. */
const FIRST_SALTS_AT = 32 + 8

/** A store of whose log a part was copied, because somebody reads. */
class PartlyCopied {
  readonly #folder = temporaryFolder()
  readonly writer = new Writer(this.#folder.path, {})
  readonly database = join(this.#folder.path, DATABASE_FILE)
  readonly log = join(this.#folder.path, LOG_FILE)
  readonly #reader = openForReading(this.#folder.path)
  #named = 0

  constructor() {
    this.write()
    this.#reader.exec('BEGIN')
    this.#reader.prepare('SELECT count(*) FROM messages').get()
    this.write()
    this.writer.checkpoint()
    const { pages, copied } = this.state
    assert.ok(copied > 0 && copied < pages, `${copied} of ${pages} pages were copied`)
    this.#reader.close()
  }

  get state(): LogState {
    const state = this.writer.logState()
    assert.ok(state)
    return state
  }

  write(): void {
    const messages = Array.from({ length: 8 }, () => messageNamed(`${this.#named++}`, { text: 'x'.repeat(16_000) }))
    const { replies } = this.writer.run([{ id: 1, name: 'accept', args: [{ messages, atMs: 1 }] }])
    assert.ok(replies.every((reply) => 'result' in reply))
  }

  /** What a disk may have after a sync that failed: nothing of what was written since the one before. */
  loseCopies(): void {
    const pages = readFileSync(this.database).length / PAGE_OCTETS
    for (let page = 1; page < pages; page++) overwrite(this.database, page * PAGE_OCTETS, Buffer.alloc(PAGE_OCTETS))
  }

  /** After the next start. */
  messages(): number {
    const again = new Writer(this.#folder.path, {})
    again.close()
    const db = openForReading(this.#folder.path)
    const { count, sound } = db
      .prepare('SELECT count(*) AS count, (SELECT integrity_check FROM pragma_integrity_check) AS sound FROM messages')
      .get() as { readonly count: number; readonly sound: string }
    db.close()
    assert.equal(sound, 'ok')
    return count
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]()
  }
}

function overwrite(path: string, at: number, octets: Uint8Array): void {
  const descriptor = openSync(path, 'r+')
  writeSync(descriptor, octets, 0, octets.length, at)
  closeSync(descriptor)
}

describe('pages that were copied from the log', () => {
  it('are written again from it after a checkpoint that failed, before the next', () => {
    using store = new PartlyCopied()
    store.loseCopies()
    store.writer.distrustCopies('the disk failed')
    assert.equal(store.writer.checkpoint(), undefined)
    const { pages, copied } = store.state
    assert.equal(copied, pages)
    store.writer.close()
    assert.equal(store.messages(), 16)
  })

  it('are left alone while nothing failed', () => {
    using store = new PartlyCopied()
    store.loseCopies()
    assert.equal(store.writer.secureCopies(), undefined)
    assert.equal(
      readFileSync(store.database)
        .subarray(PAGE_OCTETS)
        .findIndex((octet) => octet !== 0),
      -1,
    )
    store.writer.close()
  })

  it('keep the log from being copied on, and from being taken away, while they cannot be written again', () => {
    using store = new PartlyCopied()
    const salts = readFileSync(store.log).subarray(FIRST_SALTS_AT, FIRST_SALTS_AT + 8)
    overwrite(store.log, FIRST_SALTS_AT, Buffer.alloc(8))
    store.loseCopies()
    store.writer.distrustCopies('the disk failed')
    const before = store.state
    const reason = 'the log connect.db-wal has a frame of another log at octet 32'
    assert.equal(store.writer.checkpoint(), reason)
    assert.equal(store.writer.secureCopies(), reason)
    assert.deepEqual(store.state, before)
    store.writer.close()
    assert.ok(existsSync(store.log))
    overwrite(store.log, FIRST_SALTS_AT, salts)
    assert.equal(store.messages(), 16)
  })
})
