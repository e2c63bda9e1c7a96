import type { FrameKind } from './frame.ts'
import type { Renewed } from './link.generated.ts'

/** What became of the request for a certificate. */
export type Renewal =
  | { readonly kind: 'renewed'; readonly certificate: Uint8Array; readonly authorities: readonly Uint8Array[] }
  | { readonly kind: 'refused'; readonly reason: string }

export function renewalToWire(renewal: Renewal): Renewed {
  const $typeName = 'connect.link.v1.Renewed' as const
  if (renewal.kind === 'refused') {
    return { $typeName, certificate: new Uint8Array(0), authorities: [], refused: renewal.reason }
  }
  const authorities = renewal.authorities.map((der) => Uint8Array.from(der))
  return { $typeName, certificate: Uint8Array.from(renewal.certificate), authorities, refused: '' }
}

/** What a reply to such a request says; undefined: none came. */
export function renewalFromWire(reply: FrameKind | undefined): Renewal {
  if (reply?.case !== 'renewed') return { kind: 'refused', reason: 'no answer came' }
  const { certificate, authorities, refused } = reply.value
  if (refused || certificate.length === 0) return { kind: 'refused', reason: refused || 'refused' }
  return { kind: 'renewed', certificate, authorities }
}
