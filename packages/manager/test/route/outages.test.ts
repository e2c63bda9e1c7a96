import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Outages } from '../../src/route/outages.ts'
import { definition } from '../definition.ts'

const A = 'smsc_a'
const defined = definition({ id: A })

function stands(outages: Outages, nowMs: number, forWhat: 'forWaiting' | 'forNew' = 'forWaiting'): string {
  const standing = outages[forWhat](nowMs, 30_000)
  return standing.takes(A) ? 'bound' : standing.isOut(A) ? 'out' : 'lost'
}

describe('an SMSC is', () => {
  it('lost at first after a start, and out when it does not bind in time', () => {
    const outages = new Outages()
    outages.begin([defined], 5_000)
    assert.deepEqual(
      [5_000, 34_999, 35_000].map((at) => stands(outages, at)),
      ['lost', 'lost', 'out'],
    )
  })

  it('bound, then lost, then out, then bound again', () => {
    const outages = new Outages()
    outages.note(A, true, 1_000)
    assert.equal(stands(outages, 900_000), 'bound')
    outages.note(A, false, 900_000)
    outages.note(A, false, 915_000)
    assert.deepEqual(
      [929_999, 930_000].map((at) => stands(outages, at)),
      ['lost', 'out'],
      'from the first loss',
    )
    outages.note(A, true, 950_000)
    assert.equal(stands(outages, 950_000), 'bound')
  })

  it('out from the beginning when it is new, until it is bound', () => {
    const outages = new Outages()
    outages.defined([defined])
    outages.note(A, false, 1_000)
    assert.equal(stands(outages, 1_000), 'out')
    assert.equal(stands(outages, 1_000, 'forNew'), 'out')
    outages.note(A, true, 2_000)
    assert.equal(stands(outages, 2_000), 'bound')
  })

  it('out at once when it is switched off, and as new when it is switched on', () => {
    const outages = new Outages()
    outages.note(A, true, 1_000)
    outages.defined([{ ...defined, enabled: false }])
    assert.equal(stands(outages, 1_000), 'out')
    outages.note(A, false, 1_500)
    outages.defined([defined])
    assert.equal(stands(outages, 2_000), 'out')
  })

  it('out for what is new only when what waits has gone, or after a minute of that', () => {
    const outages = new Outages()
    outages.note(A, true, 0)
    outages.note(A, false, 1_000)
    assert.equal(stands(outages, 31_000, 'forWaiting'), 'out')
    assert.equal(stands(outages, 3_600_000, 'forNew'), 'lost', 'nobody takes it over')
    outages.clearing(A, 40_000)
    assert.deepEqual(
      [99_999, 100_000].map((at) => stands(outages, at, 'forNew')),
      ['lost', 'out'],
    )
    outages.cleared(A)
    assert.equal(stands(outages, 41_000, 'forNew'), 'out')
    outages.keeping(A)
    assert.equal(stands(outages, 41_000, 'forNew'), 'lost')
    outages.cleared(A)
    outages.note(A, true, 50_000)
    outages.note(A, false, 60_000)
    assert.equal(stands(outages, 90_000, 'forNew'), 'lost', 'the next outage begins anew')
  })
})
