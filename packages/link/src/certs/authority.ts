import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  timingSafeEqual,
  X509Certificate,
} from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Random } from '@smpp-connect/kernel'
import type { RenewalRequest } from '../hub/answer-renewal.ts'
import type { Renewal } from '../wire/renewal.ts'
import { fingerprintOf, ID_PATTERN, type Role, toPem, writeCertificate } from './certificate.ts'
import type { Credentials } from './credentials.ts'
import { writeToken } from './enrolment-token.ts'
import { keyFault } from './key-proof.ts'
import { makeFolder, RecordFolder, writeWhole } from './record-folder.ts'

export interface AuthorityParts {
  /** A folder of its own; made when it is not there. */
  readonly folder: string
  readonly clock: Clock
  readonly random: Random
}

interface TokenRecord {
  readonly edgeId: string
  /** SHA-256 of the secret. It is random and long, so that one round is enough. */
  readonly secretHash: string
  readonly expiresAtMs: number
}

export interface IssuedRecord {
  readonly edgeId: string
  readonly serial: string
  readonly issuedAtMs: number
  readonly notAfterMs: number
}

interface RevokedRecord {
  readonly edgeId: string
  readonly atMs: number
}

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const AUTHORITY_FOR_MS = 3650 * DAY_MS
/** An edge asks for the next when a third of this is left. */
const EDGE_FOR_MS = 90 * DAY_MS
const MANAGER_FOR_MS = 30 * DAY_MS
/** Clocks differ: a certificate is good from a little before it is made. */
const BACKDATED_MS = HOUR_MS
const KEY_FILE = 'authority-key.pem'
const CERTIFICATE_FILE = 'authority.pem'

/**
 * The small authority that signs the certificates of the link: a key, its certificate, and who got what, in a folder that
 * only its owner can read. The manager and `connect certs` may use one folder at the same time; a record is a file.
 *
 * - A token lets one edge enrol once: it names the edge, expires, is kept as a hash, and is gone before its certificate is
 *   made, so that of two who bring it one is refused.
 * - A certificate names its edge and ends by itself; an edge with a good one gets the next over its link. Both are good
 *   until the older ends, so that nothing pauses.
 * - A certificate that is revoked counts no more from the moment that the manager reads the list.
 * - The manager's own certificates are made when it starts, live in its memory only, and are not listed.
 */
export class Authority {
  readonly #parts: AuthorityParts
  readonly #key: KeyObject
  readonly #certificate: X509Certificate
  readonly #tokens: RecordFolder<TokenRecord>
  readonly #issued: RecordFolder<IssuedRecord>
  readonly #revoked: RecordFolder<RevokedRecord>

  private constructor(parts: AuthorityParts, key: KeyObject, certificate: X509Certificate) {
    this.#parts = parts
    this.#key = key
    this.#certificate = certificate
    this.#tokens = new RecordFolder(join(parts.folder, 'tokens'))
    this.#issued = new RecordFolder(join(parts.folder, 'issued'))
    this.#revoked = new RecordFolder(join(parts.folder, 'revoked'))
  }

  /** Opens the authority in its folder; makes it when there is none. Throws when key and certificate do not fit. */
  static open(parts: AuthorityParts): Authority {
    makeFolder(parts.folder)
    const keyFile = join(parts.folder, KEY_FILE)
    const certificateFile = join(parts.folder, CERTIFICATE_FILE)
    if (!existsSync(keyFile)) {
      const { privateKey } = newKeyPair()
      writeWhole(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }) as string)
    }
    const key = createPrivateKey(readFileSync(keyFile))
    // The certificate follows from the key: one that got lost between the two writes is made again.
    if (!existsSync(certificateFile)) writeWhole(certificateFile, toPem(selfSigned(key, parts)))
    const certificate = new X509Certificate(readFileSync(certificateFile))
    if (!certificate.checkPrivateKey(key)) {
      throw new Error(`${certificateFile} does not fit ${keyFile}: put back the pair that belongs together`)
    }
    return new Authority(parts, key, certificate)
  }

  get certificate(): X509Certificate {
    return this.#certificate
  }

  /** SHA-256 of the certificate, hexadecimal: to compare by eye. */
  get fingerprint(): string {
    return fingerprintOf(this.#certificate.raw).toString('hex')
  }

  /** A token with which this edge can enrol once, within `validMs`. It is shown once: only its hash is kept. */
  newToken(edgeId: string, validMs: number): string {
    if (!ID_PATTERN.test(edgeId)) {
      throw new RangeError(`an edge id is 1 to 40 of a-z, 0-9 and -, not "${edgeId}"`)
    }
    const { clock, random } = this.#parts
    for (const name of this.#tokens.names()) {
      if ((this.#tokens.read(name)?.expiresAtMs ?? 0) <= clock.nowMs()) this.#tokens.remove(name)
    }
    const id = Buffer.from(random.octets(8)).toString('hex')
    const secret = Buffer.from(random.octets(32))
    this.#tokens.write(id, { edgeId, secretHash: hashOf(secret), expiresAtMs: clock.nowMs() + validMs })
    return writeToken({ id, secret, fingerprint: fingerprintOf(this.#certificate.raw) })
  }

  /** A first certificate for whoever brings a token. */
  enrol(tokenId: string, secret: Uint8Array, publicKey: Uint8Array, signature: Uint8Array): Renewal {
    // One answer for all that is wrong with a token: who guesses learns nothing.
    const refused: Renewal = { kind: 'refused', reason: 'the token is unknown, used, or expired; make a new one' }
    if (!/^[0-9a-f]{16}$/.test(tokenId)) return refused
    const token = this.#tokens.read(tokenId)
    if (!token) return refused
    const fits = timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(token.secretHash, 'hex'))
    if (!fits) return refused
    const fault = keyFault(publicKey, signature)
    if (fault) return { kind: 'refused', reason: fault }
    if (!this.#tokens.remove(tokenId) || token.expiresAtMs <= this.#parts.clock.nowMs()) return refused
    return this.#issue(token.edgeId, publicKey)
  }

  /** The next certificate for an edge that is connected with a good one. */
  async renew({ edgeId, serial, publicKey, signature }: RenewalRequest): Promise<Renewal> {
    const refused: Renewal = { kind: 'refused', reason: 'the certificate was revoked' }
    if (this.#revoked.read(serial)) return refused
    const fault = keyFault(publicKey, signature)
    if (fault) return { kind: 'refused', reason: fault }
    const renewal = this.#issue(edgeId, publicKey)
    // Revoked while it was being renewed: what was just made must not outlive it.
    if (!this.#revoked.read(serial)) return renewal
    this.revoke(edgeId)
    return refused
  }

  /** Certificates that were given to edges and have not ended, the newest last. */
  issued(): readonly (IssuedRecord & { readonly revoked: boolean })[] {
    const nowMs = this.#parts.clock.nowMs()
    const revoked = new Set(this.revokedSerials())
    return this.#issued
      .names()
      .map((name) => this.#issued.read(name))
      .filter((record) => record !== undefined && record.notAfterMs > nowMs)
      .map((record) => ({ ...(record as IssuedRecord), revoked: revoked.has((record as IssuedRecord).serial) }))
      .sort((a, b) => a.issuedAtMs - b.issuedAtMs)
  }

  /** All certificates and tokens of an edge count no more. Returns how many certificates it took back. */
  revoke(edgeId: string): number {
    for (const name of this.#tokens.names()) if (this.#tokens.read(name)?.edgeId === edgeId) this.#tokens.remove(name)
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
    const der = this.#sign({ role: 'manager', id }, spki, MANAGER_FOR_MS)
    return {
      key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      certificate: toPem(der),
      authorities: [this.#certificate.toString()],
    }
  }

  #issue(edgeId: string, publicKey: Uint8Array): Renewal {
    const der = this.#sign({ role: 'edge', id: edgeId }, publicKey, EDGE_FOR_MS)
    const { serialNumber: serial, validToDate } = new X509Certificate(der)
    const issuedAtMs = this.#parts.clock.nowMs()
    this.#issued.write(serial, { edgeId, serial, issuedAtMs, notAfterMs: validToDate.getTime() })
    return { kind: 'renewed', certificate: der, authorities: [this.#certificate.raw] }
  }

  #sign(use: { readonly role: Role; readonly id: string }, publicKey: Uint8Array, forMs: number): Buffer {
    const { clock, random } = this.#parts
    const nowMs = clock.nowMs()
    return writeCertificate({
      commonName: use.id,
      use,
      serial: random.octets(16),
      notBeforeMs: nowMs - BACKDATED_MS,
      notAfterMs: nowMs + forMs,
      publicKey,
      issuer: {
        commonName: AUTHORITY_NAME,
        publicKey: createPublicKey(this.#key).export({ type: 'spki', format: 'der' }),
        key: this.#key,
      },
    })
  }
}

const AUTHORITY_NAME = 'Connect link authority'

function selfSigned(key: KeyObject, { clock, random }: AuthorityParts): Buffer {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' })
  const nowMs = clock.nowMs()
  return writeCertificate({
    commonName: AUTHORITY_NAME,
    use: 'authority',
    serial: random.octets(16),
    notBeforeMs: nowMs - BACKDATED_MS,
    notAfterMs: nowMs + AUTHORITY_FOR_MS,
    publicKey,
    issuer: { commonName: AUTHORITY_NAME, publicKey, key },
  })
}

export function newKeyPair(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
}

function hashOf(secret: Uint8Array): string {
  return createHash('sha256').update(secret).digest('hex')
}
