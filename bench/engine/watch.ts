// Loaded into the measured process before anything else (`--import`): answers, over the channel that its parent holds,
// how long its event loop was held up. It changes nothing in what is measured.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { isMainThread } from 'node:worker_threads'
import { beginProfiles, endProfiles } from './thread-profile.ts'

export type ToWatch = { readonly kind: 'begin' } | { readonly kind: 'end' }
export type FromWatch =
  | { readonly kind: 'begun' }
  | {
      readonly kind: 'watched'
      /** How late the event loop came to its timers, in milliseconds: the longest, and the 99th of a hundred. */
      readonly loopDelayMaxMs: number
      readonly loopDelayP99Ms: number
    }

/** The timer that finds delays fires this often; it sees its own interval as part of each. */
const RESOLUTION_MS = 1

if (isMainThread && process.send) {
  const tell = (message: FromWatch): void => {
    process.send?.(message)
  }
  let delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
  process.on('message', async (message: ToWatch) => {
    if (message.kind === 'begin') {
      beginProfiles()
      delays.disable()
      delays = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
      delays.enable()
      return tell({ kind: 'begun' })
    }
    delays.disable()
    await endProfiles()
    tell({
      kind: 'watched',
      loopDelayMaxMs: delays.max / 1e6,
      loopDelayP99Ms: delays.percentile(99) / 1e6,
    })
  })
  process.once('disconnect', () => process.exit(1))
  // The channel must not keep the process alive.
  process.channel?.unref()
}
