import type {
  SmscDeletionPlan,
  SmscDeletionRequestBody,
  SmscDeletionState,
  SmscHistoryPage,
  SmscView,
} from '@smpp-connect/contracts'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post, request } from './client.ts'
import { keys } from './keys.ts'

const pathOf = (id: string) => `/v1/smscs/${encodeURIComponent(id)}`

/** What is open there moves while it is looked at. */
const WATCH_MS = 3_000
/** A plan judges text by text. */
const PLAN_MS = 6_000

/** Who uses an SMSC, what waits there, and what deleting it so would do. Nothing is done. */
export function useDeletionPlan(id: string, choice: SmscDeletionRequestBody) {
  return useQuery({
    queryKey: keys.smscs.deletionPlan(id, choice),
    queryFn: () => post<SmscDeletionPlan>(`${pathOf(id)}/deletion/plan`, choice),
    refetchInterval: PLAN_MS,
    placeholderData: keepPreviousData,
  })
}

/** How far a deletion is; `watched` while it is under way. */
export function useDeletion(id: string, { enabled = true, watched = false } = {}) {
  return useQuery({
    queryKey: keys.smscs.deletion(id),
    queryFn: ({ signal }) => get<SmscDeletionState>(`${pathOf(id)}/deletion`, {}, signal),
    refetchInterval: watched ? WATCH_MS : false,
    enabled,
    retry: false,
  })
}

/** Begins a deletion, or has the one that is under way go otherwise. The same twice is the same. */
export function useBeginDeletion(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (choice: SmscDeletionRequestBody) =>
      request<SmscDeletionState>('PUT', `${pathOf(id)}/deletion`, { body: choice }),
    onSuccess: (state) => {
      client.setQueryData(keys.smscs.deletion(id), state)
      return client.invalidateQueries({ queryKey: keys.smscs.all })
    },
    onError: () => client.invalidateQueries({ queryKey: keys.smscs.all }),
  })
}

export function useKeepSmsc(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (version: number) => request<SmscView>('DELETE', `${pathOf(id)}/deletion`, { query: { version } }),
    onSuccess: (view) => {
      client.setQueryData(keys.smscs.one(id), view)
      return client.invalidateQueries({ queryKey: keys.smscs.all })
    },
    onError: () => client.invalidateQueries({ queryKey: keys.smscs.all }),
  })
}

/** The last two versions of a definition that is gone: that it was deleted, and what it was before. */
export function useLastVersions(id: string, { enabled = true } = {}) {
  return useQuery({
    queryKey: keys.smscs.lastVersions(id),
    queryFn: ({ signal }) => get<SmscHistoryPage>(`${pathOf(id)}/history`, { limit: 2 }, signal),
    enabled,
    retry: false,
    select: (page) => page.items,
  })
}
