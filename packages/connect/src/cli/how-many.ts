import { type Context, endWith } from './context.ts'
import { EXIT } from './exit-codes.ts'

const USUAL = 50

/** How many things a list is to show at most: --limit, --all, else 50. */
export function howMany({ options, terminal }: Context): number {
  if (options.all === true) return Number.POSITIVE_INFINITY
  if (options.limit === undefined) return USUAL
  const limit = Number(options.limit)
  if (Number.isInteger(limit) && limit > 0) return limit
  return endWith(terminal, EXIT.usage, '--limit: a whole number above 0 is needed.')
}
