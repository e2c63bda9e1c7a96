import { type Clock, systemClock } from '@smpp-connect/kernel'

/** The machine's clock, `times` as fast: what the link does within ten seconds takes a fraction of one. */
export function fastClock(times = 20): Clock {
  const beganMs = systemClock.monotonicMs()
  const beganAtMs = systemClock.nowMs()
  const passedMs = (): number => (systemClock.monotonicMs() - beganMs) * times
  return {
    nowMs: () => beganAtMs + passedMs(),
    monotonicMs: passedMs,
    after: (delayMs, fire) => systemClock.after(delayMs / times, fire),
  }
}
