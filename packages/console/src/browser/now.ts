import { useSyncExternalStore } from 'react'

const STEP_MS = 1_000
const listeners = new Set<() => void>()
let nowMs = Date.now()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (timer === undefined) {
    nowMs = Date.now()
    timer = setInterval(() => {
      nowMs = Date.now()
      for (const each of listeners) each()
    }, STEP_MS)
  }
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/** The time, to the second; all that show it move together. `coarse` moves once a minute. */
export function useNow(step: 'second' | 'coarse' = 'second'): number {
  return useSyncExternalStore(subscribe, () => (step === 'second' ? nowMs : nowMs - (nowMs % 60_000)))
}
