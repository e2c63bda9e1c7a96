import { ApiFailure, sentence } from '../../api/problem.ts'
import { errorsShownAt, type FieldErrors, NO_ERRORS, placesOf } from '../../form/field-errors.ts'
import { tidyNumber } from '../../format/numbers.ts'

/** Which field a refusal is about, for codes that name no place themselves. */
const PLACE_OF_CODE: Readonly<Record<string, string>> = {
  'destination-invalid': '/to',
  'sender-invalid': '/from',
  'text-empty': '/text',
  'text-too-long': '/text',
  'text-not-unicode': '/text',
  'text-not-in-alphabet': '/text',
  'no-smsc': '/smscId',
}
const SHOWN = /^\/(to|text|from|smscId|class|sendAt|validitySeconds|smpp\/[a-zA-Z]+|smpp\/tlvs\/[^/]+)$/
/** Fields of the options, which may be folded away. */
const OPTION = /^\/(class|sendAt|validitySeconds|smpp)/

/** What can be seen to be wrong without asking the server, which knows the rest. */
export function checkMessage(to: string, text: string): FieldErrors {
  const errors: Record<string, string> = {}
  const number = tidyNumber(to)
  if (number === '') errors['/to'] = 'Enter a number'
  else if (!/^\+?\d{2,15}$/.test(number))
    errors['/to'] = 'A number has digits only, with a + in front if it is international'
  if (text === '') errors['/text'] = 'Write a text'
  return errors
}

/** A refusal at the fields it is about; empty when it is about none of them. */
export function errorsOfFailure(failure: unknown): FieldErrors {
  if (!(failure instanceof ApiFailure)) return NO_ERRORS
  const errors: Record<string, string> = { ...errorsShownAt(placesOf(failure), (place) => SHOWN.test(place)) }
  const place = PLACE_OF_CODE[failure.code]
  if (place !== undefined) errors[place] ??= sentence(failure.problem.detail)
  return errors
}

/** Whether an option is wrong: then the options must be seen. */
export function isOptionWrong(errors: FieldErrors): boolean {
  return Object.keys(errors).some((place) => OPTION.test(place))
}
