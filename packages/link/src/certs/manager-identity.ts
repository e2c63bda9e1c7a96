import type { Clock, Component, Timer } from '@smpp-connect/kernel'
import type { Authority } from './authority.ts'
import { type Credentials, renewAtMs } from './credentials.ts'

export interface ManagerIdentityParts {
  readonly id: string
  readonly authority: Pick<Authority, 'managerCredentials'>
  readonly clock: Clock
}

const LOOK_MS = 3_600_000

/**
 * The manager's own key and certificate, made when it starts and again when a third of their time is left. They are never
 * written down.
 */
export class ManagerIdentity implements Component {
  readonly name = 'manager identity'
  readonly #parts: ManagerIdentityParts
  readonly #listeners: ((credentials: Credentials) => void)[] = []
  #credentials: Credentials
  #timer: Timer | undefined

  constructor(parts: ManagerIdentityParts) {
    this.#parts = parts
    this.#credentials = parts.authority.managerCredentials(parts.id)
  }

  get credentials(): Credentials {
    return this.#credentials
  }

  /** Calls back with each new pair: `Listener.setCredentials`. */
  onChange(listener: (credentials: Credentials) => void): void {
    this.#listeners.push(listener)
  }

  /** A new pair without waiting for its time: the authority is another. */
  renew(): void {
    const { authority, id } = this.#parts
    this.#credentials = authority.managerCredentials(id)
    for (const listener of this.#listeners) listener(this.#credentials)
  }

  async start(): Promise<void> {
    this.#again()
  }

  async drain(): Promise<void> {}

  async stop(): Promise<void> {
    this.#timer?.cancel()
  }

  #again(): void {
    const { clock } = this.#parts
    this.#timer = clock.after(LOOK_MS, () => {
      if (clock.nowMs() >= renewAtMs(this.#credentials)) this.renew()
      this.#again()
    })
  }
}
