import type { DatabaseSync } from 'node:sqlite'
import type { MessageClass, SmscId } from '@smpp-connect/contracts'
import type { Stream } from '../rules/rows.ts'
import { Statement } from './database.ts'
import type { SmscKeys } from './smsc-keys.ts'
import { classCode, messageClassOf } from './state-codes.ts'

/** Streams and the short keys that stand for them in the rows. For the writer: it alone makes new ones. */
export class StreamKeys {
  readonly #smscs: SmscKeys
  readonly #insert: Statement
  readonly #byKey = new Map<number, Stream>()
  readonly #keys = new Map<string, number>()
  readonly #bySmsc = new Map<SmscId, number[]>()
  #last = 0
  /** The one that was asked for last: what comes together mostly goes to the same. */
  #asked: Stream | undefined

  constructor(db: DatabaseSync, smscs: SmscKeys) {
    this.#smscs = smscs
    for (const row of new Statement(db, 'SELECT key, smsc, class, owner FROM streams ORDER BY key').all()) {
      const [key, smsc, code, owner] = row as [number, number, number, string]
      this.#note({ key, smscId: smscs.idOf(smsc), messageClass: messageClassOf(code), owner })
    }
    this.#insert = new Statement(db, 'INSERT INTO streams (key, smsc, class, owner) VALUES (?, ?, ?, ?)')
  }

  /** The key of a stream; one that is new gets one. */
  of(smscId: SmscId, messageClass: MessageClass, owner: string): number {
    const asked = this.#asked
    if (asked?.smscId === smscId && asked.messageClass === messageClass && asked.owner === owner) return asked.key
    const known = this.#keys.get(nameOf(smscId, messageClass, owner))
    if (known !== undefined) {
      this.#asked = this.#byKey.get(known)
      return known
    }
    const key = this.#last + 1
    this.#insert.run(key, this.#smscs.of(smscId), classCode(messageClass), owner)
    // The class as the constant that it equals: what came from another thread is compared letter by letter.
    this.#note({ key, smscId, messageClass: messageClassOf(classCode(messageClass)), owner })
    return key
  }

  stream(key: number): Stream {
    return this.#byKey.get(key) as Stream
  }

  /** In the order in which they were made. */
  ofSmsc(smscId: SmscId): readonly number[] {
    return this.#bySmsc.get(smscId) ?? []
  }

  #note(stream: Stream): void {
    const { key, smscId, messageClass, owner } = stream
    this.#byKey.set(key, stream)
    this.#keys.set(nameOf(smscId, messageClass, owner), key)
    const ofSmsc = this.#bySmsc.get(smscId)
    if (ofSmsc) ofSmsc.push(key)
    else this.#bySmsc.set(smscId, [key])
    this.#last = key
  }
}

function nameOf(smscId: SmscId, messageClass: MessageClass, owner: string): string {
  return `${smscId}\n${messageClass}\n${owner}`
}
