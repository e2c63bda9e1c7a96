import type { Caller } from '../use-cases.ts'

/** Who changed something, for people who read of it when the key or the user may be gone. */
export function callerName({ kind, name }: Caller): string {
  if (kind === 'connect') return ''
  return `${kind === 'user' ? 'user' : 'key'} ${name}`
}
