import { notifications } from '@mantine/notifications'
import type { SmscView } from '@smpp-connect/contracts'
import { useState } from 'react'
import { isConflict } from '../../api/problem.ts'
import { useChangeSmsc } from '../../api/smscs.ts'
import { type FieldErrors, NO_ERRORS } from '../../form/field-errors.ts'
import { SaveDock } from '../../form/save-dock.tsx'
import { useVersionedDraft } from '../../form/versioned-draft.ts'
import { problemsOf } from './smsc-checks.ts'
import { changedPlaces, draftOf, patchOf, rebase, type SmscDraft } from './smsc-draft.ts'
import { errorsOf } from './smsc-errors.ts'
import { SmscForm } from './smsc-form.tsx'
import { labelOf } from './smsc-labels.ts'

const isChanged = (base: SmscDraft, draft: SmscDraft) => changedPlaces(base, draft).length > 0
const versionOf = (smsc: SmscView) => smsc.version

/** The definition to be edited. */
export function SmscEditor({ smsc }: { readonly smsc: SmscView }) {
  const edits = useVersionedDraft({ stored: smsc, versionOf, draftOf, isChanged, rebase })
  const { base, draft, dirty } = edits
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const change = useChangeSmsc(smsc.id)
  const labelsOf = (next: SmscDraft) => changedPlaces(draftOf(base), next).map(labelOf).join(', ')

  const settle = (go: () => void) => {
    go()
    setErrors(NO_ERRORS)
    change.reset()
  }
  const save = () => {
    const problems = problemsOf(draft)
    setErrors(problems)
    if (Object.keys(problems).length > 0 || !dirty) return
    change.mutate(patchOf(draftOf(base), draft, base.version), {
      onSuccess: (view) => {
        settle(() => edits.take(view))
        notifications.show({ title: 'Saved', message: 'The binds that the change concerns follow now.' })
      },
      onError: (failure) => setErrors(errorsOf(failure)),
    })
  }
  const wrong = Object.keys(errors).length > 0
  const theirs = labelsOf(draftOf(smsc))

  return (
    <SmscForm
      draft={draft}
      errors={errors}
      hasPassword={smsc.hasPassword}
      idFormLearned={smsc.idFormLearned}
      onChange={edits.change}
      onSubmit={save}
    >
      <SaveDock
        words={
          wrong
            ? 'Some fields need another look.'
            : dirty
              ? `Not saved: ${labelsOf(draft)}`
              : `Version ${base.version}, saved`
        }
        dirty={dirty}
        saving={change.isPending}
        failure={isConflict(change.error) || wrong ? undefined : change.error}
        overtaken={
          edits.overtaken
            ? {
                what: 'this SMSC',
                words: `${theirs === '' ? 'They may have changed the password.' : `They changed: ${theirs}.`} Nothing of yours is lost.`,
                onKeep: () => settle(edits.keep),
                onDrop: () => settle(() => edits.take(smsc)),
              }
            : undefined
        }
        onDiscard={() => settle(() => edits.take(smsc))}
      />
    </SmscForm>
  )
}
