import type { Clock } from '@smpp-connect/kernel'

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
export type StopSignal = (typeof STOP_SIGNALS)[number]

/** The part of `process` that signals come from. */
export interface SignalSource {
  on(signal: StopSignal, listener: () => void): unknown
  off(signal: StopSignal, listener: () => void): unknown
}

/** Signals within this time of one another are one request to stop. */
const SAME_REQUEST_MS = 1_000

/**
 * Calls back for each request to stop: `request` is 1 for the first, 2 for the next, and so on. A terminal sends Ctrl-C to
 * the whole process group, and a launcher in the same group passes it on too: the repeat within a second is the same
 * request. Returns how to stop listening.
 */
export function onStopRequest(
  source: SignalSource,
  clock: Pick<Clock, 'monotonicMs'>,
  listener: (signal: StopSignal, request: number) => void,
): () => void {
  let requests = 0
  let lastMs = Number.NEGATIVE_INFINITY
  const stops = STOP_SIGNALS.map((signal) => {
    const hear = (): void => {
      const nowMs = clock.monotonicMs()
      if (nowMs - lastMs < SAME_REQUEST_MS) return
      lastMs = nowMs
      requests += 1
      listener(signal, requests)
    }
    source.on(signal, hear)
    return () => source.off(signal, hear)
  })
  return () => {
    for (const stop of stops) stop()
  }
}
