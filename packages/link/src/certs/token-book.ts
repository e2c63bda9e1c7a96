import { createHash, timingSafeEqual } from 'node:crypto'
import type { Clock, Random } from '@smpp-connect/kernel'
import { type EnrolmentToken, writeToken } from './enrolment-token.ts'
import { RecordFolder } from './record-folder.ts'

interface TokenRecord {
  readonly edgeId: string
  /** SHA-256 of the secret. It is random and long, so that one round is enough. */
  readonly secretHash: string
  readonly expiresAtMs: number
}

/** Tokens that were given out and not used: each lets the edge that it names enrol once, and is kept as a hash. */
export class TokenBook {
  readonly #clock: Clock
  readonly #random: Random
  readonly #records: RecordFolder<TokenRecord>

  constructor(folder: string, { clock, random }: { readonly clock: Clock; readonly random: Random }) {
    this.#clock = clock
    this.#random = random
    this.#records = new RecordFolder(folder)
  }

  /** A new one, for `validMs`, which trusts the authority of this fingerprint. */
  make(edgeId: string, validMs: number, fingerprint: Buffer): string {
    const nowMs = this.#clock.nowMs()
    for (const name of this.#records.names()) {
      if ((this.#records.read(name)?.expiresAtMs ?? 0) <= nowMs) this.#records.remove(name)
    }
    const token: EnrolmentToken = {
      id: Buffer.from(this.#random.octets(8)).toString('hex'),
      secret: Buffer.from(this.#random.octets(32)),
      fingerprint,
    }
    this.#records.write(token.id, { edgeId, secretHash: hashOf(token.secret), expiresAtMs: nowMs + validMs })
    return writeToken(token)
  }

  /** Whether there is one whose secret this is; it may have expired. */
  fits(tokenId: string, secret: Uint8Array): boolean {
    if (!/^[0-9a-f]{16}$/.test(tokenId)) return false
    const token = this.#records.read(tokenId)
    return (
      token !== undefined && timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(token.secretHash, 'hex'))
    )
  }

  /** Uses one up: the edge that may enrol with it; undefined when it was used by somebody else, or has expired. */
  take(tokenId: string): string | undefined {
    const token = this.#records.read(tokenId)
    if (!token || !this.#records.remove(tokenId) || token.expiresAtMs <= this.#clock.nowMs()) return undefined
    return token.edgeId
  }

  /** Edges that could still enrol with one. */
  get edgeIds(): readonly string[] {
    const tokens = this.#records.names().flatMap((name) => this.#records.read(name) ?? [])
    const open = tokens.filter(({ expiresAtMs }) => expiresAtMs > this.#clock.nowMs())
    return [...new Set(open.map(({ edgeId }) => edgeId))].sort()
  }

  /** Those of one edge, or all of them, serve no more. */
  void(edgeId?: string): void {
    for (const name of this.#records.names()) {
      if (edgeId === undefined || this.#records.read(name)?.edgeId === edgeId) this.#records.remove(name)
    }
  }
}

function hashOf(secret: Uint8Array): string {
  return createHash('sha256').update(secret).digest('hex')
}
