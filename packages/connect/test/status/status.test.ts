import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SmscView, SystemView } from '@smpp-connect/contracts'
import { temporaryFolder } from '@smpp-connect/testkit'
import { createStyle } from '../../src/output/style.ts'
import { statusLines } from '../../src/status/command.ts'
import { runToEnd } from '../send/command-line.ts'
import { FakeConnect } from '../send/fake-connect.ts'

const system: SystemView = {
  version: '1.2.3',
  startedAt: '2026-01-01T00:00:00.000Z',
  lastEventSeq: 1,
  maxParts: 10,
  stalled: [],
  counts: {
    accepted: 1500,
    final: 1400,
    waiting: 98,
    uncertain: 2,
    received: 3,
    mayBeDuplicate: 1,
    receiptsParked: 0,
    byState: { delivered: 1399, expired: 1, accepted: 98 },
  },
}
const bind = { bindType: 'transceiver', status: 'bound', since: '', reason: '', retryAt: null }
const smsc = {
  name: 'One',
  host: 'smsc.example',
  port: 2775,
  waiting: 98,
  outstanding: 5,
  binds: [bind, { ...bind, status: 'waiting', reason: 'wrong password' }],
} as unknown as SmscView

const lines = (smscs: readonly SmscView[], view = system) =>
  statusLines({
    url: 'http://x',
    system: view,
    smscs,
    nowMs: Date.parse('2026-01-01T02:10:00Z'),
    style: createStyle(false),
  }).join('\n')

test('the figures of the conservation law, and what each bind does', () => {
  assert.equal(
    lines([smsc]),
    `Connect 1.2.3 at http://x, up for 2 h 10 min

  Accepted         1,500
  Final            1,400 (1,399 delivered, 1 expired)
  Waiting          98
  Uncertain        2
  Received         3
  Perhaps twice    1
  Parked receipts  0
  Accepted = final + waiting + uncertain.

SMSC  Address            Bind         Status                   Waiting  Outstanding
One   smsc.example:2775  transceiver  bound                         98            5
                         transceiver  waiting: wrong password`,
  )
  assert.match(lines([]), /There is no SMSC yet: add one in the console\.$/)
})

test('a broken balance is not passed over', () => {
  const counts = { ...system.counts, final: 1399 }
  assert.match(lines([], { ...system, counts }), /1,500 accepted, but 1,499 accounted for: report this\./)
})

test('--json gives what the API says', async () => {
  using folder = temporaryFolder()
  await using connect = await new FakeConnect().start()
  const place = { folder: folder.path, env: { CONNECT_URL: connect.url } }
  const { exitCode, out, err } = await runToEnd(['status', '--json'], place)
  assert.deepEqual([exitCode, err], [0, ''])
  const status = JSON.parse(out) as { url: string; counts: { accepted: number }; smscs: unknown[] }
  assert.deepEqual([status.url, status.counts.accepted, status.smscs], [connect.url, 0, []])
})
