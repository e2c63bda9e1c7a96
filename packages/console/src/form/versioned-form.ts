import { notifications } from '@mantine/notifications'
import type { UseMutationResult } from '@tanstack/react-query'
import { type RefObject, useRef, useState } from 'react'
import { isConflict } from '../api/problem.ts'
import { useFocusOnError } from '../browser/focus-error.ts'
import { type FieldErrors, NO_ERRORS } from './field-errors.ts'
import type { SaveDockProps } from './save-dock.tsx'
import { useVersionedDraft, type VersionedDraft, type VersionedDraftOptions } from './versioned-draft.ts'

interface VersionedFormOptions<Stored, Draft, Change> extends VersionedDraftOptions<Stored, Draft> {
  /** What can be seen to be wrong. */
  readonly problemsOf: (draft: Draft) => FieldErrors
  /** A refusal at the fields it is about. */
  readonly errorsOf: (failure: unknown) => FieldErrors
  readonly changeOf: (base: Stored, draft: Draft) => Change
  readonly saving: UseMutationResult<Stored, Error, Change>
  /** What is true once it is saved. */
  readonly savedWords: string
}

export interface VersionedForm<Stored, Draft> {
  readonly edits: VersionedDraft<Stored, Draft>
  readonly errors: FieldErrors
  readonly forgetErrors: () => void
  readonly form: RefObject<HTMLFormElement | null>
  readonly save: () => void
  /** Goes on from what is stored. */
  readonly take: (stored: Stored) => void
  /** For the bar below; `words` say what is not saved, or which version is. */
  readonly dock: (words: string, overtaken: { readonly what: string; readonly words: string }) => SaveDockProps
}

/** A form over something that others edit too: checks, saves on the version that was edited, and puts refusals at their fields. */
export function useVersionedForm<Stored, Draft, Change>(
  options: VersionedFormOptions<Stored, Draft, Change>,
): VersionedForm<Stored, Draft> {
  const { stored, problemsOf, errorsOf, changeOf, saving, savedWords } = options
  const edits = useVersionedDraft(options)
  const { base, draft, dirty } = edits
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)
  const wrong = Object.keys(errors).length > 0

  const settle = (go: () => void) => {
    go()
    setErrors(NO_ERRORS)
    saving.reset()
  }
  const take = (next: Stored) => settle(() => edits.take(next))
  return {
    edits,
    errors,
    forgetErrors: () => setErrors(NO_ERRORS),
    form,
    take,
    save: () => {
      const problems = problemsOf(draft)
      setErrors(problems)
      if (Object.keys(problems).length > 0 || !dirty) return
      saving.mutate(changeOf(base, draft), {
        onSuccess: (view) => {
          take(view)
          notifications.show({ title: 'Saved', message: savedWords })
        },
        onError: (failure) => setErrors(errorsOf(failure)),
      })
    },
    dock: (words, overtaken) => ({
      words: wrong ? 'Some fields need another look.' : words,
      dirty,
      saving: saving.isPending,
      failure: isConflict(saving.error) || wrong ? undefined : saving.error,
      overtaken: edits.overtaken
        ? { ...overtaken, onKeep: () => settle(edits.keep), onDrop: () => take(stored) }
        : undefined,
      onDiscard: () => take(stored),
    }),
  }
}
