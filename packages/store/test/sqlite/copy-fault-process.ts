// A process of its own, on a disk that can be made to fail: copies the log to the database while the disk has one fault
// after the other, and says what is reported of it. Usage: copy-fault-process.ts DIRECTORY FAULT …
import { writeSync } from 'node:fs'
import { DiskControl, type DiskFault, eventually, VirtualClock } from '@smpp-connect/testkit'
import { Checkpoints } from '../../src/sqlite/checkpoints.ts'
import { openForReading } from '../../src/sqlite/database.ts'
import { LogReports, type LogState } from '../../src/sqlite/log-reports.ts'
import { Writer } from '../../src/sqlite/writer.ts'
import { messageNamed } from './message.ts'

/** What was reported during a fault: each reason once, null for none. */
export interface DuringFault {
  readonly fault: string
  readonly troubles: readonly (string | null)[]
  /** Whether a transaction was kept meanwhile; undefined where the fault is none of the database's alone. */
  readonly isKept?: boolean
}

const SETTINGS = { enoughPages: 64, mostPages: 4096, transactions: 1, restsForMs: 5_000 }

if (import.meta.main) await main()

async function main(): Promise<void> {
  const [, , directory = '', ...faults] = process.argv
  const control = new DiskControl(process.env.DISK_SHIM_CONTROL ?? '')
  const clock = new VirtualClock()
  let troubles: (string | null)[] = []
  const reports = new LogReports(({ trouble }) => {
    if (troubles.at(-1) !== trouble) troubles.push(trouble)
  }, clock)
  const writer = new Writer(directory, {})
  const checkpoints = new Checkpoints(directory, writer, reports, SETTINGS, clock)
  /** When they have rested, and a report is due. */
  const lookLater = async (): Promise<void> => {
    await clock.advance(SETTINGS.restsForMs)
    checkpoints.look()
  }
  let named = 0
  const write = (): boolean => {
    const messages = [messageNamed(`${named++}`, { text: 'x'.repeat(16_000) })]
    const { replies } = writer.run([{ id: 1, name: 'accept', args: [{ messages, atMs: 1 }] }])
    return replies.every((reply) => 'result' in reply)
  }

  const state = (): LogState => writer.logState() ?? { pages: 0, copied: 0 }
  const writeEnough = (): void => {
    const { pages } = state()
    while (state().pages < pages + SETTINGS.enoughPages) write()
  }

  for (const fault of faults as DiskFault[]) {
    // A part is copied, and not synced yet, because somebody reads.
    writeEnough()
    const reader = openForReading(directory)
    reader.exec('BEGIN; SELECT count(*) FROM messages')
    writeEnough()
    await eventually('a part is copied', () => {
      checkpoints.look()
      return state().copied > 0 && state().copied < state().pages
    })
    // First the fault: a copy that is under way would else find the reader gone, and be whole before anything can fail.
    control.setFault(fault)
    reader.close()
    await eventually(`a failure (${fault})`, async () => {
      await lookLater()
      return troubles.at(-1) !== null && troubles.length > 0
    })
    const { hits } = control
    await eventually(`another try (${fault})`, async () => {
      await lookLater()
      return control.hits > hits
    })
    const isKept = fault === 'database-sync-error' ? write() : undefined
    control.setFault('none')
    await eventually(`it is copied (${fault})`, async () => {
      await lookLater()
      return troubles.at(-1) === null
    })
    const during: DuringFault = { fault, troubles, ...(isKept !== undefined && { isKept }) }
    writeSync(1, `${JSON.stringify(during)}\n`)
    troubles = []
  }
  await checkpoints.close()
  writer.close()
  control.close()
}
