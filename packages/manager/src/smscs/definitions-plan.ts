import {
  type DefinitionStep,
  type DefinitionsDocument,
  type Outcome,
  ok,
  refuse,
  type SmscDefinition,
  type SmscSettings,
} from '@smpp-connect/contracts'
import { settingChanges } from './setting-changes.ts'

/** One thing to do, so that the definitions become what a document says. */
export type PlannedStep =
  | { readonly kind: 'same' | 'change'; readonly before: SmscDefinition; readonly after: SmscSettings }
  | { readonly kind: 'create'; readonly after: SmscSettings }
  | { readonly kind: 'remove'; readonly before: SmscDefinition }

/**
 * What has to be done: changes first, then new ones, then removals, so that at no time is less there than need be. Names are
 * the same in any case, as everywhere.
 */
export function planDefinitions(
  { smscs, prune }: DefinitionsDocument,
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
    else changes.push({ kind: settingChanges(before, after).length === 0 ? 'same' : 'change', before, after })
  }
  const removals = prune ? [...left.values()].map((before) => ({ kind: 'remove' as const, before })) : []
  return ok([...changes, ...creations, ...removals])
}

export function stepView(step: PlannedStep, refusal: DefinitionStep['refusal'] = null): DefinitionStep {
  const { kind } = step
  const name = kind === 'remove' ? step.before.name : step.after.name
  const changes = kind === 'change' ? settingChanges(step.before, step.after) : []
  return { name, id: kind === 'create' ? null : step.before.id, kind, changes, refusal }
}

const folded = (name: string): string => name.trim().toLowerCase()
