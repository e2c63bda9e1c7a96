import type { TLSSocket } from 'node:tls'
import { peerNameOf } from '../certs/peer-name.ts'
import type { PeerName } from '../session/connection.ts'
import { ENROL_PROTOCOL, LINK_PROTOCOL } from './tls-terms.ts'

export interface ExpectedPeer {
  readonly role: PeerName['role']
  /** Undefined: any of that role. */
  readonly id?: string | undefined
  readonly isRevoked: (serial: string) => boolean
}

export type JudgedPeer =
  | { readonly kind: 'peer'; readonly name: PeerName }
  /** It has proved nothing, and may do nothing but enrol. */
  | { readonly kind: 'enrolling' }
  | { readonly kind: 'refused'; readonly code: 'identity' | 'revoked'; readonly text: string }

/**
 * Who is at the other end of a TLS connection whose handshake is done. The one place that decides: both directions leave
 * the verdict to it (`rejectUnauthorized: false`), so that a refused peer can be told why. Nothing is read before.
 */
export function judgePeer(socket: TLSSocket, expected: ExpectedPeer): JudgedPeer {
  if (socket.alpnProtocol === ENROL_PROTOCOL) return { kind: 'enrolling' }
  const refused = (text: string): JudgedPeer => ({ kind: 'refused', code: 'identity', text })
  if (socket.alpnProtocol !== LINK_PROTOCOL) return refused('it does not speak the link protocol')
  const certificate = socket.getPeerX509Certificate()
  if (!certificate) return refused('it showed no certificate')
  if (!socket.authorized) return refused(faultOf(socket.authorizationError))
  const name = peerNameOf(certificate)
  if (!name) return refused('its certificate names neither an edge nor a manager')
  if (name.role !== expected.role) {
    return refused(`its certificate is that of the ${name.role} ${name.id}; expected was one of role ${expected.role}`)
  }
  if (expected.id !== undefined && name.id !== expected.id) {
    return refused(`its certificate names ${name.id}; expected was ${expected.id}`)
  }
  if (expected.isRevoked(name.serial)) return { kind: 'refused', code: 'revoked', text: 'its certificate was revoked' }
  return { kind: 'peer', name }
}

const STRANGER = 'its certificate is not signed by our authority'
const FAULTS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'its certificate has expired: enrol it again',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet: compare the clocks of both machines',
  DEPTH_ZERO_SELF_SIGNED_CERT: STRANGER,
  SELF_SIGNED_CERT_IN_CHAIN: STRANGER,
  UNABLE_TO_GET_ISSUER_CERT: STRANGER,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: STRANGER,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: STRANGER,
  CERT_SIGNATURE_FAILURE: STRANGER,
}

function faultOf(failure: Error | string | null | undefined): string {
  const code =
    typeof failure === 'string' ? failure : ((failure as NodeJS.ErrnoException | undefined)?.code ?? 'unknown')
  return FAULTS[code] ?? `its certificate was not accepted (${code})`
}
