// A process of its own, on a disk that is watched: plays steps on the part of the SQLite store that writes, and marks in
// the trace when each began and how it ended. Usage: power-process.ts DIRECTORY JSON (see PowerRun).
import { openSync, writeSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { MemoryStore } from '@smpp-connect/store/memory'
import { DiskControl, type DiskFault } from '@smpp-connect/testkit'
import { Checkpoints } from '../../../src/sqlite/checkpoints.ts'
import { openForReading, openForWriting, type WriteSettings } from '../../../src/sqlite/database.ts'
import { LogReports } from '../../../src/sqlite/log-reports.ts'
import { Reader } from '../../../src/sqlite/reader.ts'
import { Writer } from '../../../src/sqlite/writer.ts'
import { Player, stepsOf } from './steps.ts'
import { WriterStore } from './writer-store.ts'

export interface PowerRun {
  readonly seed: number
  /** How many steps there are, and the first of them that this process plays; the others have been played before. */
  readonly steps: number
  readonly from?: number
  /** Of SQLite; the store's own when left out. */
  readonly synchronous?: 'NORMAL' | 'OFF'
  /** Pages of log after which a checkpoint comes; far fewer than in earnest when left out, so that a short run has many. */
  readonly checkpointPages?: number
  /** The log is copied by a thread beside, and not by the connection that writes. */
  readonly copiesBeside?: boolean
  /** Nobody reads beside: the connection that writes is the only one. */
  readonly isAlone?: boolean
  /**
   * Somebody else reads for so many steps at a time, as the writing of a long export would: as long, only a part of the
   * log can be copied.
   */
  readonly readsFor?: number
  /** Plays on where a step says that the store is closed and opened. */
  readonly staysOpen?: boolean
  /** At which steps the disk fails, how, and how often before it works again. */
  readonly faults?: readonly { readonly step: number; readonly fault: DiskFault; readonly times: number }[]
}

const CHECKPOINT_PAGES = 30
const BESIDE = { enoughPages: 10, mostPages: 10_000, transactions: 1, restsForMs: 0 }

/** Conversations often go into the index of ids. */
const SETTINGS: WriteSettings = { indexEvery: 3 }

if (import.meta.main) await main()

async function main(): Promise<void> {
  const [, , directory = '', json = '{}'] = process.argv
  const run = JSON.parse(json) as PowerRun
  const { DISK_SHIM_MARKS: marks = '', DISK_SHIM_CONTROL: controlPath = '' } = process.env
  const control = new DiskControl(controlPath)
  const descriptor = openSync(marks, 'a')
  const mark = (text: string): void => {
    writeSync(descriptor, text)
  }
  const connect = (path: string, settings: WriteSettings): ReturnType<typeof openForWriting> => {
    const db = openForWriting(path, settings)
    if (run.synchronous) db.exec(`PRAGMA synchronous = ${run.synchronous}`)
    return db
  }
  const player = new Player()
  /** Stands for the processes before this one, so that the player knows what came of their steps. */
  const before = new MemoryStore()
  await before.open()
  const asked = new WriterStore()
  let writer = new Writer(directory, SETTINGS, connect)
  let reader = new Reader(directory)
  const reports = new LogReports(() => undefined)
  let checkpoints = new Checkpoints(directory, writer, reports, BESIDE)
  let long: DatabaseSync | undefined
  for (const [index, step] of stepsOf(run.seed, run.steps).entries()) {
    if (index < (run.from ?? 0)) {
      await Promise.allSettled(player.callsOf(step).map((call) => call(before)))
      continue
    }
    if (step.reopens && !run.staysOpen) {
      // While the disk refuses to sync, closing leaves the log as it is: that is what a crash then is about.
      control.setFault('none')
      reader.close()
      await checkpoints.close()
      writer.close()
      writer = new Writer(directory, SETTINGS, connect)
      reader = new Reader(directory)
      checkpoints = new Checkpoints(directory, writer, reports, BESIDE)
    }
    if (run.readsFor && index % run.readsFor === 0) {
      long?.close()
      long = index % (2 * run.readsFor) === 0 ? openForReading(directory) : undefined
      long?.exec('BEGIN; SELECT count(*) FROM messages')
    }
    const trouble = run.faults?.find((one) => one.step === index)
    if (trouble) control.setFault(trouble.fault, { times: trouble.times })
    const results = player.callsOf(step).map((call) => call(asked.store))
    mark(`begun ${index}`)
    const isKept = asked.commit(writer)
    // Before anybody is told, so that there is much between a commit and its acknowledgement.
    const isEnough = (writer.logState()?.pages ?? 0) >= (run.checkpointPages ?? CHECKPOINT_PAGES)
    if (isEnough && !run.copiesBeside) writer.checkpoint()
    mark(`${isKept ? 'kept' : 'refused'} ${index}`)
    await Promise.allSettled(results)
    if (run.copiesBeside) {
      checkpoints.look()
      await new Promise((resolve) => setImmediate(resolve))
    }
    // Somebody reads beside: as long as this connection stands the log is not taken away.
    if (index % 3 === 0 && !run.isAlone) reader.run([{ id: 1, name: 'counts', args: [] }])
  }
  // Nothing is closed: the process is killed, or the power goes.
  process.kill(process.pid, 'SIGKILL')
}
