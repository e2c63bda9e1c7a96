/** Label values are few and bounded: an SMSC id, a status name; never a number, a message id or a text. */
export type Labels = Readonly<Record<string, string>>

/** Where a component counts. Names follow Prometheus: `connect_submit_total`, base units, `_total` on counters. */
export interface Metrics {
  count(name: string, labels?: Labels, by?: number): void
  gauge(name: string, value: number, labels?: Labels): void
  observe(name: string, value: number, labels?: Labels): void
}

/** Counts nothing. */
export const silentMetrics: Metrics = { count() {}, gauge() {}, observe() {} }
