import { ApiFailure, sentence } from '../api/problem.ts'
import { stepsOf } from './pointer.ts'

/** What is wrong, by the JSON pointer of where it is wrong. */
export type FieldErrors = Readonly<Record<string, string>>

export const NO_ERRORS: FieldErrors = {}

/** The places that a refusal names, the first words about each. */
export function placesOf(failure: unknown): FieldErrors {
  if (!(failure instanceof ApiFailure)) return NO_ERRORS
  const errors: Record<string, string> = {}
  for (const { pointer, detail } of failure.places) errors[pointer] ??= sentence(detail)
  return errors
}

/** Whether something is wrong at a place or below it. */
export function isWrongBelow(errors: FieldErrors, pointer: string): boolean {
  return Object.keys(errors).some((place) => place === pointer || place.startsWith(`${pointer}/`))
}

/**
 * Each error at the place where a form shows it: the deepest of `shown` that leads to it. What leads nowhere is left out:
 * the form says it where it says what is about no field.
 */
export function errorsShownAt(errors: FieldErrors, shown: (pointer: string) => boolean): FieldErrors {
  const placed: Record<string, string> = {}
  for (const [pointer, words] of Object.entries(errors)) {
    const steps = stepsOf(pointer)
    for (let depth = steps.length; depth > 0; depth--) {
      const place = `/${steps.slice(0, depth).join('/')}`
      if (!shown(place)) continue
      placed[place] ??= words
      break
    }
  }
  return placed
}
