import type { BindType, SmppSession } from '@smpp-connect/smpp'

/** A session that is bound, and what the simulator counts of it. */
export class BoundSession {
  readonly session: SmppSession
  readonly systemId: string
  readonly bindType: BindType
  readonly sinceMs: number
  /** Requests to submit that came over it. */
  received = 0
  /** Of these, those that have no answer yet. */
  unanswered = 0
  /** deliver_sm that are not answered yet. */
  underWay = 0

  constructor(session: SmppSession, systemId: string, bindType: BindType, sinceMs: number) {
    this.session = session
    this.systemId = systemId
    this.bindType = bindType
    this.sinceMs = sinceMs
  }

  /** Whether it takes another deliver_sm. */
  hasRoom(window: number): boolean {
    return this.bindType !== 'transmitter' && this.underWay < window && this.session.accepting
  }
}
