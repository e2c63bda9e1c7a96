import type { Accepted, MessageDetail, MessagePage, OperationResult, SendMessage } from '@smpp-connect/contracts'
import {
  keepPreviousData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { get, post } from './client.ts'
import { keys, type MessageFilters } from './keys.ts'

const PAGE = 100

const pathOf = (id: string) => `/v1/messages/${encodeURIComponent(id)}`

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
    queryFn: ({ signal }) => get<MessageDetail>(pathOf(id), {}, signal),
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

/** Queues again what is held or uncertain. */
export function useRelease(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => post<MessageDetail>(`${pathOf(id)}/release`),
    onSettled: () => settled(client, id),
  })
}

export interface Operation {
  readonly operation: OperationResult['operation']
  /** The new text, to replace the old one. */
  readonly text: string
}

/** Cancels, asks about or replaces a message, here or at the SMSC. */
export function useOperation(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ operation, text }: Operation) =>
      post<OperationResult>(`${pathOf(id)}/${operation}`, operation === 'replace' ? { text } : undefined),
    onSettled: () => settled(client, id),
  })
}

/** Done or refused: its state may have changed, so show the one it has. */
function settled(client: QueryClient, id: string): Promise<void> {
  void client.invalidateQueries({ queryKey: keys.messages.lists })
  void client.invalidateQueries({ queryKey: keys.system })
  return client.invalidateQueries({ queryKey: keys.messages.one(id) })
}
