import type { Clock, Component, Log, Timer } from '@smpp-connect/kernel'
import type { LinkHub } from '../hub/link-hub.ts'
import type { Authority } from './authority.ts'

export interface RevocationWatchParts {
  readonly authority: Pick<Authority, 'revokedSerials'>
  readonly hub: Pick<LinkHub, 'setRevoked'>
  readonly clock: Clock
  readonly log: Log
}

const LOOK_MS = 2_000

/**
 * Reads again and again what was revoked, by `connect certs` in another process too, and tells the hub, which closes the
 * links concerned and passes the list to the edges. For the door it also answers whether one certificate counts.
 */
export class RevocationWatch implements Component {
  readonly name = 'revocation watch'
  readonly #parts: RevocationWatchParts
  #serials: ReadonlySet<string> = new Set()
  #timer: Timer | undefined
  #stopped = false

  constructor(parts: RevocationWatchParts) {
    this.#parts = parts
  }

  async start(): Promise<void> {
    this.look()
    this.#again()
  }

  async drain(): Promise<void> {}

  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer?.cancel()
  }

  isRevoked(serial: string): boolean {
    return this.#serials.has(serial)
  }

  /** Reads now. Of a list that cannot be read the one before it stays. */
  look(): void {
    const { authority, hub, log } = this.#parts
    try {
      const serials = authority.revokedSerials()
      if (serials.length === this.#serials.size && serials.every((serial) => this.#serials.has(serial))) return
      this.#serials = new Set(serials)
      hub.setRevoked(serials)
    } catch (failure) {
      log.error('revocations not read', { cause: String(failure) })
    }
  }

  #again(): void {
    this.#timer = this.#parts.clock.after(LOOK_MS, () => {
      if (this.#stopped) return
      this.look()
      this.#again()
    })
  }
}
