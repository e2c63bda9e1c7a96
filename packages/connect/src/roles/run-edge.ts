import type { EdgeRole } from '@smpp-connect/contracts'
import { systemClock } from '@smpp-connect/kernel'
import { type Credentials, type LinkState, loadCredentials } from '@smpp-connect/link'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import type { Settings } from '../settings/table.ts'
import { VERSION } from '../version.ts'
import { composeEdge, type EdgeBorders, type EdgeProcess } from './compose-edge.ts'
import { prepareDataFolder } from './data-folder.ts'
import { followDebugSignal } from './debug-signal.ts'
import { removeEdgeFile, writeEdgeFile } from './edge-file.ts'
import { enrol } from './enrol.ts'
import { keepHeapSmall } from './heap.ts'
import { credentialsFile } from './link-settings.ts'
import { createLog } from './log.ts'
import { DRAIN_WITHIN_MS, refused, say, stopAtOnce } from './say.ts'
import { stopSignal } from './signals.ts'
import { StartRefused } from './start-refused.ts'

const TITLES: Readonly<Record<EdgeRole, string>> = { edge: 'Edge', sender: 'SMS Sender', receiver: 'SMS Receiver' }

/** `connect edge`, `connect sender`, `connect receiver`: runs until it is told to stop; the exit codes are those of `up`. */
export async function runEdge(role: EdgeRole, settings: Settings, borders?: EdgeBorders): Promise<ExitCode> {
  keepHeapSmall()
  const clock = systemClock
  const processLog = createLog(settings.logLevel, settings.logFormat)
  followDebugSignal(process, processLog)
  const { log } = processLog
  const asked = stopSignal(clock, stopAtOnce)
  const folder = prepareDataFolder(settings.dataDir)
  if (!folder.ok) return refused(folder.problem)
  const title = TITLES[role]
  let edge: EdgeProcess | undefined
  let status: string | undefined
  const onStatus = (at: string | undefined, reason: string): void => {
    status = at
    if (at === undefined) say(`It does not show how it is: ${reason}. --status names another place; all else goes on.`)
    if (edge) keep(edge)
  }
  const { pid } = process
  const keep = ({ edgeId, listens }: EdgeProcess): void =>
    writeEdgeFile(settings.dataDir, { edgeId, role, pid, listens: listens ?? null, status: status ?? null })
  try {
    const credentials = await ownCredentials(settings)
    const reports = { onState: tell, onStatus }
    edge = await composeEdge({ settings, role, credentials, clock, log, version: VERSION, ...reports, borders })
  } catch (failure) {
    if (failure instanceof StartRefused) return refused(failure.message)
    throw failure
  }
  const { edgeId, listens, dials } = edge
  keep(edge)
  const where = listens === undefined ? `dials the manager at ${dials}` : `waits for the manager on ${listens}`
  say(`${title} ${edgeId} (Connect ${VERSION}) runs and ${where}. Ctrl-C stops it.`)

  const signal = await asked
  say(`\nStopping (${signal}): no new work; what is under way may end …`)
  const drained = await edge.drain(DRAIN_WITHIN_MS)
  await edge.stop()
  removeEdgeFile(settings.dataDir, pid)
  say(drained ? 'Stopped. Nothing is left here.' : 'Stopped. What the manager has no answer to counts as uncertain.')
  return EXIT.ok
}

/** Those on disk; with a token and none on disk it enrols first. */
async function ownCredentials(settings: Settings): Promise<Credentials> {
  const file = credentialsFile(settings.dataDir)
  let found: Credentials | undefined
  try {
    found = loadCredentials(file)
  } catch (failure) {
    throw new StartRefused(failure instanceof Error ? failure.message : String(failure))
  }
  if (found) return found
  if (settings.enrolToken === null) {
    throw new StartRefused(
      `This edge has no certificate in ${file}. Make a token where the manager runs, with \`connect certs token NAME\`, and enrol here: \`connect certs enrol\`.`,
    )
  }
  return enrol(settings, settings.enrolToken, say)
}

function tell(state: LinkState): void {
  say(state.kind === 'up' ? `Linked with the manager (${state.with}).` : `No link to the manager: ${state.reason}.`)
}
