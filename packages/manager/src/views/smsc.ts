import type { BindState, BindView, SmscDefinition, SmscDeletion, SmscView } from '@smpp-connect/contracts'
import type { QueueRecord } from '@smpp-connect/store'
import { time, timeOrNull } from './time.ts'

export function smscView(
  definition: SmscDefinition,
  binds: readonly BindState[],
  queue: QueueRecord | undefined,
  idFormLearned: SmscDefinition['idForm'] | null,
  staleAt: string[],
): SmscView {
  const { password, createdAtMs, updatedAtMs, deletion, ...settings } = definition
  return {
    ...settings,
    hasPassword: password !== '',
    createdAt: time(createdAtMs),
    updatedAt: time(updatedAtMs),
    binds: binds.map(bindView),
    staleAt,
    waiting: queue?.queued ?? 0,
    waitingByClass: queue?.queuedByClass ?? { code: 0, transactional: 0, bulk: 0 },
    held: queue?.held ?? 0,
    oldestWaitingAt: timeOrNull(queue?.oldestQueuedAtMs ?? null),
    idFormLearned,
    outstanding: queue?.sending ?? 0,
    uncertain: queue?.uncertain ?? 0,
    deletion: deletion ? deletionHead(deletion) : null,
  }
}

/** What was chosen, by whom and when. */
export function deletionHead({ sinceMs, by, ...choice }: SmscDeletion): NonNullable<SmscView['deletion']> {
  return { ...choice, since: time(sinceMs), by: by === '' ? null : by }
}

export function bindView(bind: BindState): BindView {
  const { edgeId: edge, bindType, number, status, sinceMs, reason, retryAtMs, definitionVersion } = bind
  const { windowSize, windowInUse, roundTripMs, slowedTo } = bind
  return {
    edge,
    bindType,
    number,
    status,
    since: time(sinceMs),
    reason,
    retryAt: timeOrNull(retryAtMs),
    definitionVersion,
    windowSize,
    windowInUse,
    roundTripMs,
    slowedTo,
  }
}
