import { type Context, endWith, settingsFor } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { json } from '../output/json.ts'
import { Progress } from '../output/progress.ts'
import { findServer } from '../server/find.ts'
import { locateServer } from '../server/locate.ts'
import { CLIENT_KEYS } from '../settings/table.ts'
import { runningSlices } from './running.ts'
import type { Slices } from './slices.ts'
import { withStoppedStore } from './stopped.ts'
import { VerificationTotals } from './totals.ts'
import { verificationLines } from './verification-lines.ts'

/**
 * `connect verify`: whether the store keeps what it promises. Which way:
 *
 * - with --stopped, the data folder itself;
 * - with an address, the Connect that runs there;
 * - else the Connect that runs on the data folder, and when none does, or what is left of it does not answer, the data
 *   folder itself. A folder that some process still holds is refused.
 */
export async function verify(context: Context): Promise<ExitCode> {
  const { terminal, world, options } = context
  const { settings } = settingsFor(context, CLIENT_KEYS)
  const { url, apiKey, dataDir } = settings
  const isStopped = options.stopped === true
  if (isStopped && url !== null) endWith(terminal, EXIT.usage, 'Say either --stopped or where it runs, not both.')
  const located = locateServer({ url, apiKey, dataDir, readFile: world.readFile })
  const otherwise = located.ok
    ? `Connect runs at ${located.server.url}; without --stopped it is asked itself, and goes on with its work.`
    : 'A Connect that runs is asked itself: npx connect verify --url ADDRESS, with its key in CONNECT_API_KEY.'
  const inFolder = () => withStoppedStore(context, dataDir, otherwise, (slices) => walk(context, slices))
  if (isStopped) return inFolder()
  if (url === null && !located.ok && located.reason !== 'no-key') return inFolder()
  const connection = findServer(context)
  if (url === null) {
    const first = await connection.client.system()
    if (first.kind === 'unreachable') return inFolder()
  }
  return walk(context, runningSlices(context, connection))
}

/** Goes through all slices, and tells what they come to. */
async function walk({ terminal, world, wantsJson }: Context, slices: Slices): Promise<ExitCode> {
  const totals = new VerificationTotals()
  const total = await slices.total()
  const progress = new Progress({ terminal, clock: world.clock, label: 'Verifying', total })
  try {
    for (let after: number | null = 0; after !== null; ) {
      const slice = await slices.next(after)
      totals.add(slice)
      progress.advance(slice.messages)
      if (slice.messages === 0) progress.detail('the figures and the database itself')
      after = slice.next
    }
  } finally {
    progress.end()
  }
  const { whole } = totals
  if (wantsJson) terminal.data(json(whole))
  else for (const line of verificationLines(whole, slices.where, terminal.dataStyle)) terminal.data(line)
  return whole.sound ? EXIT.ok : EXIT.broken
}
