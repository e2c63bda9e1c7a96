import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock, Random } from '@smpp-connect/kernel'
import { fingerprintOf, type Role, toPem, writeCertificate } from './certificate.ts'
import { syncFolder, writeFirst } from './record-folder.ts'

/** One key of the authority, with the certificate that it signed for itself. */
export interface Generation {
  /** Counts up from 1. */
  readonly number: number
  readonly key: KeyObject
  readonly certificate: X509Certificate
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string
}

export interface GenerationsParts {
  readonly folder: string
  readonly clock: Clock
  readonly random: Random
}

const DAY_MS = 86_400_000
const GOOD_FOR_MS = 3650 * DAY_MS
/** Clocks differ: a certificate is good from a little before it is made. */
const BACKDATED_MS = 3_600_000
const AUTHORITY_NAME = 'Connect link authority'
const FILE = /^authority-([1-9][0-9]{0,8})\.pem$/
/** How the first one was kept before there could be a second. */
const FORMER_KEY = 'authority-key.pem'
const FORMER_CERTIFICATE = 'authority.pem'

/** Whether there is an authority in this folder, in the form of today. */
export function holdsAuthority(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((name) => FILE.test(name))
}

/**
 * The generations of the authority in its folder, a file each with key and certificate, so that the two never come apart.
 * There is one, and a second one while it is being replaced: beginning that makes a file, ending it removes one, and
 * a kill in between leaves what was there before or what is there after.
 */
export class Generations {
  readonly #parts: GenerationsParts

  constructor(parts: GenerationsParts) {
    this.#parts = parts
    this.#convertFormer()
    if (this.read().length === 0) this.add(1)
  }

  /** The oldest first. Throws when a file does not hold a key and its certificate. */
  read(): readonly Generation[] {
    return readdirSync(this.#parts.folder)
      .flatMap((name) => FILE.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b)
      .flatMap((number) => this.#read(number) ?? [])
  }

  /** Makes one, with a key of its own; says whether it did: two who try at the same time make one between them. */
  add(number: number): boolean {
    const { privateKey } = newKeyPair()
    return this.#keep(number, privateKey, selfSigned(privateKey, this.#parts))
  }

  /** Whether it was there, and this call removed it. Its key is gone. */
  remove(number: number): boolean {
    try {
      rmSync(this.#file(number))
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw failure
    }
    syncFolder(this.#parts.folder)
    return true
  }

  #read(number: number): Generation | undefined {
    const path = this.#file(number)
    let pem: string
    try {
      pem = readFileSync(path, 'utf8')
    } catch (failure) {
      // Removed since the folder was read.
      if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined
      throw failure
    }
    const key = createPrivateKey(pem)
    const certificate = new X509Certificate(pem)
    if (!certificate.checkPrivateKey(key)) throw new Error(`${path}: the key does not fit the certificate`)
    return { number, key, certificate, fingerprint: fingerprintOf(certificate.raw).toString('hex') }
  }

  #keep(number: number, key: KeyObject, certificate: string): boolean {
    return writeFirst(this.#file(number), `${key.export({ type: 'pkcs8', format: 'pem' })}${certificate}`)
  }

  /** Two files that may have come apart become one: at any moment the pair is there, or the one, or both. */
  #convertFormer(): void {
    const { folder } = this.#parts
    const [keyFile, certificateFile] = [join(folder, FORMER_KEY), join(folder, FORMER_CERTIFICATE)]
    if (!existsSync(keyFile)) return
    const key = createPrivateKey(readFileSync(keyFile))
    // The certificate was written last, and made again when it had got lost.
    const certificate = existsSync(certificateFile)
      ? readFileSync(certificateFile, 'utf8')
      : selfSigned(key, this.#parts)
    if (!new X509Certificate(certificate).checkPrivateKey(key)) {
      throw new Error(`${certificateFile} does not fit ${keyFile}: put back the pair that belongs together`)
    }
    this.#keep(1, key, certificate)
    for (const file of [certificateFile, keyFile]) rmSync(file, { force: true })
    // Or it would come back after a power cut, when its generation may be gone.
    syncFolder(folder)
  }

  #file(number: number): string {
    return join(this.#parts.folder, `authority-${number}.pem`)
  }
}

export interface Subject {
  readonly role: Role
  readonly id: string
}

/** A certificate by this generation for so long, but for no longer than it lasts itself. In DER. */
export function signCertificate(
  { key, certificate }: Generation,
  { clock, random }: Pick<GenerationsParts, 'clock' | 'random'>,
  subject: Subject,
  publicKey: Uint8Array,
  forMs: number,
): Buffer {
  const nowMs = clock.nowMs()
  return writeCertificate({
    commonName: subject.id,
    use: subject,
    serial: random.octets(16),
    notBeforeMs: nowMs - BACKDATED_MS,
    notAfterMs: Math.min(nowMs + forMs, certificate.validToDate.getTime()),
    publicKey,
    issuer: { commonName: AUTHORITY_NAME, publicKey: spkiOf(key), key },
  })
}

/** Whether the certificate was signed by this authority. Both in PEM or DER. */
export function isSignedBy(certificate: string | Uint8Array, authority: string | Uint8Array): boolean {
  const [own, signer] = [new X509Certificate(certificate), new X509Certificate(authority)]
  return own.checkIssued(signer) && own.verify(signer.publicKey)
}

export function newKeyPair(): { readonly privateKey: KeyObject; readonly publicKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
}

function selfSigned(key: KeyObject, { clock, random }: GenerationsParts): string {
  const publicKey = spkiOf(key)
  const nowMs = clock.nowMs()
  return toPem(
    writeCertificate({
      commonName: AUTHORITY_NAME,
      use: 'authority',
      serial: random.octets(16),
      notBeforeMs: nowMs - BACKDATED_MS,
      notAfterMs: nowMs + GOOD_FOR_MS,
      publicKey,
      issuer: { commonName: AUTHORITY_NAME, publicKey, key },
    }),
  )
}

function spkiOf(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' })
}
