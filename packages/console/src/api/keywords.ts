import type { KeywordsChange, KeywordsView, KeywordTrial, KeywordTrialResult } from '@smpp-connect/contracts'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, request } from './client.ts'
import { keys } from './keys.ts'
import { isConflict } from './problem.ts'

const PATH = '/v1/keywords'
const KEY = keys.settings('keywords')

/** The words by which people opt out, opt in and ask for help. */
export function useKeywords() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => get<KeywordsView>(PATH, {}, signal) })
}

export function useChangeKeywords() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (change: KeywordsChange) => request<KeywordsView>('PUT', PATH, { body: change }),
    onSuccess: (view) => client.setQueryData(KEY, view),
    // What the change collided with is what the person has to look at.
    onError: (failure) => (isConflict(failure) ? client.invalidateQueries({ queryKey: KEY }) : undefined),
  })
}

/** Back to the built-in words. */
export function useResetKeywords() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request<KeywordsView>('DELETE', PATH),
    onSuccess: (view) => client.setQueryData(KEY, view),
  })
}

/** What a text would do, with the stored words of that version or with those in the trial. Without a text nothing is asked. */
export function useKeywordTrial(trial: KeywordTrial | undefined, version: number) {
  return useQuery({
    queryKey: keys.keywordTrial(trial ?? {}, version),
    queryFn: ({ signal }) => request<KeywordTrialResult>('POST', `${PATH}/try`, { body: trial, signal }),
    enabled: trial !== undefined,
    staleTime: 0,
    gcTime: 30_000,
    placeholderData: keepPreviousData,
    retry: false,
  })
}
