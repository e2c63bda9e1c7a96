import type {
  BindTrialReport,
  BindTrialRequestBody,
  SmscHistoryPage,
  SmscPatch,
  SmscRestore,
  SmscSettings,
  SmscView,
} from '@smpp-connect/contracts'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post, request } from './client.ts'
import { keys } from './keys.ts'

const pathOf = (id: string) => `/v1/smscs/${encodeURIComponent(id)}`

const WATCH_MS = 3_000
const HISTORY_PAGE = 5

export function useSmscs({ watched = false } = {}) {
  return useQuery({
    queryKey: keys.smscs.list,
    queryFn: ({ signal }) => get<{ items: SmscView[] }>('/v1/smscs', {}, signal),
    refetchInterval: watched ? WATCH_MS : false,
    select: (list) => list.items,
  })
}

/** `watched` is for pages that show windows, paces and queues: these move all the time, and the feed does not tell of it. */
export function useSmsc(id: string, { watched = false } = {}) {
  return useQuery({
    queryKey: keys.smscs.one(id),
    queryFn: ({ signal }) => get<SmscView>(pathOf(id), {}, signal),
    refetchInterval: watched ? WATCH_MS : false,
  })
}

export function useCreateSmsc() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (settings: SmscSettings) => post<SmscView>('/v1/smscs', settings),
    onSuccess: (view) => {
      client.setQueryData(keys.smscs.one(view.id), view)
      return client.invalidateQueries({ queryKey: keys.smscs.list })
    },
  })
}

export function useChangeSmsc(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (patch: SmscPatch) => request<SmscView>('PATCH', pathOf(id), { body: patch }),
    onSuccess: (view) => {
      client.setQueryData(keys.smscs.one(id), view)
      void client.invalidateQueries({ queryKey: keys.smscs.list })
    },
    // The definition that the change collided with is what the person has to look at.
    onError: () => client.invalidateQueries({ queryKey: keys.smscs.all }),
  })
}

/** What the definition was, newest first, from the version that holds now. */
export function useSmscHistory(id: string, version: number) {
  return useInfiniteQuery({
    queryKey: keys.smscs.history(id, version),
    queryFn: ({ pageParam, signal }) =>
      get<SmscHistoryPage>(`${pathOf(id)}/history`, { limit: HISTORY_PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

export function useRestoreSmsc(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (restore: SmscRestore) => post<SmscView>(`${pathOf(id)}/restore`, restore),
    onSuccess: (view) => {
      client.setQueryData(keys.smscs.one(id), view)
      void client.invalidateQueries({ queryKey: keys.smscs.list })
    },
    onError: () => client.invalidateQueries({ queryKey: keys.smscs.all }),
  })
}

/** Tries a bind and takes it down again. Nothing of it is kept, so nothing that is known changes. */
export function useTestSmsc() {
  return useMutation({
    mutationFn: (ask: BindTrialRequestBody) => post<BindTrialReport>('/v1/smscs/test', ask),
  })
}
