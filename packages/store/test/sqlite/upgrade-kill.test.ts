import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import type { MessageId } from '@smpp-connect/contracts'
import { seededRandom } from '@smpp-connect/kernel'
import {
  DiskShim,
  PowerCutDisk,
  readDiskTrace,
  skipWithoutDiskShim,
  temporaryFolderInMemory,
  writeFiles,
} from '@smpp-connect/testkit'
import { observeFolder } from './power-cut/observation.ts'
import { makeVersion1 } from './version-1.ts'

const PROCESS = join(import.meta.dirname, 'upgrade-process.ts')
const IDS = Array.from({ length: 9 }, (_, index): MessageId => `msg_${index + 1}`)
const KILLS = 10
const CUTS = 60

/** Upgrades the data in a folder, killed at a change of the disk (0: at none before it is done); says how many there were. */
function upgrade(data: string, shim: DiskShim, killedAt = 0, marks: readonly string[] = []): number {
  if (killedAt > 0) shim.control.killAt('change', killedAt)
  else shim.control.killNobody()
  const env = { ...process.env, ...shim.env }
  const { signal, stderr } = spawnSync(process.execPath, [PROCESS, data, ...marks], { env, encoding: 'utf8' })
  assert.equal(signal, 'SIGKILL', stderr)
  return shim.control.passages('change')
}

async function upgraded(): Promise<string> {
  using folder = temporaryFolderInMemory()
  makeVersion1(folder.path).close()
  return await observeFolder(folder.path, IDS)
}

describe('an upgrade of the data', { skip: skipWithoutDiskShim() }, () => {
  it('that is killed at any change of the disk is done by the next start', async (t) => {
    using folder = temporaryFolderInMemory()
    const template = join(folder.path, 'template')
    mkdirSync(template)
    makeVersion1(template).close()
    const expected = await upgraded()
    const killed = async (killedAt: number): Promise<number> => {
      const data = join(folder.path, `data-${killedAt}`)
      cpSync(template, data, { recursive: true })
      using shim = new DiskShim({ root: data, folder: folder.path })
      const changes = upgrade(data, shim, killedAt)
      assert.equal(await observeFolder(data, IDS), expected, `killed at change ${killedAt}`)
      return changes
    }
    const changes = await killed(0)
    const at = Array.from({ length: KILLS }, (_, index) => 1 + Math.floor((index * (changes - 1)) / (KILLS - 1)))
    for (const change of at) await killed(change)
    t.diagnostic(`${changes} changes of the disk, killed at ${at.length} of them`)
  })

  it('in the midst of which the power goes is done by the next start', async (t) => {
    using folder = temporaryFolderInMemory()
    const data = join(folder.path, 'data')
    mkdirSync(data)
    using shim = new DiskShim({ root: data, folder: folder.path, traces: true })
    upgrade(data, shim, 0, [shim.env.DISK_SHIM_MARKS ?? ''])
    const records = readDiskTrace(shim.tracePath)
    const made = records.findIndex(({ kind }) => kind === 'mark')
    assert.ok(made > 0)
    const expected = await upgraded()
    const random = seededRandom(20_261_126)
    const moments = Array.from({ length: CUTS }, () => made + Math.floor(random.fraction() * (records.length - made)))
    const disk = new PowerCutDisk(random)
    let applied = 0
    for (const moment of moments.toSorted((a, b) => a - b)) {
      for (; applied <= moment; applied++) disk.apply(records[applied] as (typeof records)[number])
      using found = temporaryFolderInMemory()
      writeFiles(found.path, disk.cut(random))
      assert.equal(await observeFolder(found.path, IDS), expected, `power cut at record ${moment}`)
    }
    t.diagnostic(`${CUTS} power cuts`)
  })
})
