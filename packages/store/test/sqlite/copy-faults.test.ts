import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type DiskFault, DiskShim, skipWithoutDiskShim, temporaryFolder } from '@smpp-connect/testkit'
import type { DuringFault } from './copy-fault-process.ts'

const PROCESS = join(import.meta.dirname, 'copy-fault-process.ts')

/** What the operator is told of each fault, from the first failure until it is copied again. */
const TOLD: readonly (readonly [fault: DiskFault, reason: RegExp])[] = [
  ['database-sync-error', /I\/O error/],
  ['sync-error', /I\/O error/],
  ['write-error', /I\/O error/],
  ['no-space', /^the disk is full$/],
  ['read-only', /read-only|I\/O error/],
]

describe('copying the log to the database on a disk that fails', { skip: skipWithoutDiskShim() }, () => {
  it('is reported to fail, with the reason, until it works again; what is stored meanwhile is kept', () => {
    using folder = temporaryFolder()
    const data = join(folder.path, 'data')
    mkdirSync(data)
    using shim = new DiskShim({ root: data, folder: folder.path })
    const faults = TOLD.map(([fault]) => fault)
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROCESS, data, ...faults], {
      env: { ...process.env, ...shim.env },
      encoding: 'utf8',
      timeout: 120_000,
    })
    assert.equal(status, 0, stderr)
    const lines = stdout.trimEnd().split('\n')
    const during = lines.map((line) => JSON.parse(line) as DuringFault)
    assert.deepEqual(
      during.map(({ fault }) => fault),
      faults,
    )
    for (const [index, { fault, troubles }] of during.entries()) {
      const reasons = troubles.filter((trouble) => trouble !== null)
      assert.ok(reasons.length > 0, fault)
      for (const reason of reasons) assert.match(reason, TOLD[index]?.[1] ?? /never/, fault)
      // Once well again, and not in between; the report from before the failure may be there too.
      assert.equal(troubles.slice(troubles.indexOf(reasons[0] ?? null)).indexOf(null), reasons.length, fault)
    }
    const [first] = during
    assert.equal(first?.isKept, true)
    // The checkpoint failed first, and then what was copied before could not be secured.
    assert.match(first.troubles.join(), /data directory cannot be read or written: .*I\/O error/)
  })
})
