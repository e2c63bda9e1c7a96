import { type BindTrial, type BindTrialView, bindDiagnosis, type TlsFacts } from '@smpp-connect/contracts'
import { time } from './time.ts'

/** A trial as the API shows it, with the words to its diagnosis. */
export function bindTrialView({ edgeId, bindType, steps, diagnosis, facts, notes }: BindTrial): BindTrialView {
  return {
    bindType,
    edge: edgeId,
    ok: diagnosis === null,
    steps: steps.map((step) => ({ ...step })),
    diagnosis: diagnosis && { ...bindDiagnosis(diagnosis.code), ...diagnosis },
    facts: { ...facts, tls: facts.tls && tlsView(facts.tls) },
    notes: [...notes],
  }
}

function tlsView({ validFromMs, validToMs, names, ...tls }: TlsFacts): BindTrialView['facts']['tls'] {
  return { ...tls, names: [...names], validFrom: time(validFromMs), validTo: time(validToMs) }
}
