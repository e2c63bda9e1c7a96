import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EdgeOverview } from '@smpp-connect/contracts'
import { edgeLines } from '../../src/edges/list-command.ts'
import { createStyle } from '../../src/output/style.ts'

const NOW = Date.parse('2026-01-01T00:10:00Z')
const london: EdgeOverview = {
  id: 'london',
  role: 'edge',
  up: true,
  since: '2026-01-01T00:00:00.000Z',
  reason: '',
  from: '192.0.2.7:40000',
  version: '0.1.0',
  definitions: [{ smscId: 'smsc_1', version: 3, applied: 3 }],
  stale: false,
  outstanding: 12,
  certificate: { endsAt: '2026-03-20T00:00:00.000Z', ofOlderAuthority: false },
}

test('edges are shown with their link, and with settings that are not those of today', () => {
  const paris: EdgeOverview = {
    ...london,
    id: 'paris',
    role: null,
    up: false,
    reason: 'it has not connected yet',
    from: '',
    definitions: [{ smscId: 'smsc_1', version: 3, applied: null }],
    stale: true,
    outstanding: 0,
    certificate: { endsAt: '2026-03-20T00:00:00.000Z', ofOlderAuthority: true },
  }
  const rome: EdgeOverview = { ...paris, id: 'rome', certificate: null }
  const oslo: EdgeOverview = {
    ...london,
    id: 'oslo',
    outstanding: 0,
    certificate: { endsAt: '2026-01-09T00:10:00.000Z', ofOlderAuthority: false },
  }
  assert.equal(
    edgeLines([london, oslo, paris, rome], NOW, createStyle(false)).join('\n'),
    `Edge    Hosts  Link  For          From             Settings      Certificate      Outstanding  Why
london  edge   up    10 min 00 s  192.0.2.7:40000  of today      good                      12
oslo    edge   up    10 min 00 s  192.0.2.7:40000  of today      ends in 8 days
paris          down  10 min 00 s                   1 of 1 older  older authority               it has not connected yet
rome           down  10 min 00 s                   1 of 1 older  none                          it has not connected yet`,
  )
})
