/**
 * Throws in a turn of its own. A callback of the user that throws is a bug which must not pass unseen, and must not stop
 * the session in the middle of what it does either: the process hears of it as of any uncaught error.
 */
export function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error
  })
}

/** Calls a callback of the user; what it throws is thrown later. */
export function guarded(call: () => void): void {
  try {
    call()
  } catch (error) {
    throwLater(error)
  }
}
