import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { BindFigures, SmscFigures } from '@smpp-connect/edge'
import type { EdgeLinkFigures } from '@smpp-connect/link'
import { type EdgeReadiness, type EdgeSight, edgeReadiness } from '../../src/health/edge-readiness.ts'

const NOW = 1_000_000
const LINK: EdgeLinkFigures = {
  state: { kind: 'up', sinceMs: NOW - 5_000, with: '10.0.0.5:2781' },
  losses: 0,
  answersWaiting: 0,
  inboundWaiting: 0,
  staleSinceMs: undefined,
  notUnderstood: [],
}
const BOUND: BindFigures = { name: 'transmitter-1', status: 'bound', sinceMs: NOW, reason: '', roundTripMs: null }

function smsc(...binds: readonly BindFigures[]): SmscFigures {
  const sender = {
    waiting: 0,
    outstanding: 0,
    windowSum: 0,
    credit: 0,
    perSecond: 1,
    isSlowed: false,
    ended: new Map(),
  }
  const inbound = { receipt: { taken: 0, refused: 0 }, text: { taken: 0, refused: 0 } }
  return { smscId: 'smsc_1', name: 'North', version: 1, binds, bindCounts: new Map(), sender, inbound }
}

function look(given: Partial<EdgeSight>): EdgeReadiness {
  const sight = {
    link: LINK,
    isTold: true,
    unheardMs: 0,
    smscs: [smsc(BOUND)],
    isStopping: false,
    nowMs: NOW,
    ...given,
  }
  return edgeReadiness({ edge: 'london', role: 'edge', version: '1.0.0' }, sight)
}

describe('an edge is ready', () => {
  it('when it is linked and each bind that it is to hold stands', () => {
    assert.deepEqual(look({}), {
      status: 'ready',
      edge: 'london',
      role: 'edge',
      version: '1.0.0',
      link: 'up',
      definitions: 'current',
      binds: { held: 1, bound: 1 },
      missing: [],
    })
  })

  it('as a standby, when it is linked and is to hold nothing', () => {
    const standby = look({ smscs: [smsc()] })
    assert.deepEqual([standby.status, standby.binds], ['ready', { held: 0, bound: 0 }])
  })
})

describe('an edge is not ready, and says why', () => {
  const missing = (given: Partial<EdgeSight>): readonly string[] => {
    const { status, missing } = look(given)
    assert.equal(status, 'not-ready')
    return missing
  }

  it('without a link to the manager', () => {
    const state = { kind: 'down', sinceMs: NOW - 12_000, reason: 'connection refused' } as const
    const link = { ...LINK, state, staleSinceMs: NOW - 12_000 }
    assert.deepEqual(missing({ link }), ['There is no link to the manager, for 12 s: connection refused.'])
    assert.equal(look({ link }).definitions, 'stale')
  })

  it('before the manager has told definitions and seats', () => {
    assert.deepEqual(missing({ link: { ...LINK, staleSinceMs: NOW } }), [
      'The manager has not told it the definitions yet.',
    ])
    assert.deepEqual(missing({ isTold: false }), ['The manager has not said yet which binds it may hold.'])
  })

  it('while the manager is not heard, once that is longer than any way to it', () => {
    assert.equal(look({ unheardMs: 900 }).status, 'ready')
    assert.deepEqual(missing({ unheardMs: 4_000 }), [
      'The manager has not been heard for 4.0 s: texts wait, because somebody may have opted out meanwhile.',
    ])
  })

  it('with a definition that it does not understand', () => {
    const link = { ...LINK, staleSinceMs: NOW, notUnderstood: ['smsc_2'] as const }
    assert.match(missing({ link })[0] ?? '', /does not understand the definition of smsc_2.*Update it/)
  })

  it('while one of its binds is down', () => {
    const reason = 'The SMSC refused the bind: Invalid password (ESME_RINVPASWD).'
    const refused: BindFigures = { ...BOUND, name: 'receiver-1', status: 'waiting', sinceMs: NOW - 3_000, reason }
    const notBegun: BindFigures = { ...BOUND, name: 'receiver-2', status: 'closed', sinceMs: null, reason: '' }
    assert.deepEqual(missing({ smscs: [smsc(BOUND, refused, notBegun)] }), [
      `North: receiver-1 is not bound, for 3.0 s: ${reason}`,
      'North: receiver-2 is not bound.',
    ])
  })

  it('while it is being stopped, though everything stands', () => {
    assert.deepEqual(missing({ isStopping: true }), ['It is being stopped.'])
  })
})
