import type { EdgeOverview } from '@smpp-connect/contracts'
import type { EdgeCertificate, EdgeView } from '@smpp-connect/link'
import { time } from './time.ts'

/** Each side says something every 2 to 3 s, and confirms as often: after so long the network is at fault, or the edge. */
const SILENT_AFTER_MS = 4_000

/** That nothing is heard of an edge whose link has not been found dead yet, in a sentence; undefined: that is not so. */
export function silenceOf({ edgeId, silentMs }: EdgeView): string | undefined {
  if (silentMs < SILENT_AFTER_MS) return undefined
  return `nothing has been heard of the edge ${edgeId} for ${Math.floor(silentMs / 1_000)} s: its texts wait until the link is heard again or found dead`
}

export function edgeView(edge: EdgeView, certificate: EdgeCertificate | null): EdgeOverview {
  const { edgeId, role, up, sinceMs, reason, from, productVersion, definitions, openOrders } = edge
  return {
    id: edgeId,
    role,
    up,
    since: time(sinceMs),
    reason: silenceOf(edge) ?? reason,
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
