import type { SessionView } from '@smpp-connect/contracts'
import { createContext, useContext } from 'react'

/**
 * Who is logged in, handed down by the gate. Not read off the cache: between a log-out and the moment when the gate has
 * taken the pages down, the cache says already that there is nobody.
 */
export const UserContext = createContext<SessionView | undefined>(undefined)

export function useUser(): SessionView {
  const session = useContext(UserContext)
  if (!session) throw new Error('useUser stands outside of the gate')
  return session
}
