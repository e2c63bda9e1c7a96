import type { Clock, Component, Log, Timer } from '@smpp-connect/kernel'
import type { LinkHub } from '../hub/link-hub.ts'
import type { Authority } from './authority.ts'
import type { ManagerIdentity } from './manager-identity.ts'

export interface AuthorityWatchParts {
  readonly authority: Pick<Authority, 'revokedSerials' | 'reload' | 'certificates'>
  readonly hub: Pick<LinkHub, 'setRevoked' | 'setAuthorities'>
  readonly identity: Pick<ManagerIdentity, 'renew'>
  readonly clock: Clock
  readonly log: Log
}

const LOOK_MS = 2_000

/**
 * Reads again and again what `connect certs` in another process has done: what was revoked, and which generations of the
 * authority there are. The hub is told, which closes the links concerned and passes it on to the edges; for the door it also
 * answers whether one certificate counts. Of what cannot be read what was there before stays.
 */
export class AuthorityWatch implements Component {
  readonly name = 'authority watch'
  readonly #parts: AuthorityWatchParts
  #serials: ReadonlySet<string> = new Set()
  #timer: Timer | undefined
  #stopped = false

  constructor(parts: AuthorityWatchParts) {
    this.#parts = parts
  }

  async start(): Promise<void> {
    this.#tellAuthorities()
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

  /** Reads now. */
  look(): void {
    const { authority, hub, identity, log } = this.#parts
    try {
      // What is revoked first: whoever is locked out with an authority is among it.
      const serials = authority.revokedSerials()
      if (serials.length !== this.#serials.size || serials.some((serial) => !this.#serials.has(serial))) {
        this.#serials = new Set(serials)
        hub.setRevoked(serials)
      }
      if (!authority.reload()) return
      // The door trusts it before anybody is sent for a certificate by it.
      identity.renew()
      this.#tellAuthorities()
      log.info('authority of the link changed', { generations: authority.certificates.length })
    } catch (failure) {
      log.error('authority of the link not read', { cause: String(failure) })
    }
  }

  #tellAuthorities(): void {
    const { authority, hub } = this.#parts
    hub.setAuthorities(authority.certificates.map(({ raw }) => raw))
  }

  #again(): void {
    this.#timer = this.#parts.clock.after(LOOK_MS, () => {
      if (this.#stopped) return
      this.look()
      this.#again()
    })
  }
}
