import { once } from '../idempotency/once.ts'
import { StoreWatch } from '../store-watch.ts'
import type { UseCases } from '../use-cases.ts'
import { verifySlice } from '../verify/verify-slice.ts'
import { countsView } from '../views/counts.ts'
import { consentUseCases } from './consent.ts'
import { conversationUseCases } from './conversations.ts'
import { messageUseCases } from './messages.ts'
import { routingUseCases } from './routing.ts'
import { smscDeletionUseCases } from './smsc-deletion.ts'
import { smscUseCases } from './smscs.ts'
import type { UseCaseParts } from './use-case-parts.ts'

export function createUseCases(parts: UseCaseParts): UseCases {
  const { store } = parts
  const watch = new StoreWatch(store, parts.clock)
  return {
    once: (caller, idempotency, keyed) => once(store, () => parts.clock.nowMs(), caller, idempotency, keyed),
    ...messageUseCases(parts),
    ...conversationUseCases(parts),
    ...consentUseCases(parts),
    ...smscUseCases(parts),
    ...smscDeletionUseCases(parts),
    ...routingUseCases(parts),
    maxParts: parts.maxParts,
    counts: async () => countsView(await store.counts()),
    verify: (query) => verifySlice(store, parts.clock, query),
    stalls: () => parts.stalls(),
    events: (afterSeq, limit) => store.events(afterSeq, limit),
    lastEventSeq: () => store.lastEventSeq(),
    storeTrouble: () => watch.trouble(),
    writeAheadLog: () => store.writeAheadLog(),
    onEvents: (listener) => store.onEvents(listener),
    access: parts.access,
  }
}
