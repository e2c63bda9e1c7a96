import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { EdgeOverview } from '@smpp-connect/contracts'
import { type EdgeHere, edgeHereChecks, edgeListChecks } from '../../src/doctor/edge-checks.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import type { EdgeReadiness } from '../../src/health/edge-readiness.ts'

const NOW = Date.parse('2026-11-26T00:10:00Z')
const AT = '127.0.0.1:2782'
const READY: EdgeReadiness = {
  status: 'ready',
  edge: 'london',
  role: 'edge',
  version: '0.1.0',
  link: 'up',
  definitions: 'current',
  binds: { held: 2, bound: 2 },
  missing: [],
}
const LONDON: EdgeOverview = {
  id: 'london',
  role: 'edge',
  up: true,
  since: '2026-11-26T00:00:00.000Z',
  reason: '',
  from: '192.0.2.7:40000',
  version: '0.1.0',
  definitions: [{ smscId: 'smsc_1', version: 3, applied: 3 }],
  stale: false,
  outstanding: 0,
  certificate: { endsAt: '2027-01-20T00:00:00.000Z', ofOlderAuthority: false },
}

const named = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ level, check }) => `${level} ${check}`)
const answering = (given: Partial<EdgeReadiness>): EdgeHere => ({
  kind: 'answers',
  at: AT,
  readiness: { ...READY, ...given },
})

describe('the doctor finds, where an edge runs,', () => {
  const seeded: readonly (readonly [what: string, here: EdgeHere, found: string])[] = [
    ['nothing wrong with one that is ready', answering({}), 'good edge-ready'],
    ['nothing wrong with a standby', answering({ binds: { held: 0, bound: 0 } }), 'good edge-ready'],
    ['that it does not run', { kind: 'not-running' }, 'wrong edge-running'],
    ['that it does not show how it is', { kind: 'silent' }, 'doubtful edge-status'],
    ['that it does not answer', { kind: 'not-answering', at: AT, why: 'ECONNREFUSED' }, 'wrong edge-running'],
    ['another edge in its place', answering({ edge: 'paris' }), 'wrong edge-running'],
    ['that it is not ready', answering({ status: 'not-ready', missing: ['It is being stopped.'] }), 'wrong edge-ready'],
  ]
  for (const [what, here, found] of seeded) {
    it(what, () => assert.deepEqual(named(edgeHereChecks('london', here)), [found]))
  }

  it('everything that is missing, each in its own words', () => {
    const missing = ['There is no link to the manager, for 5.0 s: refused.', 'North: transceiver-1 is not bound.']
    assert.deepEqual(
      edgeHereChecks('london', answering({ status: 'not-ready', missing })).map(({ found }) => found),
      missing.map((words) => `The edge london: ${words}`),
    )
  })
})

describe('the doctor finds, of the edges of a manager,', () => {
  const seeded: readonly (readonly [what: string, edge: Partial<EdgeOverview>, found: readonly string[]])[] = [
    ['nothing wrong with one that is linked and up to date', {}, []],
    ['that one is not linked', { up: false, reason: 'the connection was reset' }, ['wrong edge-link']],
    [
      'that nothing is heard of one',
      { reason: 'nothing has been heard of the edge london for 5 s' },
      ['doubtful edge-link'],
    ],
    ['that one has never connected', { up: false, role: null }, ['doubtful edge-link']],
    [
      'that one is stale',
      { stale: true, definitions: [{ smscId: 'smsc_1', version: 3, applied: 2 }] },
      ['doubtful edge-definitions'],
    ],
    ['that one is of another version', { version: '0.2.0' }, ['doubtful edge-version']],
    [
      'that the certificate of one was not renewed',
      { certificate: { endsAt: '2026-12-09T12:00:00.000Z', ofOlderAuthority: false } },
      ['doubtful edge-certificate'],
    ],
    ['nothing more of one whose certificate has ended: it is not linked', { certificate: null }, []],
  ]
  for (const [what, given, found] of seeded) {
    it(what, () => assert.deepEqual(named(edgeListChecks([{ ...LONDON, ...given }], '0.1.0', NOW)), found))
  }

  it('for how long, and why', () => {
    const [finding] = edgeListChecks([{ ...LONDON, up: false, reason: 'the connection was reset' }], '0.1.0', NOW)
    assert.equal(finding?.found, 'The edge london is not linked, for 10 min 00 s: the connection was reset.')
  })
})
