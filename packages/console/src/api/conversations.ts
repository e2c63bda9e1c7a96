import type {
  Accepted,
  ConversationAnswer,
  ConversationPage,
  ConversationView,
  ThreadPage,
} from '@smpp-connect/contracts'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post } from './client.ts'
import { type ConversationFilters, keys } from './keys.ts'

const PAGE = 60
const THREAD_PAGE = 50
/** Beyond this many the badge says `50+`. */
export const MAX_UNREAD_SHOWN = 50

const pathOf = (id: string) => `/v1/conversations/${encodeURIComponent(id)}`

/** Conversations, the one with the newest message first. */
export function useConversations(filters: ConversationFilters) {
  return useInfiniteQuery({
    queryKey: keys.conversations.list(filters),
    queryFn: ({ pageParam, signal }) =>
      get<ConversationPage>('/v1/conversations', { ...filters, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** How many conversations have something new, at most one more than is shown. */
export function useUnreadCount() {
  return useQuery({
    queryKey: keys.conversations.unread,
    queryFn: ({ signal }) =>
      get<ConversationPage>('/v1/conversations', { unread: true, limit: MAX_UNREAD_SHOWN + 1 }, signal),
    select: (page) => page.items.length,
  })
}

export function useConversation(id: string) {
  return useQuery({
    queryKey: keys.conversations.one(id),
    queryFn: ({ signal }) => get<ConversationView>(pathOf(id), {}, signal),
  })
}

/** The messages of a conversation, newest first, page after page. */
export function useThread(id: string) {
  return useInfiniteQuery({
    queryKey: keys.conversations.thread(id),
    queryFn: ({ pageParam, signal }) =>
      get<ThreadPage>(`${pathOf(id)}/messages`, { limit: THREAD_PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export function useAnswer(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ answer, idempotencyKey }: { answer: ConversationAnswer; idempotencyKey: string }) =>
      post<Accepted>(`${pathOf(id)}/messages`, answer, idempotencyKey),
    // Awaited, so that the text leaves the composer when it stands in the thread.
    onSuccess: () => client.invalidateQueries({ queryKey: keys.conversations.thread(id) }),
  })
}

export function useMarkRead(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => post<ConversationView>(`${pathOf(id)}/read`),
    onSuccess: (view) => {
      client.setQueryData(keys.conversations.one(id), view)
      void client.invalidateQueries({ queryKey: keys.conversations.lists })
    },
  })
}
