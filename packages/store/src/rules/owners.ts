import type { SmscLoad } from '../deletion.ts'

/** Whose parts are open, those with most first. */
export function ownersOf(parts: ReadonlyMap<string, number>): SmscLoad['owners'] {
  return [...parts]
    .map(([owner, count]) => ({ owner, parts: count }))
    .sort((a, b) => b.parts - a.parts || (a.owner < b.owner ? -1 : 1))
}
