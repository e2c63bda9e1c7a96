import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { peerNameOf } from './peer-name.ts'
import { writeWhole } from './record-folder.ts'

/** What one side proves itself with, and whom it believes. All in PEM. */
export interface Credentials {
  readonly key: string
  readonly certificate: string
  /** More than one while an authority is being replaced by another. */
  readonly authorities: readonly string[]
}

const BLOCK = /-----BEGIN ([A-Z ]+)-----[\s\S]+?-----END \1-----\n?/g

/** One file with all of it, so that key and certificate can never be of two generations. Readable by its owner only. */
export function saveCredentials(path: string, { key, certificate, authorities }: Credentials): void {
  writeWhole(path, [key, certificate, ...authorities].map((pem) => `${pem.trim()}\n`).join(''))
}

/** Undefined when there is no such file. Throws when it is not what `saveCredentials` wrote, saying what is wrong. */
export function loadCredentials(path: string): Credentials | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw failure
  }
  const blocks = [...text.matchAll(BLOCK)].map(([pem, kind]) => ({ pem, kind }))
  const key = blocks.find(({ kind }) => kind === 'PRIVATE KEY')?.pem
  const [certificate, ...authorities] = blocks.filter(({ kind }) => kind === 'CERTIFICATE').map(({ pem }) => pem)
  if (!key || !certificate || authorities.length === 0) {
    throw new Error(`${path}: expected a private key, a certificate and at least one authority; enrol again`)
  }
  if (!new X509Certificate(certificate).checkPrivateKey(createPrivateKey(key))) {
    throw new Error(`${path}: the key does not fit the certificate; enrol again`)
  }
  return { key, certificate, authorities }
}

/** The edge that they are of; undefined when they are not those of an edge. */
export function edgeIdOf({ certificate }: Credentials): string | undefined {
  const name = peerNameOf(new X509Certificate(certificate))
  return name?.role === 'edge' ? name.id : undefined
}

export interface Validity {
  readonly notBeforeMs: number
  readonly notAfterMs: number
}

export function validityOf({ certificate }: Credentials): Validity {
  const { validFromDate, validToDate } = new X509Certificate(certificate)
  return { notBeforeMs: validFromDate.getTime(), notAfterMs: validToDate.getTime() }
}

/** When to ask for the next: with a third of its time left. */
export function renewAtMs(credentials: Credentials): number {
  const { notBeforeMs, notAfterMs } = validityOf(credentials)
  return notAfterMs - (notAfterMs - notBeforeMs) / 3
}
