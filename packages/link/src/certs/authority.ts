import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import type { Clock, Random } from '@smpp-connect/kernel'
import type { RenewalRequest } from '../hub/answer-renewal.ts'
import type { Renewal } from '../wire/renewal.ts'
import { ID_PATTERN, toPem } from './certificate.ts'
import type { Credentials } from './credentials.ts'
import { type EdgeStanding, type IssuedRecord, standings } from './edge-standing.ts'
import { type Generation, Generations, newKeyPair, signCertificate } from './generations.ts'
import { keyFault } from './key-proof.ts'
import { makeFolder, RecordFolder } from './record-folder.ts'
import { TokenBook } from './token-book.ts'

export interface AuthorityParts {
  /** A folder of its own; made when it is not there. */
  readonly folder: string
  readonly clock: Clock
  readonly random: Random
}

interface RevokedRecord {
  readonly edgeId: string
  readonly atMs: number
}

/** The certificate that an edge was seen with last. */
interface SeenRecord {
  readonly serial: string
  readonly atMs: number
}

/** What came of the wish to have the older generation gone. */
export type Retirement =
  /** `lockedOut`: edges that were not waited for. */
  | { readonly kind: 'retired'; readonly lockedOut: readonly string[] }
  | { readonly kind: 'nothing-to-retire' }
  /** Edges that would be outside, and edges whose token would serve no more. */
  | { readonly kind: 'refused'; readonly edges: readonly string[]; readonly tokens: readonly string[] }

const DAY_MS = 86_400_000
/** An edge asks for the next when a third of this is left. */
const EDGE_FOR_MS = 90 * DAY_MS
const MANAGER_FOR_MS = 30 * DAY_MS

/**
 * The small authority that signs the certificates of the link: its keys, and who got what, in a folder that only its owner
 * can read. The manager and `connect certs` may use one folder at the same time; a record is a file.
 *
 * - A token lets one edge enrol once: it names the edge, expires, is kept as a hash, and is gone before its certificate is
 *   made, so that of two who bring it one is refused.
 * - A certificate names its edge and ends by itself; an edge with a good one gets the next over its link. Both are good
 *   until the older ends, so that nothing pauses.
 * - A certificate that is revoked counts no more from the moment that the manager reads the list.
 * - The manager's own certificates are made when it starts, live in its memory only, and are not listed.
 *
 * It can be replaced by another generation of itself:
 *
 * - settled: there is one generation.
 * - replacing: from `rotate`, which makes the second. Both are trusted. The newer signs for edges, which so come to trust it;
 *   the older still signs for the manager, which meets edges that know nothing else. Left by `retire`, which takes the
 *   older away when no edge needs it any more, or when somebody insists.
 */
export class Authority {
  readonly #parts: AuthorityParts
  readonly #generations: Generations
  readonly #tokens: TokenBook
  readonly #issued: RecordFolder<Omit<IssuedRecord, 'authority'> & Partial<Pick<IssuedRecord, 'authority'>>>
  readonly #revoked: RecordFolder<RevokedRecord>
  readonly #seen: RecordFolder<SeenRecord>
  /** The oldest first, as they were when they were read last: what is signed and what is trusted change together. */
  #current: readonly Generation[]

  private constructor(parts: AuthorityParts) {
    this.#parts = parts
    makeFolder(parts.folder)
    this.#generations = new Generations(parts)
    this.#tokens = new TokenBook(join(parts.folder, 'tokens'), parts)
    this.#issued = new RecordFolder(join(parts.folder, 'issued'))
    this.#revoked = new RecordFolder(join(parts.folder, 'revoked'))
    this.#seen = new RecordFolder(join(parts.folder, 'seen'))
    this.#current = this.#generations.read()
  }

  /** Opens the authority in its folder; makes it when there is none. Throws when key and certificate do not fit. */
  static open(parts: AuthorityParts): Authority {
    return new Authority(parts)
  }

  /** Reads anew which generations there are; says whether they are others. */
  reload(): boolean {
    const before = this.fingerprints.join()
    const now = this.#generations.read()
    if (now.length === 0) throw new Error(`there is no authority in ${this.#parts.folder} any more: put it back`)
    this.#current = now
    return this.fingerprints.join() !== before
  }

  /** Of all generations, the one that signs for edges first. */
  get certificates(): readonly X509Certificate[] {
    return this.#current.map(({ certificate }) => certificate).toReversed()
  }

  /** SHA-256 of their certificates, hexadecimal, in the same order: to compare by eye. */
  get fingerprints(): readonly string[] {
    return this.#current.map(({ fingerprint }) => fingerprint).toReversed()
  }

  /** A token with which this edge can enrol once, within `validMs`. It is shown once: only its hash is kept. */
  newToken(edgeId: string, validMs: number): string {
    if (!ID_PATTERN.test(edgeId)) {
      throw new RangeError(`an edge id is 1 to 40 of a-z, 0-9 and -, not "${edgeId}"`)
    }
    // What the manager shows whoever brings it.
    return this.#tokens.make(edgeId, validMs, Buffer.from(this.#oldest.fingerprint, 'hex'))
  }

  /** A first certificate for whoever brings a token. */
  enrol(tokenId: string, secret: Uint8Array, publicKey: Uint8Array, signature: Uint8Array): Renewal {
    // One answer for all that is wrong with a token: who guesses learns nothing.
    const refused: Renewal = { kind: 'refused', reason: 'the token is unknown, used, or expired; make a new one' }
    if (!this.#tokens.fits(tokenId, secret)) return refused
    const fault = keyFault(publicKey, signature)
    if (fault) return { kind: 'refused', reason: fault }
    const edgeId = this.#tokens.take(tokenId)
    return edgeId === undefined ? refused : this.#issue(edgeId, publicKey)
  }

  /** The next certificate for an edge that is connected with a good one. */
  async renew({ edgeId, serial, publicKey, signature }: RenewalRequest): Promise<Renewal> {
    const refused: Renewal = { kind: 'refused', reason: 'the certificate was revoked' }
    if (this.#revoked.read(serial)) return refused
    // Who stole the key could sign one for himself: he is not to have one of the next generation for it.
    if (this.#issued.read(serial)?.edgeId !== edgeId) {
      return { kind: 'refused', reason: 'the certificate is in no record of the authority; enrol again' }
    }
    const fault = keyFault(publicKey, signature)
    if (fault) return { kind: 'refused', reason: fault }
    const renewal = this.#issue(edgeId, publicKey)
    // Revoked while it was being renewed: what was just made must not outlive it.
    if (!this.#revoked.read(serial)) return renewal
    this.revoke(edgeId)
    return refused
  }

  /** An edge has shown that it has this certificate, and will use it next. */
  sawCertificate(edgeId: string, serial: string): void {
    // Only what is its own; what was given to nobody is not even looked for.
    if (!/^[0-9A-F]{1,40}$/.test(serial) || this.#issued.read(serial)?.edgeId !== edgeId) return
    if (this.#seen.read(edgeId)?.serial === serial) return
    this.#seen.write(edgeId, { serial, atMs: this.#parts.clock.nowMs() })
  }

  /** Certificates that were given to edges and could be used, but for being revoked; the newest last. */
  issued(): readonly (IssuedRecord & { readonly revoked: boolean })[] {
    const nowMs = this.#parts.clock.nowMs()
    const revoked = new Set(this.revokedSerials())
    const trusted = new Set(this.fingerprints)
    return this.#issued
      .names()
      .flatMap((name) => this.#issued.read(name) ?? [])
      .map((record) => ({ authority: this.#oldest.fingerprint, ...record, revoked: revoked.has(record.serial) }))
      .filter(({ notAfterMs, authority }) => notAfterMs > nowMs && trusted.has(authority))
      .sort((a, b) => a.issuedAtMs - b.issuedAtMs)
  }

  /** How the edges stand that can connect. */
  standings(): readonly EdgeStanding[] {
    const counting = this.issued().filter(({ revoked }) => !revoked)
    return standings(counting, (edgeId) => this.#seen.read(edgeId)?.serial, this.#newest.fingerprint)
  }

  /** Begins to replace the authority; false when that is under way already. */
  rotate(): boolean {
    this.reload()
    if (this.#current.length > 1) return false
    // Records of before there could be two do not say whose they are: it was this one's.
    for (const name of this.#issued.names()) {
      const record = this.#issued.read(name)
      if (record && record.authority === undefined) {
        this.#issued.write(name, { ...record, authority: this.#oldest.fingerprint })
      }
    }
    const isMine = this.#generations.add(this.#newest.number + 1)
    this.reload()
    return isMine
  }

  /**
   * Ends the replacement: the older generation is gone, with its key. Refused while an edge needs it, unless `force`: then
   * these edges count as revoked, and have to enrol anew.
   */
  retire({ force }: { readonly force: boolean }): Retirement {
    this.reload()
    const [oldest, ...newer] = this.#current
    if (!oldest || newer.length === 0) return { kind: 'nothing-to-retire' }
    const edges = this.standings().flatMap(({ edgeId, isOlder }) => (isOlder ? [edgeId] : []))
    const tokens = this.#tokens.edgeIds
    if (!force && edges.length + tokens.length > 0) return { kind: 'refused', edges, tokens }
    // Each step can be the last one before a kill: what is left is done when it is asked for again.
    for (const edgeId of edges) this.revoke(edgeId)
    this.#tokens.void()
    this.#generations.remove(oldest.number)
    this.reload()
    return { kind: 'retired', lockedOut: edges }
  }

  /** All certificates and tokens of an edge count no more. Returns how many certificates it took back. */
  revoke(edgeId: string): number {
    this.#tokens.void(edgeId)
    let count = 0
    // Again until there are none: another process may be issuing one at this moment.
    for (;;) {
      const theirs = this.issued().filter((record) => record.edgeId === edgeId && !record.revoked)
      if (theirs.length === 0) return count
      for (const { serial } of theirs) this.#revoked.write(serial, { edgeId, atMs: this.#parts.clock.nowMs() })
      count += theirs.length
    }
  }

  revokedSerials(): readonly string[] {
    return this.#revoked.names()
  }

  /** Key and certificate for a manager, new. */
  managerCredentials(id: string): Credentials {
    const { privateKey, publicKey } = newKeyPair()
    const spki = publicKey.export({ type: 'spki', format: 'der' })
    const der = signCertificate(this.#oldest, this.#parts, { role: 'manager', id }, spki, MANAGER_FOR_MS)
    return {
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      certificate: toPem(der),
      authorities: this.certificates.map(String),
    }
  }

  get #oldest(): Generation {
    return this.#current[0] as Generation
  }

  get #newest(): Generation {
    return this.#current.at(-1) as Generation
  }

  #issue(edgeId: string, publicKey: Uint8Array): Renewal {
    const der = signCertificate(this.#newest, this.#parts, { role: 'edge', id: edgeId }, publicKey, EDGE_FOR_MS)
    const { serialNumber: serial, validToDate } = new X509Certificate(der)
    this.#issued.write(serial, {
      edgeId,
      serial,
      issuedAtMs: this.#parts.clock.nowMs(),
      notAfterMs: validToDate.getTime(),
      authority: this.#newest.fingerprint,
    })
    return { kind: 'renewed', certificate: der, authorities: this.certificates.map(({ raw }) => raw) }
  }
}
