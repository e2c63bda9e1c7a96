import type { Standing } from '../../src/route/route-question.ts'

/** `lost`: not bound since a moment ago; `out`: not bound for long. */
export type Condition = 'lost' | 'out'

/** All are bound but those that are named. */
export function standing(conditions: Readonly<Record<string, Condition>> = {}): Standing {
  return { takes: (id) => conditions[id] === undefined, isOut: (id) => conditions[id] === 'out' }
}
