import { X509Certificate } from 'node:crypto'
import type { Clock, Component, Log, Timer } from '@smpp-connect/kernel'
import type { EdgeLink } from '../edge/edge-link.ts'
import { toPem } from './certificate.ts'
import { type Credentials, renewAtMs } from './credentials.ts'
import { isSignedBy, newKeyPair } from './generations.ts'
import { proveKey } from './key-proof.ts'

export interface RenewalParts {
  readonly link: Pick<EdgeLink, 'renew' | 'holdsCertificate'>
  readonly credentials: () => Credentials
  /** Durable before anything uses it. */
  readonly save: (credentials: Credentials) => void
  readonly clock: Clock
  readonly log: Log
}

/** How often it is looked whether it is time; also how long to wait after a refusal. */
const LOOK_MS = 60_000

/**
 * Renews an edge's certificate over its link: when a third of its time is left, and at once when the manager says that
 * another authority signs from now on. Connections from then on use the new one; the one that is there goes on, because the
 * older certificate stays good until it ends, or until its authority is retired, which waits for this.
 */
export class CertificateRenewal implements Component {
  readonly name = 'certificate renewal'
  readonly #parts: RenewalParts
  /** What the manager said last: whom to trust, the one that signs first. In PEM. */
  #told: readonly string[] = []
  /** One after the other: what one has saved the next one sees. */
  #turn: Promise<unknown> = Promise.resolve()
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
  renewNow(): Promise<boolean> {
    return this.#inTurn(() => this.#renew())
  }

  /** The manager says whose signatures count from now on, in DER, the one that signs first. */
  trust(authorities: readonly Uint8Array[]): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#told = authorities.map(toPem)
      return this.#follow()
    })
  }

  async #look(): Promise<void> {
    const { clock, credentials } = this.#parts
    if (clock.nowMs() >= renewAtMs(credentials())) await this.renewNow()
    else await this.#inTurn(() => this.#follow())
    if (!this.#stopped) this.#timer = clock.after(LOOK_MS, () => this.#look())
  }

  /** Does what the manager said, as far as it is not done: a refusal is tried again with the next look. */
  async #follow(): Promise<boolean> {
    const { credentials, save, log } = this.#parts
    const [signs] = this.#told
    if (signs === undefined || this.#stopped) return false
    if (!isSignedBy(credentials().certificate, signs)) return this.#renew()
    if (new Set(credentials().authorities).symmetricDifference(new Set(this.#told)).size === 0) return false
    save({ ...credentials(), authorities: this.#told })
    log.info('authorities of the link changed', { trusted: this.#told.length })
    return true
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
    const certificate = new X509Certificate(renewal.certificate)
    save({ key, certificate: certificate.toString(), authorities: renewal.authorities.map(toPem) })
    log.info('certificate renewed')
    link.holdsCertificate(certificate.serialNumber)
    return true
  }

  #inTurn(work: () => Promise<boolean>): Promise<boolean> {
    const mine = this.#turn.then(work).catch((failure: unknown) => {
      this.#parts.log.error('certificate not renewed', { cause: String(failure) })
      return false
    })
    this.#turn = mine
    return mine
  }
}
