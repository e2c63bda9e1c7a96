/**
 * Waits until `probe` gives something other than `undefined` or `false`, looking again every few milliseconds; fails
 * with `what` after `withinMs`. For real sockets and processes, where there is no event to wait for.
 */
export async function eventually<Value>(
  what: string,
  probe: () => Value | undefined | false | Promise<Value | undefined | false>,
  withinMs = 30_000,
): Promise<Value> {
  const deadlineMs = performance.now() + withinMs
  let last: unknown
  for (;;) {
    try {
      const value = await probe()
      if (value !== undefined && value !== false) return value
    } catch (failure) {
      last = failure
    }
    if (performance.now() > deadlineMs) throw new Error(`not within ${withinMs} ms: ${what}`, { cause: last })
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
