// CPU profiles of every thread of the measured process, over one run and nothing else. Loaded with `watch.ts`, and
// asleep unless BENCH_PROFILE names a folder to write to.
import { writeFileSync } from 'node:fs'
import { type Profiler, Session } from 'node:inspector'
import { join } from 'node:path'
import { BroadcastChannel, threadId } from 'node:worker_threads'

/** The main thread's id. */
const MAIN = 0
const INTERVAL_MICROSECONDS = 200
/** How long the other threads may take to write their profiles. */
const WRITE_WITHIN_MS = 5_000

type Word = 'begin' | 'end'

const folder = process.env.BENCH_PROFILE
const session = folder === undefined ? undefined : new Session()
const channel = folder === undefined ? undefined : new BroadcastChannel('bench-profile')
session?.connect()
channel?.unref()
if (channel && threadId !== MAIN) {
  channel.onmessage = (message: unknown) => {
    if ((message as { readonly data: Word }).data === 'begin') begin()
    else end()
  }
}

/** For the main thread: begins in all threads. */
export function beginProfiles(): void {
  channel?.postMessage('begin' satisfies Word)
  begin()
}

/** For the main thread: ends in all threads, and gives those that are at work time to write. */
export async function endProfiles(): Promise<void> {
  if (!channel) return
  channel.postMessage('end' satisfies Word)
  end()
  await new Promise((resolve) => setTimeout(resolve, WRITE_WITHIN_MS))
}

function begin(): void {
  session?.post('Profiler.enable')
  session?.post('Profiler.setSamplingInterval', { interval: INTERVAL_MICROSECONDS })
  session?.post('Profiler.start')
}

function end(): void {
  session?.post('Profiler.stop', (failure, result: Profiler.StopReturnType) => {
    if (failure) throw failure
    writeFileSync(join(folder ?? '', `thread-${threadId}.cpuprofile`), JSON.stringify(result.profile))
  })
}
