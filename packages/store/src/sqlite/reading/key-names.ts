import type { SmscId } from '@smpp-connect/contracts'
import type { Stream } from '../../rules/rows.ts'
import { messageClassOf } from '../state-codes.ts'
import type { Statements } from '../tables/context.ts'
import type { KeyNames } from '../tables/message-rows.ts'
import type { WireProfile } from '../wire-profiles.ts'

/** As many of each as are remembered. What a key stands for never changes. */
const MOST_REMEMBERED = 10_000

/** What short keys in the rows stand for, asked for when they are first met. */
export class ReadKeyNames implements KeyNames {
  readonly #statements: Statements
  readonly #streams = new Map<number, Stream | undefined>()
  readonly #profiles = new Map<number, WireProfile>()
  readonly #smscs = new Map<number, SmscId>()

  constructor(statements: Statements) {
    this.#statements = statements
  }

  stream(key: number): Stream {
    return this.findStream(key) as Stream
  }

  /** Undefined where a row names one that there is not. */
  findStream(key: number): Stream | undefined {
    return remembered(this.#streams, key, () => {
      const row = this.#statements
        .of('SELECT s.id, t.class, t.owner FROM streams t CROSS JOIN smsc_names s ON s.key = t.smsc WHERE t.key = ?')
        .get(key)
      if (!row) return undefined
      const [smscId, code, owner] = row as unknown as [SmscId, number, string]
      return { key, smscId, messageClass: messageClassOf(code), owner }
    })
  }

  profile(key: number): WireProfile {
    return remembered(this.#profiles, key, () => {
      const row = this.#statements.of('SELECT fields FROM wire_profiles WHERE key = ?').get(key)
      return JSON.parse(row?.[0] as string) as WireProfile
    })
  }

  smscId(key: number): SmscId {
    return remembered(this.#smscs, key, () => {
      return this.#statements.of('SELECT id FROM smsc_names WHERE key = ?').get(key)?.[0] as SmscId
    })
  }
}

function remembered<Value>(known: Map<number, Value>, key: number, find: () => Value): Value {
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= MOST_REMEMBERED) known.clear()
  const value = find()
  known.set(key, value)
  return value
}
