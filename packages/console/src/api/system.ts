import type { ApiKeyView, SystemView } from '@smpp-connect/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post, request } from './client.ts'
import { keys } from './keys.ts'

const WATCH_MS = 5_000

/** Version, and the counts of everything that was accepted. */
export function useSystem({ watched = false } = {}) {
  return useQuery({
    queryKey: keys.system,
    queryFn: ({ signal }) => get<SystemView>('/v1/system', {}, signal),
    // That nothing moves is no event.
    refetchInterval: watched ? WATCH_MS : false,
  })
}

/** Most parts of a text; undefined until it is known. */
export function useMaxParts(): number | undefined {
  return useQuery({
    queryKey: keys.limits,
    queryFn: ({ signal }) => get<SystemView>('/v1/system', {}, signal),
    select: ({ maxParts }) => maxParts,
    staleTime: Number.POSITIVE_INFINITY,
  }).data
}

export function useApiKeys() {
  return useQuery({
    queryKey: keys.apiKeys,
    queryFn: ({ signal }) => get<{ items: ApiKeyView[] }>('/v1/api-keys', {}, signal),
    select: (list) => list.items,
    // Nothing in the feed tells of keys or of their use.
    staleTime: 0,
  })
}

export function useMakeApiKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (name: string) => post<ApiKeyView & { key: string }>('/v1/api-keys', { name }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  })
}

export function useRevokeApiKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => request<void>('DELETE', `/v1/api-keys/${encodeURIComponent(id)}`),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.apiKeys }),
  })
}
