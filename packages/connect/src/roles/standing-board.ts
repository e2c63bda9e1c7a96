import type { Clock, Log } from '@smpp-connect/kernel'
import type { Authority, EdgeCertificate } from '@smpp-connect/link'

export interface StandingBoardParts {
  readonly authority: Pick<Authority, 'standings' | 'sawCertificate'>
  readonly clock: Clock
  readonly log: Log
}

/** `connect certs` may have changed something in another process. */
const GOOD_FOR_MS = 1_000

/** With what certificates the edges stand, read from the folder of the authority when somebody asks. */
export class StandingBoard {
  readonly #parts: StandingBoardParts
  #read: ReadonlyMap<string, EdgeCertificate> = new Map()
  #readAtMs = Number.NEGATIVE_INFINITY

  constructor(parts: StandingBoardParts) {
    this.#parts = parts
  }

  of(edgeId: string): EdgeCertificate | null {
    const { authority, clock, log } = this.#parts
    const nowMs = clock.monotonicMs()
    if (nowMs - this.#readAtMs >= GOOD_FOR_MS) {
      this.#readAtMs = nowMs
      try {
        this.#read = new Map(
          authority
            .standings()
            .map(({ edgeId: id, certificate: { notAfterMs }, isOlder }) => [id, { notAfterMs, isOlder }]),
        )
      } catch (failure) {
        log.error('certificates of the edges not read', { cause: String(failure) })
      }
    }
    return this.#read.get(edgeId) ?? null
  }

  /** An edge was seen with a certificate. That it cannot be noted ends no link: the next connection shows it again. */
  saw(edgeId: string, serial: string): void {
    const { authority, log } = this.#parts
    try {
      authority.sawCertificate(edgeId, serial)
      this.#readAtMs = Number.NEGATIVE_INFINITY
    } catch (failure) {
      log.error('certificate of an edge not noted', { edgeId, cause: String(failure) })
    }
  }
}
