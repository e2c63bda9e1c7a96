import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { BrokenInvariant } from '@smpp-connect/kernel'
import { StoreUnavailable } from '@smpp-connect/store'
import { SqliteStore } from '@smpp-connect/store/sqlite'
import { temporaryFolder } from '@smpp-connect/testkit'
import { openForWriting } from '../../src/sqlite/database.ts'
import { errorOf, failureOf, reasonOf, systemReason } from '../../src/sqlite/failure.ts'
import { type PackedEvents, unpackEvents } from '../../src/sqlite/packing/index.ts'
import { Writer } from '../../src/sqlite/writer.ts'
import { messageNamed } from './message.ts'

const says = (reason: RegExp) => (error: unknown) => {
  assert.ok(error instanceof StoreUnavailable, String(error))
  assert.match(error.reason, reason)
  return true
}

const seqs = (events: readonly PackedEvents[]): readonly number[] =>
  events.flatMap((packed) => unpackEvents(packed)).map(({ seq }) => seq)

describe('a store whose disk is full', () => {
  it('keeps nothing of what it cannot keep whole, keeps the rest, and recovers', async () => {
    using folder = temporaryFolder()
    const store = new SqliteStore({ directory: folder.path, maxOctets: 1_000_000 })
    await store.open()
    await store.accept({ messages: [messageNamed('first')], atMs: 1 })
    const counts = await store.counts()
    const many = Array.from({ length: 500 }, (_, index) => messageNamed(`big${index}`, { text: 'x'.repeat(5_000) }))
    const both = await Promise.allSettled([
      store.accept({ messages: many, atMs: 2 }),
      store.accept({ messages: [messageNamed('beside')], atMs: 2 }),
    ])
    assert.ok(both[0]?.status === 'rejected' && says(/disk is full/)(both[0].reason))
    assert.deepEqual(await store.counts(), {
      ...counts,
      outbound: both[1]?.status === 'fulfilled' ? 2 : 1,
      byState: { accepted: both[1]?.status === 'fulfilled' ? 2 : 1 },
    })
    await store.accept({ messages: [messageNamed('after')], atMs: 3 })
    assert.equal((await store.message('msg_after'))?.state, 'accepted')
    assert.equal(await store.message('msg_big0'), undefined)
    const events = await store.events(0, 100)
    assert.deepEqual(
      events.map(({ seq }) => seq),
      events.map((_, index) => index + 1),
    )
    await store.close()

    const roomier = new SqliteStore({ directory: folder.path })
    await roomier.open()
    await roomier.accept({ messages: many, atMs: 4 })
    assert.equal((await roomier.message('msg_big499'))?.text.length, 5_000)
    await roomier.close()
  })
})

describe('the connection that writes', () => {
  it('has a commit on the disk before it returns, and looks for no references', () => {
    using folder = temporaryFolder()
    const db = openForWriting(folder.path, {})
    const settings = ['journal_mode', 'synchronous', 'foreign_keys'].map(
      (name) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0],
    )
    // 2 is FULL.
    assert.deepEqual(settings, ['wal', 2, 0])
    db.close()
  })
})

describe('a call that throws', () => {
  it('takes no other of its group along, and leaves nothing behind', async () => {
    using folder = temporaryFolder()
    const writer = new Writer(folder.path, {})
    const accept = (id: number, messages: readonly ReturnType<typeof messageNamed>[]) => ({
      id,
      name: 'accept',
      args: [{ messages, atMs: id }],
    })
    const c = messageNamed('c')
    const { replies, events } = writer.run([
      accept(1, [messageNamed('a')]),
      // The second of these breaks a rule when the first is there already.
      accept(2, [messageNamed('b'), c, messageNamed('b')]),
      accept(3, [c]),
    ])
    assert.deepEqual(
      replies.map((reply) => ('failure' in reply ? reply.failure.kind : 'stored')),
      ['stored', 'invariant', 'stored'],
    )
    assert.deepEqual(
      replies.map(({ id }) => id),
      [1, 2, 3],
    )
    assert.deepEqual(seqs(events), [1, 2])
    writer.close()
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    assert.deepEqual(
      (await store.events(0, 10)).map(({ seq, messageId }) => [seq, messageId]),
      [
        [1, 'msg_a'],
        [2, 'msg_c'],
      ],
    )
    assert.equal((await store.counts()).outbound, 2)
    assert.equal(await store.message('msg_b'), undefined)
    assert.equal((await store.conversations({ limit: 10 })).items.length, 2)
    const { findings } = await store.verify({ afterSeq: 0, limit: 100, nowMs: 10 })
    assert.deepEqual(findings, [])
    await store.close()
  })
})

describe('an I/O error while committing', () => {
  it('loses the transaction, drops the connection, and goes on with a new one', () => {
    using folder = temporaryFolder()
    let isBroken = false
    let connections = 0
    class Flaky extends DatabaseSync {
      override exec(sql: string): void {
        if (sql === 'COMMIT' && isBroken) {
          isBroken = false
          // SQLITE_IOERR_FSYNC
          throw Object.assign(new Error('disk I/O error'), { code: 'ERR_SQLITE_ERROR', errcode: 1034 })
        }
        super.exec(sql)
      }
    }
    const writer = new Writer(folder.path, {}, (directory, settings) => {
      connections += 1
      openForWriting(directory, settings).close()
      return new Flaky(join(directory, 'connect.db'))
    })
    const accept = (id: number, name: string) =>
      writer.run([{ id, name: 'accept', args: [{ messages: [messageNamed(name)], atMs: 1 }] }])
    assert.deepEqual(seqs(accept(1, 'a').events), [1])
    isBroken = true
    const { replies, events } = accept(2, 'b')
    assert.deepEqual(seqs(events), [])
    const [reply] = replies
    assert.ok(reply && 'failure' in reply)
    assert.match(errorOf(reply.failure).message, /not available: .*I\/O error/)
    assert.equal(connections, 1)
    assert.equal(writer.logState(), undefined, 'of a connection that cannot be trusted')
    assert.match(writer.checkpoint() ?? '', /connection to the database has failed/)
    assert.deepEqual(seqs(accept(3, 'b').events), [2])
    assert.equal(connections, 2)
    writer.close()
  })
})

describe('a checkpoint of the connection that writes', () => {
  /** It fails with one of these result codes of SQLite after the other. */
  function failingWriter(directory: string) {
    const failures: number[] = []
    class Flaky extends DatabaseSync {
      override exec(sql: string): void {
        const errcode = sql.includes('wal_checkpoint') ? failures.shift() : undefined
        if (errcode !== undefined) throw Object.assign(new Error('?'), { code: 'ERR_SQLITE_ERROR', errcode })
        super.exec(sql)
      }
    }
    const writer = new Writer(directory, {}, (path, settings) => {
      openForWriting(path, settings).close()
      return new Flaky(join(path, 'connect.db'))
    })
    return { writer, failures }
  }

  it('says why it failed, and is tried again', () => {
    using folder = temporaryFolder()
    const { writer, failures } = failingWriter(folder.path)
    // SQLITE_FULL and SQLITE_IOERR_FSYNC
    failures.push(13, 1034)
    assert.equal(writer.checkpoint(), 'the disk is full')
    assert.equal(writer.checkpoint(), 'reading or writing the disk failed (I/O error)')
    assert.equal(writer.checkpoint(), undefined)
    writer.close()
  })
})

describe('a data directory that cannot be used', () => {
  it('one that cannot be made', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'file'), '')
    const store = new SqliteStore({ directory: join(folder.path, 'file', 'data') })
    await assert.rejects(store.open(), says(/data directory .*data cannot be made: a part of its path is a file/))
    await assert.rejects(store.counts(), says(/not open/))
    await store.close()
  })

  it('one that is a file', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'file'), '')
    await assert.rejects(new SqliteStore({ directory: join(folder.path, 'file') }).open(), says(/file of that name/))
  })

  it('one whose database is no database', async () => {
    using folder = temporaryFolder()
    writeFileSync(join(folder.path, 'connect.db'), 'this is not what you are looking for'.repeat(300))
    await assert.rejects(new SqliteStore({ directory: folder.path }).open(), says(/connect\.db .* is not a database/))
  })

  it("one whose database is another program's, which is left as it is", async () => {
    using folder = temporaryFolder()
    const path = join(folder.path, 'connect.db')
    const other = new DatabaseSync(path)
    other.exec('CREATE TABLE theirs (x)')
    other.close()
    await assert.rejects(new SqliteStore({ directory: folder.path }).open(), says(/database of another program/))
    const again = new DatabaseSync(path)
    assert.deepEqual(
      again
        .prepare('SELECT name FROM sqlite_schema')
        .all()
        .map(({ name }) => name),
      ['theirs'],
    )
    assert.equal(again.prepare('PRAGMA journal_mode').get()?.journal_mode, 'delete')
    again.close()
  })

  it('one that a newer Connect wrote', async () => {
    using folder = temporaryFolder()
    const store = new SqliteStore({ directory: folder.path })
    await store.open()
    await store.close()
    const db = new DatabaseSync(join(folder.path, 'connect.db'))
    db.exec(`INSERT INTO migrations VALUES (99, 'from the future', '', '')`)
    db.close()
    await assert.rejects(
      store.open(),
      says(/written by a newer Connect \(its schema is version 99, this one knows \d+\)/),
    )
  })
})

describe('failures on their way between threads', () => {
  it('are what they were', () => {
    const sqlite = (errcode: number) => Object.assign(new Error('of SQLite'), { errcode })
    const reasons: readonly [number, RegExp, boolean][] = [
      [13, /disk is full/, false],
      [8, /read-only/, true],
      [1032, /read-only/, true],
      [10, /I\/O error/, true],
      [778, /I\/O error/, true],
      [14, /cannot be opened/, true],
      [11, /damaged/, true],
      [5, /locked/, false],
    ]
    for (const [code, reason, reopen] of reasons) {
      const failure = failureOf(sqlite(code))
      assert.equal(failure.reopen, reopen)
      assert.ok(says(reason)(errorOf(failure)))
    }
    const broken = Object.assign(new Error('EIO: i/o error'), { code: 'EIO', syscall: 'fsync', path: 'connect.db-wal' })
    assert.ok(says(/^connect\.db-wal cannot be read or written: .*I\/O error/)(errorOf(failureOf(broken))))
    assert.ok(errorOf(failureOf(sqlite(2067))) instanceof BrokenInvariant)
    assert.ok(errorOf(failureOf(new BrokenInvariant('x'))) instanceof BrokenInvariant)
    assert.ok(says(/^why$/)(errorOf(failureOf(new StoreUnavailable('why')))))
    const bug = errorOf(failureOf(new TypeError('a bug')))
    assert.equal(bug.name, 'Error')
    assert.match(bug.message, /TypeError: a bug/)
    assert.match(errorOf(failureOf(sqlite(1))).message, /of SQLite/)
    assert.equal(errorOf(failureOf('thrown')).message, 'thrown')
  })

  it('have one line for whoever has to mend it', () => {
    assert.equal(reasonOf(failureOf(new StoreUnavailable('the disk is full'))), 'the disk is full')
    assert.equal(reasonOf(failureOf(new TypeError('it is no buffer'))), 'TypeError: it is no buffer')
  })

  it('say what the file system meant', () => {
    assert.equal(systemReason(Object.assign(new Error(), { code: 'EROFS' })), 'it is on a read-only disk')
    assert.equal(systemReason(Object.assign(new Error(), { code: 'EODD' })), 'EODD')
    assert.equal(systemReason('odd'), 'odd')
  })
})
