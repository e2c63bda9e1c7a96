import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import {
  type DiskFault,
  DiskShim,
  readDiskTrace,
  skipWithoutDiskShim,
  type TemporaryFolder,
  temporaryFolder,
} from '@smpp-connect/testkit'

const VICTIM = join(import.meta.dirname, 'victim.ts')

function shimIn(folder: TemporaryFolder, traces = false): { readonly shim: DiskShim; readonly data: string } {
  const data = join(folder.path, 'data')
  mkdirSync(data)
  return { shim: new DiskShim({ root: data, folder: folder.path, traces }), data }
}

function run(shim: DiskShim, data: string): { readonly steps: string; readonly signal: string | null } {
  const args = [VICTIM, data, ...(shim.env.DISK_SHIM_MARKS ? [shim.env.DISK_SHIM_MARKS] : [])]
  const { stdout, stderr, signal } = spawnSync(process.execPath, args, {
    env: { ...process.env, ...shim.env },
    encoding: 'utf8',
  })
  assert.equal(stderr, '')
  return { steps: stdout.trim().split('\n').join(' '), signal }
}

describe('the disk shim', { skip: skipWithoutDiskShim() }, () => {
  it('writes down what happens, in order, and nothing of what happens elsewhere', () => {
    using folder = temporaryFolder()
    const { shim, data } = shimIn(folder, true)
    using _ = shim
    assert.equal(run(shim, data).steps, 'ok ok ok ok ok ok ok')
    const seen = readDiskTrace(shim.tracePath).map((record) => {
      switch (record.kind) {
        case 'create':
        case 'remove':
        case 'folder-synced':
          return `${record.kind} ${record.name}`
        case 'write':
          return `write ${record.data.length} at ${record.offset}`
        case 'rename':
          return `rename ${record.from} ${record.to}`
        case 'mark':
          return `mark ${record.text}`
        default:
          return record.kind
      }
    })
    assert.deepEqual(seen, [
      'create a',
      'write 4096 at 0',
      'write 4096 at 4096',
      'mark between',
      'sync-begun',
      'synced',
      'rename a b',
      'folder-synced ',
      'remove b',
    ])
  })

  const faults: readonly (readonly [DiskFault, number | undefined, string])[] = [
    ['no-space', undefined, 'ok short short ok ok ok ok'],
    ['write-error', 1, 'ok EIO ok ok ok ok ok'],
    ['sync-error', undefined, 'ok ok ok EIO ok ok ok'],
    ['database-sync-error', undefined, 'ok ok ok EIO ok ok ok'],
    ['read-only', undefined, 'EROFS ok ok EINVAL EROFS ok ENOENT'],
    ['slow-sync', undefined, 'ok ok ok ok ok ok ok'],
  ]
  for (const [fault, times, steps] of faults) {
    it(`makes a disk fail (${fault})`, () => {
      using folder = temporaryFolder()
      const { shim, data } = shimIn(folder)
      using _ = shim
      shim.control.setFault(fault, { ...(times !== undefined && { times }), delayMs: 1 })
      assert.equal(run(shim, data).steps, steps)
      assert.ok(shim.control.hits > 0)
      shim.control.setFault('none')
      assert.equal(run(shim, data).steps, 'ok ok ok ok ok ok ok')
    })
  }

  it('kills at the nth change, before it is made', () => {
    using folder = temporaryFolder()
    const { shim, data } = shimIn(folder)
    using _ = shim
    shim.control.killAt('change', 2)
    const { steps, signal } = run(shim, data)
    assert.deepEqual({ steps, signal }, { steps: 'ok ok', signal: 'SIGKILL' })
    assert.equal(statSync(join(data, 'a')).size, 4096)
    shim.control.killNobody()
    assert.equal(run(shim, data).signal, null)
    assert.equal(shim.control.passages('change'), 6)
  })
})
