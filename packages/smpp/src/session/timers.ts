/** The timers of a session, all in milliseconds (3.4 section 7.2, 5.0 section 2.7). 0 switches one off. */
export interface SessionTimers {
  /** From the open connection to the bind's answer; a session that is not bound by then is closed. Default 10,000. */
  readonly sessionInitTimeoutMs: number
  /** How long a request may stay unanswered before it ends as `expired`. Default 60,000. */
  readonly responseTimeoutMs: number
  /** An enquire_link is sent when nothing has been received for this long. Default 30,000. */
  readonly enquireLinkIntervalMs: number
  /** How long the peer may stay silent after an enquire_link before the link counts as dead. Default 15,000. */
  readonly enquireLinkTimeoutMs: number
  /** The session is unbound when nothing but enquire_link has passed for this long. Default 0: never. */
  readonly inactivityTimeoutMs: number
  /** How long to wait for unbind_resp before closing all the same. Default 2,000. */
  readonly unbindTimeoutMs: number
}

/** The defaults. A dead link is noticed after 45 s at most. */
export const defaultSessionTimers: SessionTimers = {
  sessionInitTimeoutMs: 10_000,
  responseTimeoutMs: 60_000,
  enquireLinkIntervalMs: 30_000,
  enquireLinkTimeoutMs: 15_000,
  inactivityTimeoutMs: 0,
  unbindTimeoutMs: 2_000,
}

/** The defaults with changes. Throws a RangeError that names a timer which is not a number of at least 0. */
export function sessionTimers(changes: Partial<SessionTimers> = {}): SessionTimers {
  const timers = { ...defaultSessionTimers }
  for (const name of Object.keys(defaultSessionTimers) as (keyof SessionTimers)[]) {
    const value = changes[name]
    if (value === undefined) continue
    if (!Number.isFinite(value) || value < 0) throw new RangeError(`timers.${name} must be 0 or more, not ${value}`)
    timers[name as 'responseTimeoutMs'] = value
  }
  return timers
}
