import { useApiKeys } from '../api/system.ts'
import { useUser } from './user-context.ts'

/** Who an id stands for, in words: the person who looks, an API key by its name, or the id itself. */
export function useCallerNames(): (id: string) => string {
  const { user } = useUser()
  const apiKeys = useApiKeys().data ?? []
  return (id) => {
    if (id === user.id) return 'you'
    const key = apiKeys.find((one) => one.id === id)
    return key ? `the API key “${key.name}”` : id
  }
}
