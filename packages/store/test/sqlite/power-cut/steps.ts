import type { Store } from '@smpp-connect/store'
import fc from 'fast-check'
import { type Operation, operation, World } from '../../random-operations.ts'

/** What is asked for at once, and so done in one transaction. */
export interface Step {
  readonly together: readonly Operation[]
  readonly laterMs: number
  /** The store is closed and opened before it. */
  readonly reopens: boolean
}

const step = fc.record({
  together: fc.array(operation, { minLength: 1, maxLength: 5 }),
  laterMs: fc.nat({ max: 60 }),
  reopens: fc.nat({ max: 40 }).map((chance) => chance === 0),
})

/** The same steps for the same seed, in whatever process. */
export function stepsOf(seed: number, count: number): readonly Step[] {
  return fc.sample(step, { seed, numRuns: count })
}

/** The calls of one step after the other, for a store that does them. The world is told of each step, done or not. */
export class Player {
  readonly world = new World(1)

  callsOf({ together, laterMs }: Step): readonly ((store: Store) => Promise<unknown>)[] {
    this.world.nowMs += laterMs
    return together.map((one) => this.world.callOf(one))
  }
}
