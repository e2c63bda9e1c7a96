import type { EdgePort, SmscId } from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import type { EdgeCertificate, EdgeView } from '@smpp-connect/link'
import type { Store } from '@smpp-connect/store'
import type { Intake } from '../accept/intake.ts'
import type { Consent } from '../consent/consent.ts'
import type { Stall } from '../lanes/watchdog.ts'
import type { Operations } from '../operations/operations.ts'
import type { IdForms } from '../receipts/id-forms.ts'
import type { Receipts } from '../receipts/record-receipts.ts'
import type { Router } from '../route/router.ts'
import type { BindBoard } from '../smscs/bind-board.ts'
import type { Definitions } from '../smscs/definitions.ts'
import type { Deletions } from '../smscs/deletion/deletions.ts'
import type { AccessUseCases } from '../use-cases.ts'

/** What the use cases stand on. */
export interface UseCaseParts {
  readonly store: Store
  readonly clock: Clock
  readonly intake: Intake
  readonly access: AccessUseCases
  readonly definitions: Definitions
  readonly consent: Pick<Consent, 'optOuts' | 'keywords'>
  readonly binds: BindBoard
  readonly edge: Pick<EdgePort, 'tryBind'>
  /** Edges that are processes of their own. */
  readonly edges: () => readonly EdgeView[]
  /** What such an edge proves itself with. */
  readonly certificate: (edgeId: string) => EdgeCertificate | null
  readonly router: Pick<Router, 'routing' | 'choose' | 'chooseBy' | 'explain'>
  readonly deletions: Pick<Deletions, 'turn' | 'stuck' | 'gone'>
  /** Most parts that one message may take. */
  readonly maxParts: number
  readonly idForms: Pick<IdForms, 'learned'>
  readonly receipts: Pick<Receipts, 'retryParked'>
  readonly operations: Operations
  readonly stalls: () => readonly Stall[]
  /** Something may have become due at this SMSC. */
  readonly wake: (smscId: SmscId) => void
}
