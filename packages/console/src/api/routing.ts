import type { RouteExplanation, RouteQuestionBody } from '@smpp-connect/contracts'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { request } from './client.ts'
import { keys } from './keys.ts'

/** Where a message would go now, and why; nothing is sent. Without a question nothing is asked. */
export function useRoute(question: RouteQuestionBody | undefined) {
  return useQuery({
    queryKey: keys.route(question ?? {}),
    queryFn: ({ signal }) => request<RouteExplanation>('POST', '/v1/routing/explain', { body: question, signal }),
    enabled: question !== undefined,
    // The feed does not tell of all that decides, so an answer is asked for anew when it is wanted again.
    staleTime: 0,
    gcTime: 30_000,
    placeholderData: keepPreviousData,
    retry: false,
  })
}
