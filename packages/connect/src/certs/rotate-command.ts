import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { loadCredentials, validityOf } from '@smpp-connect/link'
import { type Context, endWith, settingsFor } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { json } from '../output/json.ts'
import { readEdgeFile } from '../roles/edge-file.ts'
import { credentialsFile, rotationFile } from '../roles/link-settings.ts'

const WITHIN_MS = 15_000
const LOOK_MS = 100

/** `connect certs rotate`: asks the edge that runs on this data folder, and waits until it has done it. */
export async function rotateCertificate(context: Context): Promise<ExitCode> {
  const { terminal, world, wantsJson } = context
  const { dataDir } = settingsFor(context, ['dataDir']).settings
  const edge = readEdgeFile(dataDir)
  if (!edge) endWith(terminal, EXIT.notRunning, `No edge runs on ${dataDir}. One that is started renews by itself.`)
  const file = rotationFile(dataDir)
  writeFileSync(file, '', { mode: 0o600 })
  const untilMs = world.clock.monotonicMs() + WITHIN_MS
  while (existsSync(file)) {
    if (world.clock.monotonicMs() >= untilMs) {
      rmSync(file, { force: true })
      endWith(terminal, EXIT.failed, `The edge ${edge.edgeId} did not get one: is its link up? The old one stays.`)
    }
    await new Promise<void>((resolve) => world.clock.after(LOOK_MS, () => resolve()))
  }
  const credentials = loadCredentials(credentialsFile(dataDir))
  const endsAt = credentials && new Date(validityOf(credentials).notAfterMs).toISOString()
  if (wantsJson) terminal.data(json({ edge: edge.edgeId, endsAt }))
  terminal.say(`The edge ${edge.edgeId} has a new key and certificate, good until ${endsAt}.`)
  return EXIT.ok
}
