/** Why a session is over. */
export type SessionEndCode =
  /** This side closed it, after an unbind or without. */
  | 'closed_here'
  /** The peer sent unbind (3.4 section 4.2). */
  | 'unbound_by_peer'
  /** The peer closed the connection without unbind. */
  | 'closed_by_peer'
  /** The connection broke: reset, network error, TLS error. */
  | 'link_failed'
  /** No bind within the session-init timer (3.4 section 7.2). */
  | 'session_init_timeout'
  /** enquire_link was not answered in time. */
  | 'enquire_link_timeout'
  /** Nothing but enquire_link for the time of the inactivity timer. */
  | 'inactivity_timeout'
  /** The octets received are not SMPP. */
  | 'framing_broken'
  /** The bind was refused. */
  | 'bind_refused'

/** How a session ended. */
export interface SessionEnd {
  readonly code: SessionEndCode
  /** One sentence in plain words, without secrets or message text. */
  readonly reason: string
  /** The operating system's or TLS's error code, where there is one. */
  readonly errorCode?: string
}
