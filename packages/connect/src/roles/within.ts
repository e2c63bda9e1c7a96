import type { Clock } from '@smpp-connect/kernel'

/** Whether the work ends within so long; the work itself goes on. */
export async function endsWithin(clock: Clock, ms: number, work: Promise<void>): Promise<boolean> {
  const late = Promise.withResolvers<boolean>()
  const timer = clock.after(ms, () => late.resolve(false))
  const inTime = await Promise.race([work.then(() => true), late.promise])
  timer.cancel()
  return inTime
}
