import type { Changes } from '@smpp-connect/contracts'
import type { Query, QueryClient } from '@tanstack/react-query'
import { keysTouchedBy } from './invalidation.ts'

/** A list that was scrolled further than this many pages is not loaded again by itself: it says that it is old. */
export const MAX_LIVE_PAGES = 6

/**
 * Loads again what changed, as far as it is on the screen, and marks the rest as old. Resolves when the answers are in;
 * failures are the queries' own, shown where they are used.
 */
export async function renewQueries(client: QueryClient, changes: Changes): Promise<void> {
  const touched = keysTouchedBy(changes)
  if (touched === 'everything') {
    await client.invalidateQueries({ predicate: (query) => !isDeep(query), refetchType: 'active' })
    await client.invalidateQueries({ predicate: isDeep, refetchType: 'none' })
    return
  }
  await Promise.all(
    touched.map(async (queryKey) => {
      await client.invalidateQueries({ queryKey, predicate: isDeep, refetchType: 'none' })
      await client.invalidateQueries({ queryKey, predicate: (query) => !isDeep(query), refetchType: 'active' })
    }),
  )
}

function isDeep(query: Query): boolean {
  const data: unknown = query.state.data
  if (typeof data !== 'object' || data === null || !('pages' in data)) return false
  return Array.isArray(data.pages) && data.pages.length > MAX_LIVE_PAGES
}
