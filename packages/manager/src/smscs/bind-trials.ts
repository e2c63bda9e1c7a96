import {
  type BindTrialReport,
  type BindTrialRequest,
  type BindType,
  bindTypesOf,
  type EdgePort,
  type Outcome,
  ok,
  refuse,
  type SmscDefinition,
  type SmscId,
} from '@smpp-connect/contracts'
import type { Clock } from '@smpp-connect/kernel'
import { bindTrialView } from '../views/bind-trial.ts'
import type { BindBoard } from './bind-board.ts'
import type { Definitions } from './definitions.ts'

export interface BindTrialParts {
  readonly edge: Pick<EdgePort, 'tryBind'>
  readonly definitions: Pick<Definitions, 'all' | 'preview'>
  readonly binds: Pick<BindBoard, 'of'>
  readonly clock: Clock
}

/**
 * Tries the binds that a definition asks for, at the edge that would hold them, before it is saved. One of each type, one
 * after the other. After one that fails no other is tried: a wrong password that is tried often locks accounts.
 *
 * A bind that stands is not to be disturbed. Where the account has as many of ours already as the definition asks for,
 * the bind itself is left out, since some SMSCs drop an older bind for a new one.
 */
export async function tryBinds(request: BindTrialRequest, parts: BindTrialParts): Promise<Outcome<BindTrialReport>> {
  const definition = definitionOf(request, parts)
  if (!definition.ok) return definition
  const trials: BindTrialReport['trials'] = []
  const notTried: BindTrialReport['notTried'] = []
  for (const bindType of bindTypesOf(definition.value.bindMode)) {
    if (trials.some(({ diagnosis }) => diagnosis !== null && diagnosis.code !== HELD_BACK)) {
      notTried.push({ bindType, reason: 'the bind before it failed' })
      continue
    }
    const answer = await parts.edge.tryBind({
      definition: definition.value,
      bindType,
      ...ownBinds(definition.value, bindType, parts),
    })
    if (answer.kind === 'tried') trials.push(bindTrialView(answer.trial))
    else notTried.push({ bindType, reason: answer.reason })
  }
  const [first] = notTried
  if (trials.length === 0 && first) return refuse('bind-not-tried', first.reason)
  return ok({ ok: notTried.length === 0 && trials.every((trial) => trial.ok), trials, notTried })
}

const HELD_BACK = 'own-bind-up'
const UNSAVED: SmscId = 'smsc_unsaved'

function definitionOf(
  { settings, id, change }: BindTrialRequest,
  { definitions, clock }: BindTrialParts,
): Outcome<SmscDefinition> {
  if (settings === undefined) return definitions.preview(id ?? '', change ?? {})
  const nowMs = clock.nowMs()
  return ok({ ...settings, id: UNSAVED, version: 1, createdAtMs: nowMs, updatedAtMs: nowMs })
}

/** Binds that stand, or are about to, with the same account: they are what an account is limited in. */
function ownBinds(
  definition: SmscDefinition,
  bindType: BindType,
  { definitions, binds }: BindTrialParts,
): { readonly ownBinds: number; readonly mayBind: boolean } {
  const own = definitions.all
    .filter((other) => isSameAccount(other, definition))
    .flatMap(({ id }) => binds.of(id))
    .filter(({ status }) => status === 'bound' || status === 'binding' || status === 'draining')
  const ofType = own.filter((bind) => bind.bindType === bindType).length
  const wanted = definition.bindCount * bindTypesOf(definition.bindMode).length
  return { ownBinds: own.length, mayBind: own.length < wanted && ofType < definition.bindCount }
}

/** Whatever the port: providers have several for one account, with TLS and without. */
function isSameAccount(one: SmscDefinition, other: SmscDefinition): boolean {
  return one.systemId === other.systemId && one.host.toLowerCase() === other.host.toLowerCase()
}
