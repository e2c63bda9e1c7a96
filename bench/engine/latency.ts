/** Milliseconds within which half, 99 of a hundred, and all were. */
export interface Quantiles {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

export function quantiles(values: Float64Array): Quantiles {
  const sorted = values.toSorted()
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { p50: at(0.5), p99: at(0.99), max: at(1) }
}
