import {
  type DefinitionStep,
  type DefinitionsDocument,
  type Outcome,
  ok,
  refuse,
  type SmscDefinition,
  type SmscDeletionChoice,
  type SmscRemoval,
  type SmscSettings,
} from '@smpp-connect/contracts'
import type { SmscLoad } from '@smpp-connect/store'
import { loadView } from '../views/smsc-usage.ts'
import { isChoice } from './definitions.ts'
import { settingChanges } from './setting-changes.ts'

/** One thing to do, so that the definitions become what a document says. */
export type PlannedStep =
  /** `same` too for one that is to go, and is on its way as it is to be. */
  | { readonly kind: 'same' | 'change'; readonly before: SmscDefinition; readonly after: SmscSettings }
  | { readonly kind: 'create'; readonly after: SmscSettings }
  | { readonly kind: 'remove'; readonly before: SmscDefinition }

/**
 * What has to be done: changes first, then new ones, then removals, so that at no time is less there than need be. Names are
 * the same in any case, as everywhere.
 */
export function planDefinitions(
  { smscs, prune, removal }: DefinitionsDocument,
  stored: readonly SmscDefinition[],
): Outcome<readonly PlannedStep[]> {
  const left = new Map(stored.map((one) => [folded(one.name), one]))
  const named = new Set<string>()
  const changes: PlannedStep[] = []
  const creations: PlannedStep[] = []
  for (const [index, wanted] of smscs.entries()) {
    const name = folded(wanted.name)
    if (named.has(name)) {
      const detail = `${wanted.name} is there twice`
      return refuse('name-taken', detail, [{ pointer: `/smscs/${index}/name`, detail }])
    }
    named.add(name)
    const before = left.get(name)
    left.delete(name)
    const after: SmscSettings = { ...wanted, password: wanted.password ?? before?.password ?? '' }
    if (!before) creations.push({ kind: 'create', after })
    else {
      // One that is being deleted and is to stay cannot just be left as it is.
      const isSame = settingChanges(before, after).length === 0 && !before.deletion
      changes.push({ kind: isSame ? 'same' : 'change', before, after })
    }
  }
  const removals = (prune ? [...left.values()] : []).map((before): PlannedStep => {
    const isUnderWay = before.deletion && (!removal || isChoice(before.deletion, choiceOf(removal)))
    return isUnderWay ? { kind: 'same', before, after: before } : { kind: 'remove', before }
  })
  return ok([...changes, ...creations, ...removals])
}

/** Why a step cannot be done, as far as that is seen beforehand. */
export function whyNot(step: PlannedStep): Outcome<never> | undefined {
  if (step.kind !== 'change' || !step.before.deletion) return undefined
  const { name } = step.before
  return refuse('smsc-deleting', `${name} is being deleted: keep it first, or leave it out of the document`)
}

/** `load` is what was open there, for a removal; `outcome` is how it went, or would. */
export function stepView(step: PlannedStep, load: SmscLoad | undefined, outcome?: Outcome<unknown>): DefinitionStep {
  const { kind } = step
  const name = kind === 'remove' ? step.before.name : step.after.name
  const changes = kind === 'change' ? settingChanges(step.before, step.after) : []
  const refusal = outcome && !outcome.ok ? { code: outcome.refusal.code, detail: outcome.refusal.detail } : null
  const id = kind === 'create' ? null : step.before.id
  return { name, id, kind, changes, waits: load ? loadView(load) : null, refusal }
}

const choiceOf = ({ routing: _, ...choice }: SmscRemoval): SmscDeletionChoice => choice
const folded = (name: string): string => name.trim().toLowerCase()
