import {
  BIND_TYPES,
  type BindTrial,
  type BindTrialAnswer,
  type BindTrialOrder,
  type TlsFacts,
  TRIAL_STEPS,
  type TrialStep,
} from '@smpp-connect/contracts'
import { definitionFromWire, definitionToWire } from './definition.ts'
import type { BindTried, TlsFacts as TlsFactsOnWire, TryBind } from './link.generated.ts'

export function bindTrialToWire({ definition, bindType, ownBinds, mayBind }: BindTrialOrder): TryBind {
  return {
    $typeName: 'connect.link.v1.TryBind',
    definition: definitionToWire(definition),
    bindType,
    ownBinds,
    mayBind,
  }
}

/** The order; or why this edge cannot carry it out, in a sentence. */
export function bindTrialFromWire({
  definition: told,
  bindType: name,
  ownBinds,
  mayBind,
}: TryBind): BindTrialOrder | string {
  const bindType = BIND_TYPES.find((known) => known === name)
  if (told === undefined || bindType === undefined) return 'the edge does not know this type of bind; update it'
  const read = definitionFromWire(told)
  if (read.kind === 'unreadable') return 'the edge does not understand the definition; update it'
  return { definition: read.definition, bindType, ownBinds, mayBind }
}

export function bindTriedToWire(answer: BindTrialAnswer): BindTried {
  const wire: BindTried = { ...NOTHING, notTried: answer.kind === 'not-tried' ? answer.reason || 'not tried' : '' }
  if (answer.kind === 'not-tried') return wire
  const { bindType, steps, diagnosis, facts, notes } = answer.trial
  const { remoteAddress, localAddress, tls, smscSystemId, smscVersion, roundTripMs } = facts
  return {
    ...wire,
    bindType,
    steps: steps.map((step) => ({ $typeName: 'connect.link.v1.TrialStep', ...step })),
    diagnosis: diagnosis?.code ?? '',
    seen: diagnosis?.seen ?? '',
    notes: [...notes],
    ...(remoteAddress === null ? {} : { remoteAddress }),
    ...(localAddress === null ? {} : { localAddress }),
    ...(tls === null ? {} : { tls: { $typeName: 'connect.link.v1.TlsFacts', ...tls, names: [...tls.names] } }),
    ...(smscSystemId === null ? {} : { smscSystemId }),
    ...(smscVersion === null ? {} : { smscVersion }),
    ...(roundTripMs === null ? {} : { roundTripMs }),
  }
}

export function bindTriedFromWire(wire: BindTried, edgeId: string): BindTrialAnswer {
  if (wire.notTried !== '') return { kind: 'not-tried', reason: wire.notTried }
  const bindType = BIND_TYPES.find((known) => known === wire.bindType)
  if (bindType === undefined) return { kind: 'not-tried', reason: 'the edge tried a bind of an unknown type' }
  const trial: BindTrial = {
    edgeId,
    bindType,
    steps: wire.steps.flatMap(({ name, ok, tookMs, words }): readonly TrialStep[] => {
      const known = TRIAL_STEPS.find((step) => step === name)
      return known === undefined ? [] : [{ name: known, ok, tookMs, words }]
    }),
    diagnosis: wire.diagnosis === '' ? null : { code: wire.diagnosis, seen: wire.seen },
    facts: {
      remoteAddress: wire.remoteAddress ?? null,
      localAddress: wire.localAddress ?? null,
      tls: wire.tls === undefined ? null : tlsFromWire(wire.tls),
      smscSystemId: wire.smscSystemId ?? null,
      smscVersion: wire.smscVersion ?? null,
      roundTripMs: wire.roundTripMs ?? null,
    },
    notes: wire.notes,
  }
  return { kind: 'tried', trial }
}

function tlsFromWire({ $typeName: _, ...tls }: TlsFactsOnWire): TlsFacts {
  const { protocol, cipher, subject, issuer, names, validFromMs, validToMs, fingerprint } = tls
  return { protocol, cipher, subject, issuer, names, validFromMs, validToMs, fingerprint }
}

const NOTHING: BindTried = {
  $typeName: 'connect.link.v1.BindTried',
  notTried: '',
  bindType: '',
  steps: [],
  diagnosis: '',
  seen: '',
  notes: [],
}
