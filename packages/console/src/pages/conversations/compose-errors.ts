import { ApiFailure, fieldErrors } from '../../api/problem.ts'
import { tidyNumber } from '../../format/numbers.ts'

export type ComposeErrors = { to?: string; text?: string; from?: string; smscId?: string }

/** Which field a refusal is about, for codes that name no place themselves. */
const FIELD_OF_CODE: Readonly<Record<string, keyof ComposeErrors>> = {
  'destination-invalid': 'to',
  'sender-invalid': 'from',
  'text-empty': 'text',
  'text-too-long': 'text',
  'text-not-unicode': 'text',
  'no-smsc': 'smscId',
}

/** What can be seen to be wrong without asking the server, which knows the rest. */
export function checkMessage(to: string, text: string): ComposeErrors {
  const errors: ComposeErrors = {}
  const number = tidyNumber(to)
  if (number === '') errors.to = 'Enter a number'
  else if (!/^\+?\d{2,15}$/.test(number))
    errors.to = 'A number has digits only, with a + in front if it is international'
  if (text === '') errors.text = 'Write a text'
  return errors
}

/** A refusal at the fields it is about; empty when it is about none of them. */
export function errorsOfFailure(failure: unknown): ComposeErrors {
  if (!(failure instanceof ApiFailure)) return {}
  const places = fieldErrors(failure.places)
  const errors: ComposeErrors = {}
  for (const name of ['to', 'text', 'from', 'smscId'] as const) {
    const words = places[name]
    if (words !== undefined) errors[name] = words
  }
  const field = FIELD_OF_CODE[failure.code]
  if (field !== undefined) errors[field] ??= failure.problem.detail
  return errors
}
