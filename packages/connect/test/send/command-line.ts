import { EventEmitter } from 'node:events'
import { type Clock, seededRandom, systemClock } from '@smpp-connect/kernel'
import { run } from '../../src/cli/run.ts'
import { readTextFile, type World } from '../../src/cli/world.ts'
import { KEY } from './fake-connect.ts'

/** A command line run in this process, with everything outside handed in. */
export interface CommandLine {
  readonly exitCode: Promise<number>
  readonly signals: EventEmitter
  /** What it wrote so far. */
  readonly out: () => string
  readonly err: () => string
}

export function start(
  words: readonly string[],
  place: {
    readonly folder: string
    readonly env?: Readonly<Record<string, string | undefined>>
    readonly stdin?: string
    readonly nowMs?: () => number
    /** In the place of a hasty one: where it waits for what somebody else does in his own time. */
    readonly clock?: Clock
  },
): CommandLine {
  let out = ''
  let err = ''
  const signals = new EventEmitter()
  const { nowMs = () => Date.now() } = place
  const world: World = {
    env: { CONNECT_API_KEY: KEY, ...place.env },
    cwd: place.folder,
    stdin: (async function* () {
      yield new TextEncoder().encode(place.stdin ?? '')
    })(),
    stdout: { write: (text: string) => (out += text) },
    stderr: { write: (text: string) => (err += text) },
    clock: place.clock ?? hasty(nowMs),
    random: seededRandom(1),
    fetch,
    signals,
    exit: () => {},
    readFile: readTextFile,
    stateDir: `${place.folder}/state`,
  }
  return { exitCode: run(words, world), signals, out: () => out, err: () => err }
}

/** A clock on which a hundred seconds pass in one: what is tested is what happens, not how long it takes. */
function hasty(nowMs: () => number): Clock {
  return {
    nowMs,
    monotonicMs: () => systemClock.monotonicMs() * 100,
    after: (delayMs, fire) => systemClock.after(delayMs / 100, fire),
  }
}

/** Runs a command line to its end. */
export async function runToEnd(...words: Parameters<typeof start>) {
  const running = start(...words)
  const exitCode = await running.exitCode
  return { exitCode, out: running.out(), err: running.err() }
}
