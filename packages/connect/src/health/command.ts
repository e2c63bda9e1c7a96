import { type Context, settingsFor } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { printable } from '../output/style.ts'
import { readEdgeFile } from '../roles/edge-file.ts'
import { readInstance } from '../server/instance-file.ts'
import { whyOf } from './ask-edge.ts'

const WITHIN_MS = 5_000

/**
 * `connect health`: asks what runs on a data folder, whichever role it has, whether it lives, or whether it is ready. For
 * containers and scripts: it needs no key.
 */
export async function runHealth(context: Context): Promise<ExitCode> {
  const { terminal, world, options } = context
  const { url, dataDir } = settingsFor(context, ['url', 'dataDir']).settings
  const at = url ?? whereItAnswers(context, dataDir)
  if (at === undefined) {
    terminal.error(`Nothing runs on ${dataDir} that could be asked.`)
    return EXIT.notRunning
  }
  const wantsReady = options.ready === true
  try {
    const answer = await world.fetch(`${at}${wantsReady ? '/readyz' : '/healthz'}`, {
      redirect: 'error',
      signal: AbortSignal.timeout(WITHIN_MS),
    })
    const body = (await answer.json()) as Said
    if (answer.ok) {
      terminal.say(wantsReady ? 'It is ready.' : 'It lives.')
      return EXIT.ok
    }
    for (const words of body.missing ?? [body.detail ?? `HTTP ${answer.status}`]) terminal.error(printable(words, 300))
    return EXIT.failed
  } catch (failure) {
    terminal.error(`No answer from ${at}: ${whyOf(failure)}.`)
    return EXIT.failed
  }
}

interface Said {
  /** Of an edge. */
  readonly missing?: readonly string[]
  /** Of a manager. */
  readonly detail?: string
}

function whereItAnswers({ world }: Context, dataDir: string): string | undefined {
  const found = readInstance(dataDir, world.readFile)
  if (found.ok && found.instance) return found.instance.url
  const status = readEdgeFile(dataDir)?.status
  return status ? `http://${status}` : undefined
}
