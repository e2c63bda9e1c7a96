import type { Accepted, MessageDetail, MessagePage, SendMessage } from '@smpp-connect/contracts'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post } from './client.ts'
import { keys, type MessageFilters } from './keys.ts'

const PAGE = 100

/** Messages, newest first, page after page. */
export function useMessages(filters: MessageFilters) {
  return useInfiniteQuery({
    queryKey: keys.messages.list(filters),
    queryFn: ({ pageParam, signal }) =>
      get<MessagePage>('/v1/messages', { ...filters, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** The newest few. */
export function useRecentMessages(limit: number) {
  return useQuery({
    queryKey: [...keys.messages.lists, 'recent', limit],
    queryFn: ({ signal }) => get<MessagePage>('/v1/messages', { limit }, signal),
  })
}

export function useMessage(id: string) {
  return useQuery({
    queryKey: keys.messages.one(id),
    queryFn: ({ signal }) => get<MessageDetail>(`/v1/messages/${encodeURIComponent(id)}`, {}, signal),
  })
}

export interface Sending extends SendMessage {
  readonly idempotencyKey: string
}

export function useSend() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ idempotencyKey, ...message }: Sending) => post<Accepted>('/v1/messages', message, idempotencyKey),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.messages.lists })
      void client.invalidateQueries({ queryKey: keys.conversations.lists })
      void client.invalidateQueries({ queryKey: keys.system })
    },
  })
}

/** Cancels what has not gone out, or releases what is held or uncertain. */
export function useSettle(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (action: 'cancel' | 'release') => post<unknown>(`/v1/messages/${encodeURIComponent(id)}/${action}`),
    onSuccess: () => void client.invalidateQueries({ queryKey: keys.messages.lists }),
    // Done or refused: its state may have changed, so show the one it has.
    onSettled: () => client.invalidateQueries({ queryKey: keys.messages.one(id) }),
  })
}
