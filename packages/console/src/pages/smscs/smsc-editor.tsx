import type { SmscView } from '@smpp-connect/contracts'
import { useChangeSmsc } from '../../api/smscs.ts'
import { SaveDock } from '../../form/save-dock.tsx'
import { useVersionedForm } from '../../form/versioned-form.ts'
import { BindTrial } from './bind-trial.tsx'
import { problemsOf } from './smsc-checks.ts'
import { changedPlaces, draftOf, patchOf, rebase, type SmscDraft } from './smsc-draft.ts'
import { errorsOf } from './smsc-errors.ts'
import { SmscForm } from './smsc-form.tsx'
import { labelOf } from './smsc-labels.ts'

/** The definition to be edited. */
export function SmscEditor({ smsc }: { readonly smsc: SmscView }) {
  const form = useVersionedForm({
    stored: smsc,
    versionOf,
    draftOf,
    isChanged,
    rebase,
    problemsOf,
    errorsOf,
    changeOf,
    saving: useChangeSmsc(smsc.id),
    savedWords: 'The binds that the change concerns follow now.',
  })
  const { base, draft, dirty, change } = form.edits
  const changed = (next: SmscDraft) => changedPlaces(draftOf(base), next).map(labelOf).join(', ')
  const theirs = changed(draftOf(smsc))
  return (
    <SmscForm
      form={form.form}
      draft={draft}
      errors={form.errors}
      hasPassword={smsc.hasPassword}
      idFormLearned={smsc.idFormLearned}
      onChange={change}
      onSubmit={form.save}
      trial={<BindTrial draft={draft} stored={{ id: smsc.id, draft: draftOf(smsc) }} />}
    >
      <SaveDock
        {...form.dock(dirty ? `Not saved: ${changed(draft)}` : `Version ${base.version}, saved`, {
          what: 'this SMSC',
          words: `${theirs === '' ? 'They may have changed the password.' : `They changed: ${theirs}.`} Nothing of yours is lost.`,
        })}
      />
    </SmscForm>
  )
}

const versionOf = (smsc: SmscView) => smsc.version
const isChanged = (base: SmscDraft, draft: SmscDraft) => changedPlaces(base, draft).length > 0
const changeOf = (base: SmscView, draft: SmscDraft) => patchOf(draftOf(base), draft, base.version)
