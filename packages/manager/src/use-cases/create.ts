import type { SmscId } from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import type { Store } from '@smpp-connect/store'
import type { Intake } from '../accept/intake.ts'
import type { BindBoard } from '../smscs/bind-board.ts'
import type { Definitions } from '../smscs/definitions.ts'
import type { AccessUseCases, UseCases } from '../use-cases.ts'
import { countsView } from '../views/counts.ts'
import { conversationUseCases } from './conversations.ts'
import { messageUseCases } from './messages.ts'
import { smscUseCases } from './smscs.ts'

/** What the use cases stand on. */
export interface UseCaseParts {
  readonly store: Store
  readonly clock: Clock
  readonly intake: Intake
  readonly access: AccessUseCases
  readonly definitions: Definitions
  readonly binds: BindBoard
  /** Something may have become due at this SMSC. */
  readonly wake: (smscId: SmscId) => void
}

export function createUseCases(parts: UseCaseParts): UseCases {
  const { store } = parts
  return {
    ...messageUseCases(parts),
    ...conversationUseCases(parts),
    ...smscUseCases(parts),
    counts: async () => countsView(await store.counts()),
    events: (afterSeq, limit) => store.events(afterSeq, limit),
    lastEventSeq: () => store.lastEventSeq(),
    onEvents: (listener) => store.onEvents(listener),
    access: parts.access,
  }
}
