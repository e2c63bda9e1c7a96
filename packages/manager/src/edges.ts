import type { SmscId } from '@smpp-connect/contracts'
import type { EdgeCertificate, EdgeView } from '@smpp-connect/link'

/** The edges that are processes of their own, as the link knows them. */
export interface Edges {
  views(): readonly EdgeView[]
  /** What this edge proves itself with; null when it has nothing that counts. */
  certificate(edgeId: string): EdgeCertificate | null
  /** Has an edge ask for its seats at once. */
  poke(edgeId: string): void
  /** Its time for the binds with this SMSC was over, and another has them: what it had for it is uncertain. */
  passed(edgeId: string, smscId: SmscId): void
}
