import { ApiFailure, fieldErrors } from '../../api/problem.ts'
import type { SmscErrors } from './smsc-draft.ts'
import { NEW_SMSC } from './smsc-draft.ts'

/** A refusal at the fields it is about; empty when it is about none of them. */
export function errorsOf(failure: unknown): SmscErrors {
  if (!(failure instanceof ApiFailure)) return {}
  if (failure.code === 'name-taken') return { name: 'Another SMSC has this name' }
  const places = fieldErrors(failure.places)
  return Object.fromEntries(Object.entries(places).filter(([name]) => name in NEW_SMSC))
}
