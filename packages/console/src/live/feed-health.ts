/** Silence after which what is on the screen may be out of date. The server speaks every 2 s. */
export const STALE_AFTER_MS = 5_000

/**
 * How trustworthy the screen is.
 * - `connecting`: entered at the start; nothing has been heard yet.
 * - `live`: something was heard within the last 5 s. Entered by every sign of life.
 * - `reconnecting`: the connection broke less than 5 s after the last sign of life.
 * - `stale`: nothing was heard for 5 s, whatever the connection pretends; left by the next sign of life.
 */
export interface FeedHealth {
  readonly status: 'connecting' | 'live' | 'reconnecting' | 'stale'
  /** The last sign of life; before the first one, when the page began to wait. */
  readonly heardAtMs: number
}

export type FeedSignal = 'heard' | 'lost' | 'tick'

export function startFeedHealth(nowMs: number): FeedHealth {
  return { status: 'connecting', heardAtMs: nowMs }
}

/** The health after a signal. Gives the same object back when nothing that is shown changed. */
export function nextFeedHealth(health: FeedHealth, signal: FeedSignal, nowMs: number): FeedHealth {
  if (signal === 'heard') return { status: 'live', heardAtMs: nowMs }
  if (nowMs - health.heardAtMs > STALE_AFTER_MS) return withStatus(health, 'stale')
  if (signal === 'lost') return withStatus(health, health.status === 'stale' ? 'stale' : 'reconnecting')
  return health
}

function withStatus(health: FeedHealth, status: FeedHealth['status']): FeedHealth {
  return health.status === status ? health : { ...health, status }
}
