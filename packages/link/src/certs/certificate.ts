import { createHash, type KeyObject, sign, X509Certificate } from 'node:crypto'
import {
  bitString,
  boolean,
  context,
  contextOctets,
  type Der,
  integer,
  objectId,
  octetString,
  sequence,
  set,
  time,
  utf8String,
} from './der.ts'

/** What a certificate of the link is for. Names are of the form `connect://edge/london`. */
export type Role = 'edge' | 'manager'

export interface CertificateRequest {
  /** Common name, for people. */
  readonly commonName: string
  /** `authority`: it signs others and is signed by itself. */
  readonly use: 'authority' | { readonly role: Role; readonly id: string }
  /** Sixteen random octets. */
  readonly serial: Uint8Array
  readonly notBeforeMs: number
  readonly notAfterMs: number
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array
  readonly issuer: { readonly commonName: string; readonly publicKey: Uint8Array; readonly key: KeyObject }
}

const OID = {
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  commonName: '2.5.4.3',
  basicConstraints: '2.5.29.19',
  keyUsage: '2.5.29.15',
  extendedKeyUsage: '2.5.29.37',
  subjectKeyId: '2.5.29.14',
  authorityKeyId: '2.5.29.35',
  subjectAltName: '2.5.29.17',
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
}

/** An id that goes into a certificate, a file name and a log without any quoting. */
export const ID_PATTERN = /^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/

/**
 * An X.509 certificate (RFC 5280), version 3, for keys on the curve P-256, in DER. Both sides of a link may open the
 * connection, so each certificate serves as client and as server.
 */
export function writeCertificate(request: CertificateRequest): Buffer {
  const { issuer, use } = request
  const algorithm = sequence(objectId(OID.ecdsaWithSha256))
  const content = sequence(
    context(0, integer(Uint8Array.of(2))),
    integer(positive(request.serial)),
    algorithm,
    name(issuer.commonName),
    sequence(time(request.notBeforeMs), time(request.notAfterMs)),
    name(request.commonName),
    request.publicKey,
    context(3, sequence(...extensions(use, request.publicKey, issuer.publicKey))),
  )
  return sequence(content, algorithm, bitString(sign('sha256', content, issuer.key)))
}

function extensions(use: CertificateRequest['use'], publicKey: Uint8Array, issuerKey: Uint8Array): readonly Der[] {
  const ids = [
    extension(OID.subjectKeyId, false, octetString(keyId(publicKey))),
    extension(OID.authorityKeyId, false, sequence(contextOctets(0, keyId(issuerKey)))),
  ]
  if (use === 'authority') {
    return [
      // It signs certificates of both roles, and no further authority.
      extension(OID.basicConstraints, true, sequence(boolean(true), integer(Uint8Array.of(0)))),
      // keyCertSign and cRLSign.
      extension(OID.keyUsage, true, bitString(Uint8Array.of(0x06), 1)),
      ...ids,
    ]
  }
  return [
    extension(OID.basicConstraints, true, sequence()),
    // digitalSignature.
    extension(OID.keyUsage, true, bitString(Uint8Array.of(0x80), 7)),
    extension(OID.extendedKeyUsage, false, sequence(objectId(OID.serverAuth), objectId(OID.clientAuth))),
    ...ids,
    // uniformResourceIdentifier.
    extension(
      OID.subjectAltName,
      false,
      sequence(contextOctets(6, Buffer.from(`connect://${use.role}/${use.id}`, 'latin1'))),
    ),
  ]
}

function extension(id: string, critical: boolean, value: Der): Der {
  return critical
    ? sequence(objectId(id), boolean(true), octetString(value))
    : sequence(objectId(id), octetString(value))
}

function name(commonName: string): Der {
  return sequence(set(sequence(objectId(OID.commonName), utf8String(commonName))))
}

/** RFC 5280 section 4.2.1.2 leaves the method free, as long as both mentions agree. */
function keyId(publicKey: Uint8Array): Buffer {
  return createHash('sha256').update(publicKey).digest().subarray(0, 20)
}

/** Serial numbers are positive, and not 0. */
function positive(serial: Uint8Array): Uint8Array {
  const octets = Uint8Array.from(serial)
  octets[0] = ((octets[0] ?? 0) & 0x7f) | 0x40
  return octets
}

export function toPem(der: Uint8Array): string {
  return new X509Certificate(der).toString()
}

/** SHA-256 over the whole certificate, as in the tokens. */
export function fingerprintOf(der: Uint8Array): Buffer {
  return createHash('sha256').update(der).digest()
}
