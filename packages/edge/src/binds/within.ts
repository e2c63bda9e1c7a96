import type { Clock } from '@smpp-connect/kernel'

/** Resolves when the work is done or the time is over, whichever comes first; says whether it was done. */
export async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(ms, () => resolve(false))
    work.then(
      () => {
        timer.cancel()
        resolve(true)
      },
      (failure: unknown) => {
        timer.cancel()
        reject(failure)
      },
    )
  })
}
