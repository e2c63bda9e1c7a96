import type { OptOutImport, OptOutImportResult, OptOutPage, OptOutRequest, OptOutView } from '@smpp-connect/contracts'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post, request } from './client.ts'
import { keys } from './keys.ts'

const PAGE = 100
/** More opt-outs than this a person has for no sender address that matters. */
const MOST_OF_ONE = 200

/** Opt-outs, newest first; those of one person when a whole number is given. */
export function useOptOuts(person: string) {
  return useInfiniteQuery({
    queryKey: keys.optOuts.list(person),
    queryFn: ({ pageParam, signal }) =>
      get<OptOutPage>('/v1/opt-outs', { person, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** The opt-out that holds between a person and an address of ours: of that address, or else of all. */
export function useOptOutOf(person: string, ours: string, enabled: boolean) {
  return useQuery({
    queryKey: keys.optOuts.one(person),
    queryFn: ({ signal }) => get<OptOutPage>('/v1/opt-outs', { person, limit: MOST_OF_ONE }, signal),
    enabled,
    select: ({ items }): OptOutView | undefined =>
      items.find((one) => one.ours?.toLowerCase() === ours.toLowerCase()) ?? items.find((one) => one.ours === null),
  })
}

export function useRecordOptOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: OptOutRequest) => post<OptOutView>('/v1/opt-outs', body),
    onSuccess: () => changed(client),
  })
}

export function useWithdrawOptOut() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ person, ours }: Pick<OptOutView, 'person' | 'ours'>) =>
      request<void>('DELETE', `/v1/opt-outs/${encodeURIComponent(person)}`, { query: { from: ours ?? undefined } }),
    onSettled: () => changed(client),
  })
}

export function useImportOptOuts() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: OptOutImport) => post<OptOutImportResult>('/v1/opt-outs/import', body),
    onSuccess: () => changed(client),
  })
}

function changed(client: ReturnType<typeof useQueryClient>): Promise<void> {
  void client.invalidateQueries({ queryKey: keys.conversations.all })
  return client.invalidateQueries({ queryKey: keys.optOuts.all })
}
