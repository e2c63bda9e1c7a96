import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import * as prometheus from 'prom-client'
import { Histogram } from '../../src/metrics/histogram.ts'

const SETTINGS = { name: 'time_seconds', help: 'How long.', labelNames: ['smsc', 'bind'], buckets: [0.01, 0.5, 1] }

/** The page of a registry that holds nothing but this metric. */
async function pageOf(metric: unknown): Promise<string> {
  const registry = new prometheus.Registry()
  registry.registerMetric(metric as prometheus.Metric)
  return registry.metrics()
}

describe('a histogram', () => {
  it('shows how many were at most each bound, all of them, and their sum', async () => {
    const histogram = new Histogram(SETTINGS)
    const labels = { smsc: 'smsc_1', bind: 'a' }
    for (const value of [0.01, 0.25, 0.5, 4]) histogram.observe(labels, value)
    histogram.observe({ smsc: 'smsc_2', bind: 'a' }, 0.75)
    histogram.observe({ ...labels }, 0)
    assert.deepEqual((await pageOf(histogram)).trim().split('\n'), [
      '# HELP time_seconds How long.',
      '# TYPE time_seconds histogram',
      'time_seconds_bucket{le="0.01",smsc="smsc_1",bind="a"} 2',
      'time_seconds_bucket{le="0.5",smsc="smsc_1",bind="a"} 4',
      'time_seconds_bucket{le="1",smsc="smsc_1",bind="a"} 4',
      'time_seconds_bucket{le="+Inf",smsc="smsc_1",bind="a"} 5',
      'time_seconds_sum{smsc="smsc_1",bind="a"} 4.76',
      'time_seconds_count{smsc="smsc_1",bind="a"} 5',
      'time_seconds_bucket{le="0.01",smsc="smsc_2",bind="a"} 0',
      'time_seconds_bucket{le="0.5",smsc="smsc_2",bind="a"} 0',
      'time_seconds_bucket{le="1",smsc="smsc_2",bind="a"} 1',
      'time_seconds_bucket{le="+Inf",smsc="smsc_2",bind="a"} 1',
      'time_seconds_sum{smsc="smsc_2",bind="a"} 0.75',
      'time_seconds_count{smsc="smsc_2",bind="a"} 1',
    ])
  })

  it("is shown as one of Prometheus' own client is", async () => {
    const labels = fc.record({ smsc: fc.constantFrom('a', 'b', '"\\\n'), bind: fc.constantFrom('1', '2') })
    const values = fc.array(fc.tuple(labels, fc.constantFrom(0, 0.01, 0.02, 0.5, 1, 1.5, -1, 1e9), fc.boolean()))
    await fc.assert(
      fc.asyncProperty(values, async (observed) => {
        const ours = new Histogram(SETTINGS)
        const theirs = new prometheus.Histogram({ ...SETTINGS, registers: [] })
        for (const [of, value, isAgain] of observed) {
          ours.observe(of, value)
          theirs.observe(of, value)
          if (isAgain) ours.observe(of, value)
          if (isAgain) theirs.observe(of, value)
        }
        assert.equal(await pageOf(ours), await pageOf(theirs))
      }),
    )
  })

  it('takes no label that it was not made for, and nothing but numbers', () => {
    const histogram = new Histogram(SETTINGS)
    assert.throws(() => histogram.observe({ number: '+447700900123' }, 1), /no label number/)
    assert.throws(() => histogram.observe({ smsc: 'a', bind: '1' }, Number.NaN), /takes no NaN/)
  })
})
