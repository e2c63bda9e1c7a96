import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { type Clock, type Random, systemClock, systemRandom } from '@smpp-connect/kernel'
import type { OutputStream } from '../output/terminal.ts'
import type { SignalSource } from '../signals.ts'

/** Where a command reads from; a part of Node's stdin. */
export interface InputStream extends AsyncIterable<Uint8Array> {
  readonly isTTY?: boolean | undefined
  /** Terminals only: keys come one by one and are not shown. */
  setRawMode?(isRaw: boolean): unknown
}

/** Everything outside that a command touches; tests hand in another one. */
export interface World {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin: InputStream
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly clock: Clock
  readonly random: Random
  readonly fetch: typeof fetch
  readonly signals: SignalSource
  /** Ends the process at once. */
  readonly exit: (code: number) => void
  /** The content of a text file, undefined when there is none; throws when it cannot be read. */
  readonly readFile: (path: string) => string | undefined
  /** Where runs are remembered. */
  readonly stateDir: string
}

export function processWorld(): World {
  const { env } = process
  return {
    env,
    cwd: process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    clock: systemClock,
    random: systemRandom,
    fetch,
    signals: process,
    exit: (code) => process.exit(code),
    readFile: readTextFile,
    stateDir: join(stateHome(env), 'connect'),
  }
}

export function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (failure) {
    const code = failure instanceof Error && 'code' in failure ? failure.code : undefined
    // ENOTDIR: something on the way is a file, so there is none below it.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw failure
  }
}

/** The XDG Base Directory specification: a relative path in the variable is to be ignored. */
function stateHome(env: Readonly<Record<string, string | undefined>>): string {
  const named = env.XDG_STATE_HOME
  if (named && isAbsolute(named)) return named
  if (process.platform === 'win32' && env.LOCALAPPDATA) return env.LOCALAPPDATA
  return join(homedir(), '.local', 'state')
}
