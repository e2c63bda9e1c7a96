import type { BindState, BindStatus, SmscId } from '@smpp-connect/contracts'
import { bindTypeOf } from './inbound.ts'
import type { Bind, CreditOfSmsc } from './link.generated.ts'

const STATUSES: readonly BindStatus[] = ['disabled', 'connecting', 'binding', 'bound', 'waiting', 'draining', 'closed']

export function bindToWire(state: BindState): Bind {
  const wire: Bind = {
    $typeName: 'connect.link.v1.Bind',
    smscId: state.smscId,
    bindType: state.bindType,
    number: state.number,
    status: state.status,
    sinceMs: state.sinceMs,
    reason: state.reason,
    definitionVersion: state.definitionVersion,
    windowSize: state.windowSize,
    windowInUse: state.windowInUse,
  }
  if (state.retryAtMs !== null) wire.retryAtMs = state.retryAtMs
  if (state.roundTripMs !== null) wire.roundTripMs = state.roundTripMs
  if (state.slowedTo !== null) wire.slowedTo = state.slowedTo
  return wire
}

export function bindFromWire(bind: Bind): BindState {
  return {
    edgeId: null,
    smscId: bind.smscId as SmscId,
    bindType: bindTypeOf(bind.bindType),
    number: bind.number,
    // Not bound, whatever the new word means: nothing is sent on the strength of it.
    status: STATUSES.find((status) => status === bind.status) ?? 'waiting',
    sinceMs: bind.sinceMs,
    reason: bind.reason,
    retryAtMs: bind.retryAtMs ?? null,
    definitionVersion: bind.definitionVersion,
    windowSize: bind.windowSize,
    windowInUse: bind.windowInUse,
    roundTripMs: bind.roundTripMs ?? null,
    slowedTo: bind.slowedTo ?? null,
  }
}

export function creditFromWire({ smscId, total }: CreditOfSmsc): { readonly smscId: SmscId; readonly total: number } {
  return { smscId: smscId as SmscId, total: Number(total) }
}
