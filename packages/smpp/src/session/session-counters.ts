/** What passed through a session, counted since the connection. */
export interface SessionCounters {
  pdusIn: number
  pdusOut: number
  octetsIn: number
  octetsOut: number
  /** Responses for a sequence number that nobody waits for: answered twice, too late to be remembered, or invented. */
  unknownResponses: number
  /** Answers that came after their request had expired or been given up. */
  lateResponses: number
  /** PDUs whose body could not be read; each was answered, and the session went on. */
  unreadablePdus: number
  /** Requests with a command_id of no version, answered with generic_nack. */
  unknownCommands: number
  /** Requests that the state or the direction forbids, answered with ESME_RINVBNDSTS. */
  misplacedRequests: number
  /** Requests turned away because too many were being handled. */
  overloadedRequests: number
}

/** All zero. */
export function newSessionCounters(): SessionCounters {
  return {
    pdusIn: 0,
    pdusOut: 0,
    octetsIn: 0,
    octetsOut: 0,
    unknownResponses: 0,
    lateResponses: 0,
    unreadablePdus: 0,
    unknownCommands: 0,
    misplacedRequests: 0,
    overloadedRequests: 0,
  }
}
