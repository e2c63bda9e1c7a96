import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { BindView, SmscView, SystemView } from '@smpp-connect/contracts'
import { authorityCheck } from '../../src/doctor/authority-check.ts'
import { CHECKS } from '../../src/doctor/catalogue.ts'
import { certificateCheck } from '../../src/doctor/certificate-check.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import { type MachineSight, machineChecks } from '../../src/doctor/machine-checks.ts'
import { type ServerSight, serverChecks } from '../../src/doctor/server-checks.ts'
import { smscChecks } from '../../src/doctor/smsc-checks.ts'
import { SMSC } from '../send/fake-connect.ts'

const NOW = Date.UTC(2026, 10, 26)
const GIB = 2 ** 30

/** What is not good, as `level check`. */
const ills = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ level }) => level !== 'good').map(({ level, check }) => `${level} ${check}`)

const machine: MachineSight = {
  nodeVersion: '26.10.0',
  leastNode: 26,
  dataDir: '/var/lib/connect',
  folder: { kind: 'usable', mode: 0o700 },
  freeOctets: 50 * GIB,
  fileSystem: 0xef53,
  openFiles: 1_048_576,
  nowMs: NOW,
}
const bind: BindView = {
  edge: null,
  bindType: 'transceiver',
  number: 1,
  status: 'bound',
  since: '2026-11-26T00:00:00.000Z',
  reason: '',
  retryAt: null,
  definitionVersion: SMSC.version,
  windowSize: 10,
  windowInUse: 0,
  roundTripMs: 50,
  slowedTo: null,
}
const smsc: SmscView = { ...SMSC, host: '10.0.0.7', hasPassword: true, enabled: true, binds: [bind] }
const system: SystemView = {
  version: '0.1.0',
  startedAt: '2026-11-26T00:00:00.000Z',
  counts: {
    accepted: 10,
    final: 9,
    waiting: 1,
    uncertain: 0,
    received: 0,
    mayBeDuplicate: 0,
    receiptsParked: 0,
    byState: {},
  },
  lastEventSeq: 0,
  maxParts: 10,
  stalled: [],
  writeAheadLog: { octets: 40_000_000, uncopiedOctets: 8_000_000, trouble: null },
}
const server: ServerSight = {
  url: 'http://127.0.0.1:2780',
  system,
  smscs: [smsc],
  trouble: undefined,
  unclaimed: false,
  version: '0.1.0',
  clockAheadMs: 100,
}

describe('the doctor finds nothing', () => {
  it('where all is in order', () => {
    assert.deepEqual(ills(machineChecks(machine)), [])
    assert.deepEqual(ills(serverChecks(server)), [])
    assert.deepEqual(ills(smscChecks([smsc])), [])
  })

  it('in what it cannot see', () => {
    const blind = { ...machine, freeOctets: undefined, fileSystem: undefined, openFiles: undefined }
    assert.deepEqual(ills(machineChecks(blind)), [])
    const { writeAheadLog: _, ...older } = system
    const unseen = { system: older as SystemView, clockAheadMs: undefined }
    assert.deepEqual(ills(serverChecks({ ...server, ...unseen })), [])
    const unknown = { ...smsc, perSecond: 1_000, binds: [{ ...bind, roundTripMs: null }] }
    assert.deepEqual(ills(smscChecks([unknown])), [])
  })
})

describe('the doctor finds, on the machine,', () => {
  const seeded: readonly (readonly [what: string, sight: Partial<MachineSight>, found: string])[] = [
    ['a Node that is too old', { nodeVersion: '20.20.2' }, 'wrong node'],
    ['a clock that is wrong', { nowMs: 0 }, 'wrong clock'],
    ['no data folder', { folder: { kind: 'missing' } }, 'doubtful data-folder'],
    ['one that cannot be used', { folder: { kind: 'unusable', problem: 'x' } }, 'wrong data-folder'],
    ['one that others read', { folder: { kind: 'usable', mode: 0o755 } }, 'doubtful data-folder'],
    ['one that is forgotten', { fileSystem: 0x0102_1994 }, 'wrong file-system'],
    ['one on another machine', { fileSystem: 0x6969 }, 'wrong file-system'],
    ['a disk that fills up', { freeOctets: GIB / 2 }, 'doubtful disk-space'],
    ['a full disk', { freeOctets: GIB / 16 }, 'wrong disk-space'],
    ['too few open files', { openFiles: 256 }, 'doubtful open-files'],
  ]
  for (const [what, sight, found] of seeded) {
    it(what, () => assert.deepEqual(ills(machineChecks({ ...machine, ...sight })), [found]))
  }

  it('a certificate that has ended, or did not renew itself', () => {
    const day = 86_400_000
    const levels = [30, 13, 0].map((days) => certificateCheck('north', NOW + days * day, NOW).level)
    assert.deepEqual(levels, ['good', 'doubtful', 'wrong'])
  })

  it('an authority that will end, or has ended, or whose replacement was not brought to an end', () => {
    const check = (days: number, isBeingReplaced = false, needOlder: readonly string[] = []) =>
      authorityCheck({ notAfterMs: NOW + days * 86_400_000, isBeingReplaced, needOlder }, NOW)
    assert.deepEqual(check(3_000), [])
    assert.deepEqual(ills(check(300)), ['doubtful authority'])
    assert.deepEqual(ills(check(0)), ['wrong authority'])
    assert.match(check(3_000, true, ['paris'])[0]?.found ?? '', /these edges have no certificate of the new one: paris/)
    assert.match(check(3_000, true)[0]?.advice ?? '', /retire-authority/)
  })
})

describe('the doctor finds, in a running Connect,', () => {
  const counted = (counts: Partial<SystemView['counts']>) => ({
    system: { ...system, counts: { ...system.counts, ...counts } },
  })
  const seeded: readonly (readonly [what: string, sight: Partial<ServerSight>, found: string])[] = [
    ['a store that cannot', { trouble: 'the disk is full' }, 'wrong storage'],
    [
      'a log that cannot be copied',
      { system: { ...system, writeAheadLog: { octets: GIB, uncopiedOctets: GIB, trouble: 'the disk is full' } } },
      'wrong storage-log',
    ],
    [
      'a log that somebody reads without an end',
      { system: { ...system, writeAheadLog: { octets: GIB + 1, uncopiedOctets: GIB, trouble: null } } },
      'doubtful storage-log',
    ],
    ['texts that are not accounted for', counted({ final: 8 }), 'wrong conservation'],
    [
      'a lane that stands still',
      { system: { ...system, stalled: [{ smscId: smsc.id, since: system.startedAt, why: 'it stands' }] } },
      'wrong stalled',
    ],
    ['texts that wait for a person', counted({ byState: { held: 1 } }), 'doubtful held'],
    ['texts that nobody knows of', counted({ waiting: 0, uncertain: 1 }), 'doubtful uncertain'],
    ['receipts of nothing', counted({ receiptsParked: 20 }), 'doubtful parked-receipts'],
    ['that nobody has claimed it', { unclaimed: true }, 'doubtful unclaimed'],
    ['that it is another version', { version: '0.2.0' }, 'doubtful version'],
    ['that the clocks are apart', { clockAheadMs: -60_000 }, 'wrong clocks'],
  ]
  for (const [what, sight, found] of seeded) {
    it(what, () => assert.deepEqual(ills(serverChecks({ ...server, ...sight })), [found]))
  }
})

describe('the doctor finds, of an SMSC,', () => {
  const seeded: readonly (readonly [what: string, smscs: readonly SmscView[], found: string])[] = [
    ['that there is none', [], 'wrong no-smsc'],
    ['that no edge holds a bind', [{ ...smsc, binds: [] }], 'wrong bind'],
    [
      'that it refuses a bind',
      [{ ...smsc, binds: [bind, { ...bind, number: 2, status: 'waiting', reason: 'The password is wrong.' }] }],
      'wrong bind',
    ],
    [
      'that it is disabled, with work',
      [{ ...smsc, enabled: false, binds: [], waiting: 5 }],
      'doubtful disabled-with-work',
    ],
    ['that an edge is behind', [{ ...smsc, version: smsc.version + 1 }], 'doubtful stale-definition'],
    ['that it takes less', [{ ...smsc, binds: [{ ...bind, slowedTo: 3.25 }] }], 'doubtful slowed'],
    ['that its window is too small for its pace', [{ ...smsc, perSecond: 1_000 }], 'doubtful window'],
    ['that it has no password', [{ ...smsc, hasPassword: false }], 'doubtful no-password'],
    ['that it is not encrypted', [{ ...smsc, host: 'smpp.provider.example' }], 'doubtful plain-text'],
    ['that it is there twice', [smsc, { ...smsc, id: 'smsc_2', name: 'Again' }], 'doubtful same-account'],
  ]
  for (const [what, smscs, found] of seeded) {
    it(what, () => assert.deepEqual(ills(smscChecks(smscs)), [found]))
  }

  it('which window would do', () => {
    const [finding] = smscChecks([{ ...smsc, perSecond: 1_000 }])
    assert.match(finding?.found ?? '', /carries 200 parts a second, and its pace allows 1000\./)
    assert.match(finding?.advice ?? '', /^A window of 50 would do/)
  })
})

it('every check of the catalogue is one that the doctor makes', () => {
  const folder = join(import.meta.dirname, '..', '..', 'src', 'doctor')
  const sources = globSync('*.ts', { cwd: folder, exclude: ['catalogue.ts'] })
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n')
  const made = new Set([...sources.matchAll(/(?:good|doubtful|wrong)\(\s*'([a-z-]+)'/g)].map(([, name]) => name))
  assert.deepEqual([...made].sort(), Object.keys(CHECKS).sort())
})
