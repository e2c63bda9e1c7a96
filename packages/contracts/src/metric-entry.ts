/** A metric that Connect shows. Names follow Prometheus: base units, `_total` on counters. */
export interface MetricEntry {
  readonly kind: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  /** Values of labels are few and bounded: an SMSC id, a class, a status name; never a number, a message id or a text. */
  readonly labels: readonly string[]
  /** Upper bounds of a histogram's buckets, in the unit of the name. */
  readonly buckets?: readonly number[]
}
