import { join } from 'node:path'
import { systemClock } from '@smpp-connect/kernel'
import { StoreUnavailable } from '@smpp-connect/store'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import type { Settings } from '../settings/table.ts'
import { VERSION } from '../version.ts'
import { announce } from './announce.ts'
import { prepareDataFolder } from './data-folder.ts'
import { followDebugSignal } from './debug-signal.ts'
import { keepHeapSmall } from './heap.ts'
import type { Borders, InsideOptions, Node } from './inside.ts'
import { installationId } from './installation.ts'
import { createLog } from './log.ts'
import { removeRunningFile, writeRunningFile } from './running-file.ts'
import { DRAIN_WITHIN_MS, refused, say, stopAtOnce } from './say.ts'
import { stopSignal } from './signals.ts'
import { StartRefused } from './start-refused.ts'

/** Runs what stands inside the firewall, alone or with all else, until it is told to stop. */
export async function runInside(
  settings: Settings,
  compose: (options: InsideOptions) => Promise<Node>,
  borders?: Borders,
): Promise<ExitCode> {
  keepHeapSmall()
  const clock = systemClock
  const processLog = createLog(settings.logLevel, settings.logFormat)
  followDebugSignal(process, processLog)
  const { log } = processLog
  const startedAtMs = clock.nowMs()
  const asked = stopSignal(clock, stopAtOnce)

  say(`Connect ${VERSION} starts, with its data in ${settings.dataDir}`)
  const folder = prepareDataFolder(settings.dataDir)
  if (!folder.ok) return refused(folder.problem)
  const installation = installationId(settings.dataDir)
  let node: Node
  try {
    node = await compose({ settings, clock, log, version: VERSION, startedAtMs, consoleFolder, borders })
  } catch (failure) {
    if (failure instanceof StartRefused) return refused(failure.message)
    if (failure instanceof StoreUnavailable) return refused(`The store cannot be opened: ${failure.reason}`)
    throw failure
  }
  const { pid } = process
  writeRunningFile(settings.dataDir, {
    url: node.localUrl,
    apiKey: node.localKey,
    pid,
    installation,
    startedAt: new Date(startedAtMs).toISOString(),
    link: node.link?.listens,
  })
  for (const line of announce(node)) say(line)

  const signal = await asked
  say(`\nStopping (${signal}): no new work; what is under way may end …`)
  removeRunningFile(settings.dataDir, pid)
  const drained = await node.drain(DRAIN_WITHIN_MS)
  await node.stop()
  say(drained ? 'Stopped. Everything is kept.' : 'Stopped. What an SMSC had not answered yet is kept as uncertain.')
  return EXIT.ok
}

const consoleFolder = join(import.meta.dirname, '..', '..', '..', 'console', 'dist')
