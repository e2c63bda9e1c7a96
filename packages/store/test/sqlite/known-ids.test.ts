import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { Statements } from '../../src/sqlite/tables/context.ts'
import { KnownIds, type KnownIdsSettings } from '../../src/sqlite/tables/known-ids.ts'

const SMALL: KnownIdsSettings = { fewestBits: 64, mostBits: 1024, readTogether: 4, readEvery: 3 }

/** Conversations, of which the first ones are in the index. */
class Table {
  readonly #db = new DatabaseSync(':memory:')
  #rows = 0
  conversationsIndexed = 0

  constructor() {
    this.#db.exec(`
      CREATE TABLE conversations (seq INTEGER PRIMARY KEY, id TEXT NOT NULL);
      CREATE TABLE conversation_ids (prefix TEXT, conversation INTEGER, PRIMARY KEY (prefix, conversation)) WITHOUT ROWID`)
  }

  add(id: string): void {
    this.#rows += 1
    this.#db.prepare('INSERT INTO conversations VALUES (?, ?)').run(this.#rows, id)
  }

  /** All that are there go into the index. */
  index(): void {
    this.#db
      .prepare('INSERT INTO conversation_ids SELECT substr(id, 5, 8), seq FROM conversations WHERE seq > ?')
      .run(this.conversationsIndexed)
    this.conversationsIndexed = this.#rows
  }

  known(settings = SMALL, book: { readonly conversationsIndexed: number } = this): KnownIds {
    return new KnownIds(new Statements(this.#db), book, settings)
  }
}

/** Ids whose beginnings differ. */
const idOf = (index: number): string => `cnv_${String((index * 7919) % 100_000).padStart(8, '0')}_rest`

describe('ids that are known', () => {
  it('are never taken for new, however many there are, in the index or not, and after restarts', () => {
    const step = fc.constantFrom('add', 'add', 'add', 'add', 'ask', 'index', 'restart')
    fc.assert(
      fc.property(fc.array(step, { minLength: 10, maxLength: 600 }), (steps) => {
        const table = new Table()
        let known = table.known()
        let count = 0
        for (const what of steps) {
          if (what === 'add') {
            const id = idOf(count++)
            table.add(id)
            known.note(id)
          } else if (what === 'ask') {
            for (let index = 0; index < count; index++) assert.equal(known.isNew(idOf(index)), false)
          } else if (what === 'index') table.index()
          else known = table.known()
        }
        for (let index = 0; index < count; index++) assert.equal(known.isNew(idOf(index)), false)
      }),
      { numRuns: 40 },
    )
  })

  for (const [where, isIndexed] of [
    ['in no index', false],
    ['in the index', true],
  ] as const) {
    it(`are told from most that are new, ${where}, once the index was read`, () => {
      const table = new Table()
      for (let index = 0; index < 100; index++) table.add(idOf(index))
      if (isIndexed) table.index()
      const known = table.known({ ...SMALL, fewestBits: SMALL.mostBits })
      const told = (): number => {
        let count = 0
        for (let index = 1000; index < 1300; index++) if (known.isNew(idOf(index))) count += 1
        return count
      }
      const atFirst = told()
      if (isIndexed) assert.ok(atFirst < 280, `${atFirst} of 300 before it was read`)
      assert.ok(told() > 250, `${told()} of 300`)
      for (let index = 0; index < 100; index++) assert.equal(known.isNew(idOf(index)), false)
    })
  }

  it('have more room made for them as they become more', () => {
    const table = new Table()
    const known = table.known()
    for (let index = 0; index < 120; index++) {
      table.add(idOf(index))
      known.note(idOf(index))
    }
    let told = 0
    for (let index = 1000; index < 1300; index++) if (known.isNew(idOf(index))) told += 1
    // In the 64 bits that it began with there is a place for hardly any.
    assert.ok(told > 250, `${told} of 300`)
  })

  it('are read again when they have doubled, not for each, where there is no more room to be had', () => {
    const table = new Table()
    let readings = 0
    const counted = {
      get conversationsIndexed() {
        readings += 1
        return table.conversationsIndexed
      },
    }
    for (let index = 0; index < 400; index++) table.add(idOf(index))
    table.index()
    const known = table.known({ ...SMALL, mostBits: 64, readTogether: 1000 }, counted)
    readings = 0
    for (let index = 400; index < 1200; index++) {
      table.add(idOf(index))
      known.isNew(idOf(index))
      known.note(idOf(index))
    }
    assert.ok(readings <= 3, `${readings}`)
  })
})
