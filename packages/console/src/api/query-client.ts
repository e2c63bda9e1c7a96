import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { keys } from './keys.ts'
import { isLoggedOut, isPassing } from './problem.ts'

/** The cache of everything the server said. The live feed says what became old, so nothing grows old by itself. */
export function makeQueryClient(): QueryClient {
  const onError = (failure: unknown) => {
    // The session ended: the gate shows the log-in page, and what was on the screen comes back after it.
    if (isLoggedOut(failure)) client.setQueryData(keys.session, null)
  }
  const client = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        // Connect may run on this very machine: whether the browser thinks it is online says nothing.
        networkMode: 'always',
        staleTime: Number.POSITIVE_INFINITY,
        gcTime: 10 * 60_000,
        retry: (count, failure) => count < 2 && isPassing(failure),
        retryDelay: (attempt) => 400 * 2 ** attempt,
        refetchOnWindowFocus: false,
        refetchOnMount: true,
      },
      mutations: { networkMode: 'always', retry: false },
    },
  })
  return client
}
