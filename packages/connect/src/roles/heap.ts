import { setFlagsFromString } from 'node:v8'

/** After a collection the heap may grow by so much of what is left before the next. */
const GROWING_PERCENT = 80

/**
 * Has V8 collect what is no longer used sooner than it does by itself: with much memory free on the machine it lets a small
 * heap grow to four times its size, and most of what Connect makes is gone a moment later. Call it before anything is made;
 * it holds for all threads. What it gives and costs: bench/engine/README.md.
 */
export function keepHeapSmall(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWING_PERCENT}`)
}
