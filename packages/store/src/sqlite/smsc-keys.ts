import type { DatabaseSync } from 'node:sqlite'
import type { SmscId } from '@smpp-connect/contracts'
import { Statement } from './database.ts'

/** No row has it. */
const NONE = -1

/** SMSC ids and the short keys that stand for them in the rows. For the writer: it alone makes new ones. */
export class SmscKeys {
  readonly #keys = new Map<SmscId, number>()
  readonly #ids = new Map<number, SmscId>()
  readonly #insert: Statement
  #last = 0
  /** The one that was asked for last: what comes together mostly goes to the same SMSC. */
  #asked: { readonly id: SmscId; readonly key: number } | undefined

  constructor(db: DatabaseSync) {
    for (const [key, id] of new Statement(db, 'SELECT key, id FROM smsc_names').all()) {
      this.#note(Number(key), id as SmscId)
    }
    this.#insert = new Statement(db, 'INSERT INTO smsc_names (key, id) VALUES (?, ?)')
  }

  /** The key of an SMSC; one that is new gets one. */
  of(id: SmscId): number {
    const known = this.find(id)
    if (known !== NONE) return known
    const key = this.#last + 1
    this.#insert.run(key, id)
    this.#note(key, id)
    return key
  }

  /** The key of an SMSC, or -1, which no row has. */
  find(id: SmscId): number {
    if (id === this.#asked?.id) return this.#asked.key
    const key = this.#keys.get(id)
    if (key === undefined) return NONE
    this.#asked = { id, key }
    return key
  }

  idOf(key: number): SmscId {
    return this.#ids.get(key) as SmscId
  }

  keys(): readonly number[] {
    return [...this.#ids.keys()]
  }

  #note(key: number, id: SmscId): void {
    this.#keys.set(id, key)
    this.#ids.set(key, id)
    this.#last = Math.max(this.#last, key)
  }
}
