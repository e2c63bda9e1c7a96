import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { INSIDE_METRICS, type WriteAheadLogView } from '@smpp-connect/contracts'
import { systemClock } from '@smpp-connect/kernel'
import type { UseCases } from '@smpp-connect/manager'
import { showFigures } from '../../src/metrics/figures.ts'
import { PrometheusMetrics } from '../../src/metrics/prometheus.ts'
import { SmallConnect } from '../small-connect.ts'
import { assertLabelsBounded, figureOf } from './label-words.ts'

async function pageOf(useCases: UseCases): Promise<string> {
  const metrics = new PrometheusMetrics('1.0.0', INSIDE_METRICS)
  showFigures(metrics, useCases, systemClock)
  return (await metrics.page()).body
}

describe('the figures of a manager', () => {
  it('are those of its store, with labels that are bounded', async () => {
    await using connect = await SmallConnect.start()
    const smsc = await connect.define()
    connect.bound(smsc, 0)
    const page = await pageOf(connect.manager.useCases)
    assert.equal(figureOf(page, 'connect_store_up'), 1)
    assert.equal(figureOf(page, 'connect_bind_state', { smsc, bind: 'transceiver-1' }), 1)
    assertLabelsBounded(page)
  })

  it('say that it cannot store, and the page is there all the same', async () => {
    await using connect = await SmallConnect.start()
    const smsc = await connect.define()
    const { useCases } = connect.manager
    const full = await pageOf({ ...useCases, storeTrouble: async () => 'the disk is full' })
    assert.deepEqual([figureOf(full, 'connect_store_up'), figureOf(full, 'connect_held', { smsc })], [0, 0])
    const broken = await pageOf({ ...useCases, counts: () => Promise.reject(new Error('the store is not there')) })
    assert.equal(figureOf(broken, 'connect_store_up'), 0)
    assert.match(broken, /process_resident_memory_bytes \d/)
  })

  it('tell how long the log of the store is, and that it cannot be copied', async () => {
    await using connect = await SmallConnect.start()
    const { useCases } = connect.manager
    const names = ['connect_store_log_octets', 'connect_store_log_uncopied_octets', 'connect_store_log_copy_fails']
    const figures = async (writeAheadLog: WriteAheadLogView | null) => {
      const page = await pageOf({ ...useCases, writeAheadLog: () => writeAheadLog })
      return names.map((name) => figureOf(page, name))
    }
    assert.deepEqual(await figures({ octets: 9_000, uncopiedOctets: 4_096, trouble: null }), [9_000, 4_096, 0])
    assert.deepEqual(await figures({ octets: 9_000, uncopiedOctets: 9_000, trouble: 'I/O error' }), [9_000, 9_000, 1])
    assert.deepEqual(await figures(null), [0, 0, 0], 'of a store that cannot tell')
  })
})
