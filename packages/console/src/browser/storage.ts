/** What this browser keeps for the console. A browser that keeps nothing is no error: the console forgets then. */
export function readStored(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined
  } catch {
    return undefined
  }
}

/** Keeps a value, or forgets it when it is undefined. Says whether that was possible. */
export function writeStored(name: string, value: string | undefined): boolean {
  try {
    if (value === undefined) localStorage.removeItem(PREFIX + name)
    else localStorage.setItem(PREFIX + name, value)
    return true
  } catch {
    return false
  }
}

/** Names, without the prefix, of everything kept whose name begins so. */
export function storedNames(begin: string): readonly string[] {
  try {
    return Object.keys(localStorage)
      .filter((name) => name.startsWith(PREFIX + begin))
      .map((name) => name.slice(PREFIX.length))
  } catch {
    return []
  }
}

const PREFIX = 'connect.'
