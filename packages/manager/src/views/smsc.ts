import type { BindState, BindView, SmscDefinition, SmscView } from '@smpp-connect/contracts'
import type { QueueRecord } from '@smpp-connect/store'
import { time, timeOrNull } from './time.ts'

export function smscView(
  definition: SmscDefinition,
  binds: readonly BindState[],
  queue: QueueRecord | undefined,
): SmscView {
  const { password, createdAtMs, updatedAtMs, ...settings } = definition
  return {
    ...settings,
    hasPassword: password !== '',
    createdAt: time(createdAtMs),
    updatedAt: time(updatedAtMs),
    binds: binds.map(bindView),
    waiting: queue?.queued ?? 0,
    outstanding: queue?.sending ?? 0,
    uncertain: queue?.uncertain ?? 0,
  }
}

function bindView(bind: BindState): BindView {
  const { bindType, status, sinceMs, reason, retryAtMs, definitionVersion, windowSize, windowInUse } = bind
  return {
    bindType,
    status,
    since: time(sinceMs),
    reason,
    retryAt: timeOrNull(retryAtMs),
    definitionVersion,
    windowSize,
    windowInUse,
  }
}
