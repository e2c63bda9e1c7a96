import type { Clock, Random } from '@smpp-connect/kernel'
import { describeReply, type FailedReply, judgeReply, type Reply } from './reply.ts'

const FIRST_DELAY_MS = 200
const LONGEST_DELAY_MS = 5_000
const LONGEST_ASKED_MS = 60_000
/** How often a request is repeated that the server stumbles over. */
const MOST_STUMBLES = 5

export interface Persistence {
  readonly clock: Clock
  readonly random: Random
  /** How long to wait for a server that is away or busy, before the last failure is given back. */
  readonly patienceMs: number
  /** The key is read anew for each request: a wrong one is tried a few times. */
  readonly keyMayChange?: boolean
  /** Ends the waiting early; a request that is under way is still waited for. */
  readonly stop: AbortSignal
  /** Says what is being waited for; called before each pause. */
  readonly onWait: (reason: string) => void
}

/** How long to pause before the next try: as long as was asked for, else twice as long each time, with some chance in it. */
export function pauseMs(tries: number, retryAfterMs: number | undefined, random: Random): number {
  if (retryAfterMs !== undefined) return Math.min(retryAfterMs, LONGEST_ASKED_MS)
  const fullMs = Math.min(FIRST_DELAY_MS * 2 ** Math.min(tries, 10), LONGEST_DELAY_MS)
  return fullMs * (0.5 + random.fraction() / 2)
}

/**
 * Makes the same request until it is answered for good: a server that is away, restarting or busy is waited for. The
 * request must be one that may be repeated (a GET, or a POST with an idempotency key).
 */
export async function persist<Body>(ask: () => Promise<Reply<Body>>, how: Persistence): Promise<Reply<Body>> {
  const { clock, random, stop } = how
  const startedMs = clock.monotonicMs()
  let stumbles = 0
  for (let tries = 0; ; tries++) {
    const reply = await ask()
    if (reply.kind === 'ok' || stop.aborted) return reply
    const verdict = judgeReply(reply, how.keyMayChange)
    if (verdict === 'stop') return reply
    if (verdict === 'again' && ++stumbles >= MOST_STUMBLES) return reply
    const delayMs = pauseMs(tries, reply.retryAfterMs, random)
    if (clock.monotonicMs() + delayMs - startedMs > how.patienceMs) return reply
    how.onWait(waitingFor(reply))
    await sleep(clock, delayMs, stop)
    if (stop.aborted) return reply
  }
}

function waitingFor(reply: FailedReply): string {
  if (reply.kind === 'unreachable') return `waiting for the server (${reply.reason})`
  if (reply.kind === 'refused') return `waiting for the server (${reply.problem.title})`
  return `waiting for the server (${describeReply(reply)})`
}

/** Resolves after the time, or at once when stopped. */
export function sleep(clock: Clock, delayMs: number, stop: AbortSignal): Promise<void> {
  if (stop.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const wake = (): void => {
      timer.cancel()
      stop.removeEventListener('abort', wake)
      resolve()
    }
    const timer = clock.after(delayMs, wake)
    stop.addEventListener('abort', wake)
  })
}
