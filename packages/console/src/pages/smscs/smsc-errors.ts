import { ApiFailure } from '../../api/problem.ts'
import { errorsShownAt, type FieldErrors, placesOf } from '../../form/field-errors.ts'
import { SMSC_PLACES } from './smsc-draft.ts'

const ROW_FIELD =
  /^\/(tlvs\/\d+\/(name|tag|type|maxOctets|direction|value)|statusRules\/\d+\/(status|action|afterSeconds|attempts)|receiptErrors\/\d+\/(code|meaning)|defaults\/tlvs\/[^/]+)$/

/** A refusal at the fields it is about; empty when it is about none of them. */
export function errorsOf(failure: unknown): FieldErrors {
  if (failure instanceof ApiFailure && failure.code === 'name-taken') return { '/name': 'Another SMSC has this name' }
  const places: readonly string[] = SMSC_PLACES
  return errorsShownAt(placesOf(failure), (place) => places.includes(place) || ROW_FIELD.test(place))
}
