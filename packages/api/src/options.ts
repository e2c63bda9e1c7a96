import type { Clock, Log } from '@smpp-connect/kernel'
import type { UseCases } from '@smpp-connect/manager'
import type { SimulatorControl } from '@smpp-connect/simulator'

/** What the API stands on. */
export interface ApiOptions {
  readonly useCases: UseCases
  /** Left out when the simulator does not run in this process: its routes then answer `simulator-off`. */
  readonly simulator?: SimulatorControl | undefined
  /** Folder of the built console (index.html, assets/). Left out, the API serves no pages. */
  readonly consoleFolder?: string | undefined
  readonly log: Log
  readonly clock: Clock
  /** Version of Connect. */
  readonly version: string
  /** When the process started; now, when left out. */
  readonly startedAtMs?: number | undefined
  /** Where people reach Connect, for example https://sms.example.com; without a slash at the end. */
  readonly publicBaseUrl?: string | undefined
  /** Whose X-Forwarded-* headers to believe: an address, a subnet, or true for any. Nobody's, when left out. */
  readonly trustProxy?: boolean | string | undefined
  /** The page of metrics, where they are shown. */
  readonly metrics?: (() => Promise<{ readonly contentType: string; readonly body: string }>) | undefined
  /** Whether Connect is being stopped: what is under way ends, and nothing new is accepted. */
  readonly isStopping?: (() => boolean) | undefined
  readonly limits?: Partial<ApiLimits> | undefined
}

export interface ApiLimits {
  /** Largest body of a request, octets. */
  readonly maxBodyOctets: number
  /** How long a whole request may take to arrive, milliseconds. */
  readonly requestTimeoutMs: number
  /** Live feeds that may be open at once. */
  readonly maxFeeds: number
  /** A feed says at least this often that it lives. A client may call it stale after 5 s of silence. */
  readonly heartbeatMs: number
  /** Least time between two frames of `view=changes`. */
  readonly changesEveryMs: number
  /** A reader of a feed who takes nothing for so long is disconnected. */
  readonly feedStallMs: number
  /** How long `/readyz` waits for the store. */
  readonly readyTimeoutMs: number
}

export const DEFAULT_LIMITS: ApiLimits = {
  maxBodyOctets: 2 * 1024 * 1024,
  requestTimeoutMs: 30_000,
  maxFeeds: 200,
  heartbeatMs: 2_000,
  changesEveryMs: 250,
  feedStallMs: 20_000,
  readyTimeoutMs: 3_000,
}
