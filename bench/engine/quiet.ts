import { setTimeout as sleep } from 'node:timers/promises'
import { machineSeconds } from './process-cpu.ts'

const LOOK_MS = 3_000
/** How long to wait for a machine that is never quiet. */
const GIVE_UP_MS = 60 * 60_000

/**
 * Waits until everything else on this machine uses less than `share` of a core. Resolves with false when it has waited
 * long enough, or when nobody knows (no /proc).
 */
export async function machineIsQuiet(share: number): Promise<boolean> {
  for (const giveUpMs = performance.now() + GIVE_UP_MS; performance.now() < giveUpMs; ) {
    const before = machineSeconds()
    const beganMs = performance.now()
    await sleep(LOOK_MS)
    const after = machineSeconds()
    if (before === undefined || after === undefined) return false
    if (((after - before) * 1_000) / (performance.now() - beganMs) < share) return true
  }
  return false
}
