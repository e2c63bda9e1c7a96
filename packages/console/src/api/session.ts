import type { SessionView } from '@smpp-connect/contracts'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { forgetDrafts } from '../browser/drafts.ts'
import { get, post, request } from './client.ts'
import { keys } from './keys.ts'
import { isLoggedOut } from './problem.ts'

export interface Credentials {
  readonly name: string
  readonly password: string
}

/** Who is logged in; null when nobody is. */
export function useSession() {
  return useQuery({
    queryKey: keys.session,
    queryFn: async ({ signal }): Promise<SessionView | null> => {
      try {
        return await get<SessionView>('/v1/session', {}, signal)
      } catch (failure) {
        if (isLoggedOut(failure)) return null
        throw failure
      }
    },
  })
}

/** Whether somebody has claimed this Connect; asked only while nobody is logged in. */
export function useSetupStatus(enabled: boolean) {
  return useQuery({
    queryKey: keys.setup,
    queryFn: ({ signal }) => get<{ claimed: boolean }>('/v1/setup', {}, signal),
    enabled,
    staleTime: 0,
  })
}

export function useLogin() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (credentials: Credentials) => post<SessionView>('/v1/session', credentials),
    onSuccess: (session) => client.setQueryData(keys.session, session),
  })
}

export function useClaim() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (setup: Credentials & { readonly token: string }) => post<SessionView>('/v1/setup', setup),
    onSuccess: (session) => {
      client.setQueryData(keys.setup, { claimed: true })
      client.setQueryData(keys.session, session)
    },
  })
}

export function useLogout() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => request<void>('DELETE', '/v1/session'),
    onSuccess: () => {
      forgetDrafts()
      client.setQueryData(keys.session, null)
      // Nothing that the person saw stays behind for the next one.
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== keys.session[0] })
    },
  })
}
