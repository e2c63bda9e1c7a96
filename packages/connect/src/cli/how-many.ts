import { type Context, endWith } from './context.ts'
import { EXIT } from './exit-codes.ts'

const USUAL = 50

/** How many things a list is to show at most: --limit, --all, else 50. */
export function howMany({ options, terminal }: Context): number {
  if (options.all === true) {
    if (options.limit === undefined) return Number.POSITIVE_INFINITY
    return endWith(terminal, EXIT.usage, '--limit and --all say two things: give one of them.')
  }
  if (options.limit === undefined) return USUAL
  const limit = /^\d+$/.test(String(options.limit)) ? Number(options.limit) : 0
  if (limit > 0) return limit
  return endWith(terminal, EXIT.usage, '--limit: a whole number above 0 is needed.')
}
