import { BEGUN, type KeyedAnswer, type StoredAnswer } from '../port.ts'
import type { Tables } from './tables.ts'

/** See `Store.keepAnswer`. */
export function keepAnswer(tables: Tables, answer: KeyedAnswer): StoredAnswer | undefined {
  const { scope, key, ...toStore } = answer
  const before = tables.answer(scope, key)
  if (!before) tables.putAnswer(scope, key, toStore)
  return before
}

/** See `Store.settleAnswer`. An answer that was given is never changed. */
export function settleAnswer(tables: Tables, scope: string, key: string, answer: StoredAnswer | null): void {
  if (tables.answer(scope, key)?.status !== BEGUN) return
  if (answer) tables.putAnswer(scope, key, answer)
  else tables.removeAnswer(scope, key)
}
