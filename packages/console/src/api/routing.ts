import type { RouteExplanation, RouteQuestionBody, RoutingChange, RoutingView } from '@smpp-connect/contracts'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from './client.ts'
import { keys } from './keys.ts'
import { isConflict } from './problem.ts'

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

const PATH = '/v1/routing'
const KEY = keys.settings('routing')

/** The routing rules, in their order. */
export function useRouting() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => get<RoutingView>(PATH, {}, signal) })
}

export function useChangeRouting() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: RoutingChange) => request<RoutingView>('PUT', PATH, { body: change }),
    onSuccess: (view) => client.setQueryData(KEY, view),
    // What the change collided with is what the person has to look at.
    onError: (failure) => (isConflict(failure) ? client.invalidateQueries({ queryKey: KEY }) : undefined),
  })
}

/** The same as `useRoute`, when it is asked for. */
export function useAskRoute() {
  return useMutation({
    mutationFn: (question: RouteQuestionBody) =>
      request<RouteExplanation>('POST', `${PATH}/explain`, { body: question }),
  })
}
