// Profiles of every thread of the measured process, over one run and nothing else: of its time, or of the memory that it
// asks for. Loaded with `watch.ts`, and asleep unless BENCH_PROFILE names a folder to write to.
import { writeFileSync } from 'node:fs'
import { type HeapProfiler, type Profiler, Session } from 'node:inspector'
import { join } from 'node:path'
import { BroadcastChannel, isMainThread, threadName } from 'node:worker_threads'

const INTERVAL_MICROSECONDS = 200
/** One allocation in so many octets is looked at. */
const INTERVAL_OCTETS = 65_536

export type ProfileKind = 'time' | 'memory'

/** What the main thread tells the others, and what they say to it. */
type Word = 'begin' | 'begun' | 'end' | 'written'

const folder = process.env.BENCH_PROFILE
const kind = (process.env.BENCH_PROFILE_KIND ?? 'time') as ProfileKind
const session = folder === undefined ? undefined : new Session()
const channel = folder === undefined ? undefined : new BroadcastChannel('bench-profile')
/** Other threads whose profile is under way. */
let others = 0
let isUnderWay = false
let whenWritten: () => void = () => undefined

session?.connect()
channel?.unref()
if (channel) channel.onmessage = (message: unknown) => heard((message as { readonly data: Word }).data)

/** For the main thread: begins in all threads. */
export function beginProfiles(): void {
  if (!channel) return
  others = 0
  channel.postMessage('begin' satisfies Word)
  begin()
}

/** For the main thread: ends in all threads; resolves when all have written. */
export async function endProfiles(): Promise<void> {
  if (!channel) return
  const written = new Promise<void>((resolve) => {
    whenWritten = resolve
  })
  channel.postMessage('end' satisfies Word)
  end()
  if (others > 0) await written
}

function heard(word: Word): void {
  if (isMainThread) {
    if (word === 'begun') others += 1
    else if (word === 'written') others -= 1
    if (word === 'written' && others === 0) whenWritten()
    return
  }
  if (word === 'begin') begin()
  // A thread that was started since has begun nothing.
  else if (word === 'end' && isUnderWay) end()
  else return
  channel?.postMessage((word === 'begin' ? 'begun' : 'written') satisfies Word)
}

function begin(): void {
  isUnderWay = true
  if (kind === 'memory') {
    // What is collected soon after costs most, so it has to be among what is counted.
    const all = { includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true }
    session?.post('HeapProfiler.startSampling', { samplingInterval: INTERVAL_OCTETS, ...all })
    return
  }
  session?.post('Profiler.enable')
  session?.post('Profiler.setSamplingInterval', { interval: INTERVAL_MICROSECONDS })
  session?.post('Profiler.start')
}

function end(): void {
  isUnderWay = false
  if (kind === 'memory') {
    session?.post('HeapProfiler.stopSampling', (failure, result: HeapProfiler.StopSamplingReturnType) =>
      write('heapprofile', failure, result?.profile),
    )
  } else {
    session?.post('Profiler.stop', (failure, result: Profiler.StopReturnType) =>
      write('cpuprofile', failure, result?.profile),
    )
  }
}

function write(ending: string, failure: Error | null, profile: object): void {
  if (failure) throw failure
  const name = isMainThread ? 'main thread' : threadName
  writeFileSync(join(folder ?? '', `${name}.${ending}`), JSON.stringify(profile))
}
