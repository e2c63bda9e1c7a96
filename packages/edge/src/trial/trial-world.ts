import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { connect, type NetConnectOpts, type Socket } from 'node:net'
import type { Clock } from '@smpp-connect/kernel'
import type { Dial } from '@smpp-connect/smpp'

/** How long a trial may take over things, in milliseconds. */
export interface TrialLimits {
  /** Each step: looking the name up, connecting, TLS, each answer. */
  readonly stepMs: number
  /** Before the bind is sent: whoever closes at once, or speaks first, is told from whoever does so for the bind. */
  readonly listenMs: number
  /** What is asked of the port afterwards, to tell why it failed. */
  readonly probeMs: number
}

/** A trial takes 26 s at the longest, and 8 s more where it is looked for the reason. */
export const TRIAL_LIMITS: TrialLimits = { stepMs: 5_000, listenMs: 250, probeMs: 3_000 }

/** What a trial stands on. */
export interface TrialWorld {
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly limits: TrialLimits
  readonly lookUp: (host: string) => Promise<readonly LookupAddress[]>
  readonly connect: (options: NetConnectOpts) => Socket
  /** Makes the connection instead of name service, TCP and TLS: in-memory worlds. */
  readonly dial: Dial | undefined
}

/** The machine's own name service and network. */
export const MACHINE: Pick<TrialWorld, 'lookUp' | 'connect' | 'limits'> = {
  lookUp: (host) => lookup(host, { all: true }),
  connect,
  limits: TRIAL_LIMITS,
}

export const LATE = Symbol('late')

/** What a promise gives, or LATE when it has given nothing within the time. Throws the signal's reason when it is aborted. */
export async function inTime<Value>(
  { clock, signal }: Pick<TrialWorld, 'clock' | 'signal'>,
  limitMs: number,
  promise: Promise<Value>,
): Promise<Value | typeof LATE> {
  // Whichever loses the race may still reject.
  promise.catch(() => {})
  signal.throwIfAborted()
  const { promise: over, resolve, reject } = Promise.withResolvers<typeof LATE>()
  const timer = clock.after(limitMs, () => resolve(LATE))
  const abort = (): void => reject(signal.reason)
  signal.addEventListener('abort', abort)
  try {
    return await Promise.race([promise, over])
  } finally {
    timer.cancel()
    signal.removeEventListener('abort', abort)
  }
}
