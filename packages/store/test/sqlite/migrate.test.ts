import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import { temporaryFolder } from '@smpp-connect/testkit'
import { claimFile, type Migration, migrate } from '../../src/sqlite/migrate.ts'
import { migrations } from '../../src/sqlite/migrations/index.ts'

const one: Migration = { version: 1, name: 'one', sql: 'CREATE TABLE a (x)' }
const two: Migration = { version: 2, name: 'two', sql: 'CREATE TABLE b (x); INSERT INTO b VALUES (1)' }

function empty(): DatabaseSync {
  const db = new DatabaseSync(':memory:')
  claimFile(db)
  return db
}

function tables(db: DatabaseSync): readonly unknown[] {
  return db
    .prepare(`SELECT name FROM sqlite_schema WHERE name <> 'migrations' ORDER BY name`)
    .all()
    .map(({ name }) => name)
}

describe('migrations', () => {
  it('are applied in their order, each once', () => {
    const db = empty()
    migrate(db, [one])
    assert.deepEqual(tables(db), ['a'])
    migrate(db, [one, two])
    migrate(db, [one, two])
    assert.deepEqual(tables(db), ['a', 'b'])
    assert.equal(db.prepare('SELECT count(*) AS n FROM b').get()?.n, 1)
  })

  it('leave nothing behind when they fail, and those before them stay', () => {
    const db = empty()
    const broken: Migration = { version: 2, name: 'broken', sql: 'CREATE TABLE c (x); CREATE TABLE a (x)' }
    assert.throws(() => migrate(db, [one, broken]), /already exists/)
    assert.deepEqual(tables(db), ['a'])
    assert.equal(db.isTransaction, false)
    migrate(db, [one, two])
    assert.deepEqual(tables(db), ['a', 'b'])
  })

  it('are refused when one is not what was applied, or is not known', () => {
    const db = empty()
    migrate(db, [one, two])
    assert.throws(() => migrate(db, [one, { ...two, sql: 'CREATE TABLE other (x)' }]), /step 2 .* is not the "two"/)
    assert.throws(() => migrate(db, [one]), /written by a newer Connect \(its schema is version 2, this one knows 1\)/)
  })

  it('that sort much do it in files beside the data, and nothing else does', () => {
    using folder = temporaryFolder()
    const path = join(folder.path, "the shop's")
    mkdirSync(path)
    const db = new DatabaseSync(join(path, 'connect.db'))
    claimFile(db)
    db.exec('PRAGMA temp_store = MEMORY')
    const value = (name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]
    const kept = (): unknown[] => [value('temp_store'), value('temp_store_directory')]
    const seen: unknown[] = []
    const look = {
      convert: () => {
        seen.push(kept())
      },
    }
    migrate(db, [
      { ...one, ...look },
      { ...two, ...look, sorts: true },
    ])
    // 1: in files; 2: in memory.
    assert.deepEqual(
      [...seen, kept()],
      [
        [2, undefined],
        [1, path],
        [2, undefined],
      ],
    )
    db.close()
  })

  it('that are shipped count from 1 without gaps', () => {
    assert.deepEqual(
      migrations.map(({ version }) => version),
      migrations.map((_, index) => index + 1),
    )
  })
})
