import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { METRICS } from '@smpp-connect/contracts'
import { PrometheusMetrics } from '../../src/metrics/prometheus.ts'

describe('the metrics page', () => {
  it('shows what was counted, with its labels', async () => {
    const metrics = new PrometheusMetrics('1.2.3')
    metrics.count('connect_submit_total', { smsc: 'smsc_1', status: 'ESME_ROK' }, 3)
    metrics.observe('connect_submit_response_seconds', 0.02, { smsc: 'smsc_1' })
    const { body, contentType } = await metrics.page()
    assert.match(contentType, /^text\/plain/)
    assert.ok(body.includes('connect_submit_total{smsc="smsc_1",status="ESME_ROK"} 3\n'))
    assert.ok(body.includes('connect_submit_response_seconds_bucket{le="0.025",smsc="smsc_1"} 1\n'))
    assert.ok(body.includes('connect_build_info{version="1.2.3"} 1\n'))
  })

  it('shows of times how many were at most each bound of the table, all of them, and their sum', async () => {
    const metrics = new PrometheusMetrics('1')
    for (const seconds of [0.25, 0.5, 64]) metrics.observe('connect_submit_response_seconds', seconds, { smsc: 'a' })
    metrics.observe('connect_submit_response_seconds', 1, { smsc: 'b' })
    const lines = (await metrics.page()).body.split('\n')
    const ofA = lines.filter((line) => /^connect_submit_response_seconds\w*\{.*smsc="a"/.test(line))
    const { buckets } = METRICS.connect_submit_response_seconds
    const upTo = (bound: number) => (bound < 0.25 ? 0 : bound < 0.5 ? 1 : 2)
    assert.deepEqual(ofA, [
      ...buckets.map((le) => `connect_submit_response_seconds_bucket{le="${le}",smsc="a"} ${upTo(le)}`),
      'connect_submit_response_seconds_bucket{le="+Inf",smsc="a"} 3',
      'connect_submit_response_seconds_sum{smsc="a"} 64.75',
      'connect_submit_response_seconds_count{smsc="a"} 3',
    ])
  })

  it('reads figures when it is asked for, and shows nothing that is gone', async () => {
    const metrics = new PrometheusMetrics('1')
    let smscs = ['smsc_1', 'smsc_2']
    metrics.onCollect(['connect_held'], async () => {
      for (const smsc of smscs) metrics.gauge('connect_held', 1, { smsc })
    })
    assert.match((await metrics.page()).body, /connect_held\{smsc="smsc_2"\} 1/)
    smscs = ['smsc_1']
    assert.doesNotMatch((await metrics.page()).body, /connect_held\{smsc="smsc_2"\}/)
  })

  it('refuses a metric, or a label, that is not in the table', () => {
    const metrics = new PrometheusMetrics('1')
    assert.throws(() => metrics.count('connect_other_total'), /no such metric/)
    assert.throws(() => metrics.count('connect_submit_total', { number: '+447700900123' }))
  })

  it('names everything as Prometheus advises', () => {
    for (const [name, { kind }] of Object.entries(METRICS)) {
      assert.match(name, /^connect_[a-z_]+$/)
      assert.equal(name.endsWith('_total'), kind === 'counter', name)
    }
  })
})
