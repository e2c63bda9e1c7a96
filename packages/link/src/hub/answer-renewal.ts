import type { PeerName } from '../session/connection.ts'
import type { Reply } from '../session/session.ts'
import type { Renew } from '../wire/link.generated.ts'
import { type Renewal, renewalToWire } from '../wire/renewal.ts'

export interface RenewalRequest {
  readonly edgeId: string
  /** Of the certificate that the edge is connected with. */
  readonly serial: string
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array
  /** By the new private key over `publicKey`. */
  readonly signature: Uint8Array
}

/** Signs a new certificate for an edge whose own will end. */
export type Renewer = (request: RenewalRequest) => Promise<Renewal>

export async function answerRenewal(renewer: Renewer, peer: PeerName, asked: Renew, reply: Reply): Promise<void> {
  const { publicKey, signature } = asked
  let renewal: Renewal
  try {
    renewal = await renewer({ edgeId: peer.id, serial: peer.serial, publicKey, signature })
  } catch (failure) {
    renewal = { kind: 'refused', reason: String(failure) }
  }
  reply.send({ case: 'renewed', value: renewalToWire(renewal) })
}
