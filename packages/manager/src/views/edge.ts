import type { EdgeOverview } from '@smpp-connect/contracts'
import type { EdgeCertificate, EdgeView } from '@smpp-connect/link'
import { time } from './time.ts'

export function edgeView(edge: EdgeView, certificate: EdgeCertificate | null): EdgeOverview {
  const { edgeId, role, up, sinceMs, reason, from, productVersion, definitions, openOrders } = edge
  return {
    id: edgeId,
    role,
    up,
    since: time(sinceMs),
    reason,
    from,
    version: productVersion,
    definitions: definitions.map(({ smscId, version, appliedVersion }) => ({
      smscId,
      version,
      applied: appliedVersion,
    })),
    stale: definitions.some((one) => one.version !== one.appliedVersion),
    outstanding: openOrders,
    certificate: certificate && { endsAt: time(certificate.notAfterMs), ofOlderAuthority: certificate.isOlder },
  }
}

/** Edges that have not confirmed the version of this SMSC that they are to have. */
export function staleAt(smscId: string, edges: readonly EdgeView[]): string[] {
  return edges
    .filter(({ definitions }) => definitions.some((one) => one.smscId === smscId && one.version !== one.appliedVersion))
    .map(({ edgeId }) => edgeId)
}
