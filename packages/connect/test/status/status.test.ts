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
  writeAheadLog: null,
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

test('an SMSC that is being deleted is somebody’s to look after', () => {
  const deletion = {
    waiting: 'drain',
    named: 'keep',
    uncertain: 'wait',
    receipts: 'wait',
    since: '',
    by: null,
  } as const
  assert.match(
    lines([{ ...smsc, name: 'North Mobile', deletion }]),
    /North Mobile is being deleted, and is not gone yet\.\n {2}npx connect smsc show "North Mobile" says what it waits for; npx connect smsc keep "North Mobile"/,
  )
  assert.doesNotMatch(lines([smsc]), /being deleted/)
})

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
                         transceiver  waiting: wrong password

2 messages are uncertain: sent, and the answer never came.
  A receipt settles it, or the policy of its class. npx connect message list --state uncertain
1 message may have been sent twice.
  npx connect message list --may-be-duplicate`,
  )
  assert.match(lines([]), /There is no SMSC yet: add one in the console\.$/m)
})

test('what waits for a person is told with what to do', () => {
  const view: SystemView = {
    ...system,
    stalled: [{ smscId: 'smsc_1', since: '2026-01-01T02:00:00.000Z', why: '3 parts are due, and nothing is leased' }],
    counts: {
      ...system.counts,
      uncertain: 0,
      mayBeDuplicate: 0,
      receiptsParked: 1,
      waiting: 100,
      byState: { held: 7, accepted: 93 },
    },
  }
  const busy = { ...smsc, id: 'smsc_1', name: 'North Mobile', held: 7, uncertain: 1200 }
  const text = lines([busy], view)
  assert.match(text, /^ {2}Waiting +100 \(7 held\)$/m)
  assert.match(text, /Waiting {2}Outstanding {2}Uncertain {2}Held\n.* 98 +5 +1,200 +7\n/)
  assert.equal(
    text.slice(text.indexOf('Nothing')),
    `Nothing moves at North Mobile since 2026-01-01 02:00:00 UTC: 3 parts are due, and nothing is leased.
  npx connect smsc show "North Mobile", and the log; disabling and enabling it binds anew.
7 messages are held until a person decides.
  npx connect message list --state held; then npx connect message release ID, or cancel ID.
1 receipt matches no message.
  npx connect smsc receipts "North Mobile"`,
  )
  const two = lines([busy, smsc], { ...view, stalled: [] })
  assert.match(two, /npx connect smsc receipts NAME$/)
})

test('where nothing waits for a person, nothing is said of it', () => {
  const counts = { ...system.counts, waiting: 100, uncertain: 0, mayBeDuplicate: 0 }
  assert.match(lines([], { ...system, counts }), /add one in the console\.$/)
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
