import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { type DiskRecord, DiskShim, readDiskTrace, skipWithoutDiskShim, temporaryFolder } from '@smpp-connect/testkit'
import { type CutsResult, cutPower } from './cuts.ts'
import type { PowerRun } from './power-process.ts'
import { stepsOf } from './steps.ts'

const PROCESS = join(import.meta.dirname, 'power-process.ts')
const SEED = Number(process.env.CONNECT_SEED ?? 20_261_126)
/** Cuts in the sound run; the long mode of tools/faults.ts asks for more. */
const CUTS = Number(process.env.CONNECT_POWER_CUTS ?? 120)

describe('after a power cut', { skip: skipWithoutDiskShim() }, () => {
  it('there is all that was acknowledged, and nothing else but the transaction under way', async () => {
    const run = { seed: SEED, steps: 120 }
    const result = await cutAll(run, trace(run), CUTS)
    assert.deepEqual(result.wrong, [])
    assert.ok(result.ahead > 0, 'no cut came between a write and its acknowledgement')
  })

  it('there is all that was acknowledged while another thread copied the log, and met syncs that failed', async () => {
    const faults = [5, 12, 13, 27, 33, 34].map(
      (step) => ({ step, fault: 'sync-error', times: 1 + (step % 3) }) as const,
    )
    const run = { seed: SEED + 4, steps: 60, copiesBeside: true, faults }
    const result = await cutAll(run, trace(run), CUTS / 2)
    assert.deepEqual(result.wrong, [])
  })

  it('there is all that was acknowledged after the database, to which a part of the log was copied, could not be synced', async () => {
    const steps = [3, 9, 15, 21, 27, 33]
    const faults = steps.map((step) => ({ step, fault: 'database-sync-error', times: 1 }) as const)
    const run = { seed: SEED + 5, steps: 60, readsFor: 3, staysOpen: true, faults }
    const records = trace(run)
    const failed = records.filter(({ kind }) => kind === 'sync-failed').length
    assert.equal(failed, steps.length)
    const result = await cutAll(run, records, CUTS / 2)
    assert.deepEqual(result.wrong, [])
  })

  for (const fault of ['sync-error', 'write-error', 'no-space', 'read-only'] as const) {
    it(`there is all that was acknowledged before and after the disk failed (${fault})`, async () => {
      const faults = [5, 12, 13, 27].map((step) => ({ step, fault, times: 1 + (step % 3) }))
      const run = { seed: SEED + 1, steps: 40, faults }
      const result = await cutAll(run, trace(run), CUTS / 4)
      assert.deepEqual(result.wrong, [])
      assert.ok(result.refused > 0, 'no transaction met the fault')
      assert.ok(result.refused < 10, `${result.refused} were refused, though the disk worked again`)
    })
  }

  it('nothing of a transaction comes back whose sync failed, though its log is all that a new connection finds', async () => {
    const faults = [4, 9, 14, 19, 24, 29].map((step) => ({ step, fault: 'sync-error', times: 2 }) as const)
    const run = { seed: SEED + 3, steps: 40, faults, isAlone: true, staysOpen: true }
    const result = await cutAll(run, trace(run), CUTS / 4)
    assert.deepEqual(result.wrong, [])
    assert.ok(result.refused > 0, 'no transaction met the fault')
  })

  it('there is all that was acknowledged after a crash that came after a sync that failed', async () => {
    // What the failed sync did not bring to the disk is still in memory, where the next process finds it.
    const both = { seed: SEED + 2, checkpointPages: 10_000, staysOpen: true }
    const first = { ...both, steps: 15, faults: [{ step: 14, fault: 'sync-error', times: 9 }] } as const
    const second = { ...both, steps: 40, from: 15 }
    const records = trace(first, second)
    // It is whole in memory, so SQLite takes it for a commit: refused, but kept all the same.
    const result = await cutAll(second, records, CUTS / 4, 14)
    assert.deepEqual(result.wrong, [])
  })

  for (const synchronous of ['NORMAL', 'OFF'] as const) {
    it(`something would be missing if SQLite were told synchronous=${synchronous}`, async () => {
      const run = { seed: SEED, steps: 40, synchronous }
      const result = await cutAll(run, trace(run), 60)
      assert.ok(result.wrong.length > 0, 'the model cannot tell a store that syncs from one that does not')
    })
  }
})

/** What the disk saw of processes that ran on it one after the other. */
function trace(...runs: readonly PowerRun[]): readonly DiskRecord[] {
  using folder = temporaryFolder()
  const data = join(folder.path, 'data')
  mkdirSync(data)
  using shim = new DiskShim({ root: data, folder: folder.path, traces: true })
  for (const run of runs) {
    shim.control.setFault('none')
    const ended = spawnSync(process.execPath, [PROCESS, data, JSON.stringify(run)], {
      env: { ...process.env, ...shim.env },
      encoding: 'utf8',
    })
    assert.equal(ended.signal, 'SIGKILL', ended.stderr)
  }
  return readDiskTrace(shim.tracePath)
}

async function cutAll(
  { seed, steps, from, staysOpen }: PowerRun,
  records: readonly DiskRecord[],
  cuts: number,
  keptAllTheSame?: number,
): Promise<CutsResult> {
  const played = stepsOf(seed, steps)
  const result = await cutPower(records, played, {
    seed,
    cuts,
    reopened: (step) => step === from || (!staysOpen && played[step]?.reopens === true),
    ...(keptAllTheSame !== undefined && { keptAllTheSame }),
  })
  console.log(
    `  ${steps} transactions, ${result.refused} refused, ${records.length} records: ${result.cuts} cuts, ` +
      `${result.ahead} with a transaction that was under way or refused, ${result.wrong.length} wrong`,
  )
  return result
}
