import type { Clock } from '@smpp-connect/kernel'

/** A terminal and the programs between it and us may each pass the same Ctrl-C on: those count as one. */
const SAME_SIGNAL_MS = 1_000

/**
 * Waits for SIGINT, SIGTERM or SIGHUP. `again` runs when the user insists: a second signal, later than a second after
 * the first.
 */
export function stopSignal(clock: Clock, again: () => void): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let firstMs: number | undefined
    const on = (signal: NodeJS.Signals): void => {
      const nowMs = clock.monotonicMs()
      if (firstMs === undefined) {
        firstMs = nowMs
        resolve(signal)
      } else if (nowMs - firstMs > SAME_SIGNAL_MS) {
        again()
      }
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, on)
  })
}
