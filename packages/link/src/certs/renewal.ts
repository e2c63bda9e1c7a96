import type { Clock, Component, Log, Timer } from '@smpp-connect/kernel'
import type { EdgeLink } from '../edge/edge-link.ts'
import { newKeyPair } from './authority.ts'
import { toPem } from './certificate.ts'
import { type Credentials, renewAtMs } from './credentials.ts'
import { proveKey } from './key-proof.ts'

export interface RenewalParts {
  readonly link: Pick<EdgeLink, 'renew'>
  readonly credentials: () => Credentials
  /** Durable before anything uses it. */
  readonly save: (credentials: Credentials) => void
  readonly clock: Clock
  readonly log: Log
}

/** How often it is looked whether it is time; also how long to wait after a refusal. */
const LOOK_MS = 60_000

/**
 * Renews an edge's certificate over its link when a third of its time is left. Connections from then on use the new one; the
 * one that is there goes on, because the older certificate stays good until it ends.
 */
export class CertificateRenewal implements Component {
  readonly name = 'certificate renewal'
  readonly #parts: RenewalParts
  #timer: Timer | undefined
  #stopped = false

  constructor(parts: RenewalParts) {
    this.#parts = parts
  }

  async start(): Promise<void> {
    this.#look()
  }

  async drain(): Promise<void> {}

  async stop(): Promise<void> {
    this.#stopped = true
    this.#timer?.cancel()
  }

  /** Without waiting for its time; says whether there is a new one. */
  async renewNow(): Promise<boolean> {
    try {
      return await this.#renew()
    } catch (failure) {
      this.#parts.log.error('certificate not renewed', { cause: String(failure) })
      return false
    }
  }

  async #look(): Promise<void> {
    const { clock, credentials } = this.#parts
    if (clock.nowMs() >= renewAtMs(credentials())) await this.renewNow()
    if (!this.#stopped) this.#timer = clock.after(LOOK_MS, () => this.#look())
  }

  async #renew(): Promise<boolean> {
    const { link, save, log } = this.#parts
    const { privateKey } = newKeyPair()
    const { publicKey, signature } = proveKey(privateKey)
    const renewal = await link.renew(publicKey, signature)
    if (renewal.kind === 'refused') {
      log.error('certificate not renewed', { cause: renewal.reason })
      return false
    }
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
    save({ key, certificate: toPem(renewal.certificate), authorities: renewal.authorities.map(toPem) })
    log.info('certificate renewed')
    return true
  }
}
