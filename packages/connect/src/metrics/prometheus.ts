import { METRICS, type MetricEntry, type MetricName, type MetricTable } from '@smpp-connect/contracts'
import type { Labels, Metrics } from '@smpp-connect/kernel'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The metrics port over Prometheus' own client: what is counted, and the page that is scraped. */
export class PrometheusMetrics implements Metrics {
  readonly #registry = new Registry()
  readonly #counters = new Map<string, Counter>()
  readonly #gauges = new Map<string, Gauge>()
  readonly #histograms = new Map<string, Histogram>()
  readonly #collect: (() => Promise<void>)[] = []

  /** `table`: those that this process shows. */
  constructor(version: string, table: MetricTable = METRICS) {
    for (const [name, entry] of Object.entries(table) as [MetricName, MetricEntry][]) this.#declare(name, entry)
    collectDefaultMetrics({ register: this.#registry })
    this.gauge('connect_build_info', 1, { version })
  }

  count(name: string, labels: Labels = {}, by = 1): void {
    found(this.#counters, name).inc(labels, by)
  }

  gauge(name: string, value: number, labels: Labels = {}): void {
    found(this.#gauges, name).set(labels, value)
  }

  observe(name: string, value: number, labels: Labels = {}): void {
    found(this.#histograms, name).observe(labels, value)
  }

  /**
   * Figures that are read when they are asked for. Their gauges and counters start from nothing each time: what is gone is
   * not shown, and a counter is told its whole total.
   */
  onCollect(names: readonly MetricName[], collect: () => Promise<void> | void): void {
    this.#collect.push(async () => {
      for (const name of names) (this.#gauges.get(name) ?? found(this.#counters, name)).reset()
      await collect()
    })
  }

  /** The page, in the text format of Prometheus. */
  async page(): Promise<{ readonly contentType: string; readonly body: string }> {
    for (const collect of this.#collect) await collect()
    return { contentType: this.#registry.contentType, body: await this.#registry.metrics() }
  }

  #declare(name: MetricName, { kind, help, labels, buckets }: MetricEntry): void {
    const options = { name, help, labelNames: [...labels], registers: [this.#registry] }
    if (kind === 'counter') this.#counters.set(name, new Counter(options))
    else if (kind === 'gauge') this.#gauges.set(name, new Gauge(options))
    else this.#histograms.set(name, new Histogram({ ...options, buckets: [...(buckets ?? [])] }))
  }
}

function found<Kind>(kinds: ReadonlyMap<string, Kind>, name: string): Kind {
  const known = kinds.get(name)
  if (!known) throw new TypeError(`no such metric of that kind: ${name}`)
  return known
}
