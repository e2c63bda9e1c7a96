import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'
import type { TlsFacts } from '@smpp-connect/contracts'

/** What TLS agreed on, and whose certificate the peer showed; undefined where it showed none. */
export function tlsFacts(socket: TLSSocket): TlsFacts | undefined {
  const certificate = socket.getPeerX509Certificate()
  if (certificate === undefined) return undefined
  return {
    protocol: socket.getProtocol() ?? '',
    cipher: socket.getCipher().standardName,
    subject: shortName(certificate.subject),
    issuer: shortName(certificate.issuer),
    names: namesOf(certificate),
    validFromMs: certificate.validFromDate.getTime(),
    validToMs: certificate.validToDate.getTime(),
    fingerprint: certificate.fingerprint256,
  }
}

/** The common name of a distinguished name, which is written one part a line; the whole where there is none. */
function shortName(name: string | undefined): string {
  const parts = (name ?? '').split('\n')
  return parts.find((part) => part.startsWith('CN='))?.slice(3) ?? parts.join(', ')
}

/** `DNS:smpp.example.com, IP Address:192.0.2.5` without the kinds. */
function namesOf({ subjectAltName }: X509Certificate): readonly string[] {
  if (!subjectAltName) return []
  return subjectAltName.split(', ').map((entry) => entry.slice(entry.indexOf(':') + 1))
}
