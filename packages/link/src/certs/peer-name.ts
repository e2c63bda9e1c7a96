import type { PeerName } from '../session/connection.ts'
import { ID_PATTERN } from './certificate.ts'

interface Named {
  readonly subjectAltName: string | undefined
  readonly serialNumber: string
}

const NAME = /^URI:connect:\/\/(edge|manager)\/([^/,]+)$/

/** Whom a certificate of the link names; undefined for any other certificate. Says nothing about who signed it. */
export function peerNameOf(certificate: Named): PeerName | undefined {
  const [, role, id] = NAME.exec(certificate.subjectAltName ?? '') ?? []
  if (!id || !ID_PATTERN.test(id)) return undefined
  return { role: role as PeerName['role'], id, serial: certificate.serialNumber }
}
