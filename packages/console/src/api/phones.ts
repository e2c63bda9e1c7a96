import type { PhoneText, PhoneView, SimulatorStatus } from '@smpp-connect/contracts'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { get, post } from './client.ts'
import { keys } from './keys.ts'
import { ApiFailure } from './problem.ts'

const PAGE = 100
const TEXTS_PAGE = 100

interface PhonePage {
  readonly items: PhoneView[]
  readonly next: string | null
  readonly total: number
}
interface TextPage {
  readonly items: PhoneText[]
  readonly next: string | null
}

const pathOf = (number: string) => `/v1/simulator/phones/${encodeURIComponent(number)}`

export function useSimulator(enabled = true) {
  return useQuery({
    queryKey: keys.simulator.status,
    queryFn: ({ signal }) => get<SimulatorStatus>('/v1/simulator/status', {}, signal),
    enabled,
  })
}

/** The simulator's phones, the one with the newest text first. */
export function usePhones(search: string) {
  return useInfiniteQuery({
    queryKey: keys.simulator.list(search),
    queryFn: ({ pageParam, signal }) =>
      get<PhonePage>('/v1/simulator/phones', { search, limit: PAGE, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  })
}

/** What a phone shows, newest first. A phone that never got a text is empty, not an error. */
export function usePhoneTexts(number: string) {
  return useInfiniteQuery({
    queryKey: keys.simulator.texts(number),
    queryFn: async ({ pageParam, signal }): Promise<TextPage> => {
      try {
        return await get<TextPage>(`${pathOf(number)}/messages`, { limit: TEXTS_PAGE, cursor: pageParam }, signal)
      } catch (failure) {
        if (failure instanceof ApiFailure && failure.code === 'not-found') return { items: [], next: null }
        throw failure
      }
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })
}

export interface PhoneReply {
  readonly number: string
  readonly to: string
  readonly text: string
}

export function usePhoneReply() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ number, to, text }: PhoneReply) =>
      post<{ id: string; parts: number }>(`${pathOf(number)}/replies`, { to, text }),
    onSuccess: async (_, { number }) => {
      void client.invalidateQueries({ queryKey: keys.simulator.lists })
      await client.invalidateQueries({ queryKey: keys.simulator.texts(number) })
    },
  })
}
