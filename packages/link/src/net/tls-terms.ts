import { constants } from 'node:crypto'
import type { SecureContextOptions } from 'node:tls'
import type { Credentials } from '../certs/credentials.ts'
import { isSignedBy } from '../certs/generations.ts'

export const LINK_PROTOCOL = 'connect-link/1'
export const ENROL_PROTOCOL = 'connect-enrol/1'
/** From the first octet to a judged peer. */
export const HANDSHAKE_MS = 10_000
/** Names of machines play no part: certificates name edges and managers. */
export const SERVER_NAME = 'connect.link'

/**
 * How both sides speak TLS: 1.3 only, and no resumption, so that every connection shows its certificate anew. The authority
 * is sent along, because an edge that enrols knows it by its fingerprint only.
 */
export function contextOptions({ key, certificate, authorities }: Credentials): SecureContextOptions {
  return {
    key,
    cert: [certificate, ...authorities.filter((authority) => isSignedBy(certificate, authority))].join('\n'),
    ca: [...authorities],
    minVersion: 'TLSv1.3',
    secureOptions: constants.SSL_OP_NO_TICKET,
  }
}
