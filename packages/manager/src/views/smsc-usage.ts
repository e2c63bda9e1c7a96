import type { BindState, NamingRule, SmscDefinition, SmscLoadView, SmscUsage } from '@smpp-connect/contracts'
import { MOST_COUNTED, type SmscLoad } from '@smpp-connect/store'
import { bindView } from './smsc.ts'
import { timeOrNull } from './time.ts'

const MOST_OWNERS = 20

export interface UsageParts {
  readonly definition: SmscDefinition
  readonly load: SmscLoad
  readonly rules: readonly NamingRule[]
  readonly usual: SmscUsage['usual']
  readonly binds: readonly BindState[]
  /** What people call the API key or user with that id. */
  readonly ownerName: (id: string) => string
  readonly lastMessageAtMs: number | null
}

export function usageView(parts: UsageParts): SmscUsage {
  const { definition, load, rules, usual, binds, ownerName, lastMessageAtMs } = parts
  const { id: smscId, name, version, edges } = definition
  return {
    smscId,
    name,
    version,
    load: loadView(load),
    rules: [...rules],
    usual,
    owners: load.owners.slice(0, MOST_OWNERS).map(({ owner: id, parts }) => ({ id, name: ownerName(id), parts })),
    binds: binds.map(bindView),
    edges,
    lastMessageAt: timeOrNull(lastMessageAtMs),
  }
}

export function loadView(load: SmscLoad): SmscLoadView {
  const { queued, queuedByClass, scheduled, fixed, sending, uncertain, held, submitted } = load
  return {
    waiting: queued,
    waitingByClass: { ...queuedByClass },
    scheduled: { count: scheduled, isMore: scheduled >= MOST_COUNTED },
    named: fixed,
    held,
    outstanding: sending,
    uncertain,
    awaitingReceipt: submitted,
  }
}
