import type { BindTrialRequestBody } from '@smpp-connect/contracts'
import type { FieldErrors } from '../../form/field-errors.ts'
import { isSame, valueAt } from '../../form/pointer.ts'
import { problemsOf } from './smsc-checks.ts'
import type { SmscDraft, SmscPlace } from './smsc-draft.ts'

/** What a bind depends on. All else may be unfinished while it is tested. */
const BIND_PLACES = [
  '/host',
  '/port',
  '/tls',
  '/edges',
  '/systemId',
  '/password',
  '/systemType',
  '/bindMode',
  '/bindCount',
  '/interfaceVersion',
  '/addressRange',
] as const satisfies readonly SmscPlace[]

/** What a definition is stored as, for a form that changes one. */
export interface StoredDefinition {
  readonly id: string
  readonly draft: SmscDraft
}

/** What to ask, so that what stands in the form is tested: all of it, or what it changes in a definition. */
export function trialRequest(draft: SmscDraft, stored: StoredDefinition | undefined): BindTrialRequestBody {
  const places = stored
    ? BIND_PLACES.filter((place) => !isSame(valueAt(stored.draft, place), valueAt(draft, place)))
    : BIND_PLACES
  const settings: object = Object.fromEntries(places.map((place) => [place.slice(1), valueAt(draft, place)]))
  if (stored === undefined) return { settings } as BindTrialRequestBody
  return places.length === 0 ? { id: stored.id } : { id: stored.id, change: settings }
}

/** What can be seen to keep a test from being made. */
export function trialProblems(draft: SmscDraft): FieldErrors {
  const places: readonly string[] = BIND_PLACES
  return Object.fromEntries(Object.entries(problemsOf(draft)).filter(([place]) => places.includes(place)))
}
