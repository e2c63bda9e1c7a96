import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { SmscView } from '@smpp-connect/contracts'
import { useEffect, useState } from 'react'
import { ApiFailure } from '../../api/problem.ts'
import { useChangeSmsc } from '../../api/smscs.ts'
import { type FieldErrors, NO_ERRORS } from '../../form/field-errors.ts'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { problemsOf } from './smsc-checks.ts'
import { changedPlaces, draftOf, patchOf, rebase } from './smsc-draft.ts'
import { errorsOf } from './smsc-errors.ts'
import { SmscForm } from './smsc-form.tsx'
import { labelOf } from './smsc-labels.ts'
import classes from './smscs.module.css'

/** The definition to be edited. What was typed stays, whatever others change meanwhile; who collides is told and asked. */
export function SmscEditor({ smsc }: { readonly smsc: SmscView }) {
  const [base, setBase] = useState(smsc)
  const [draft, setDraft] = useState(() => draftOf(smsc))
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const change = useChangeSmsc(smsc.id)
  const mine = changedPlaces(draftOf(base), draft)
  const dirty = mine.length > 0
  const overtaken = smsc.version !== base.version

  useEffect(() => {
    // Nothing was typed here, so the form simply follows.
    if (!overtaken || dirty) return
    setBase(smsc)
    setDraft(draftOf(smsc))
  }, [overtaken, dirty, smsc])

  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])

  const take = (view: SmscView, next = draftOf(view)) => {
    setBase(view)
    setDraft(next)
    setErrors(NO_ERRORS)
    change.reset()
  }
  const save = () => {
    const problems = problemsOf(draft)
    setErrors(problems)
    if (Object.keys(problems).length > 0 || !dirty) return
    change.mutate(patchOf(draftOf(base), draft, base.version), {
      onSuccess: (view) => {
        take(view)
        notifications.show({ title: 'Saved', message: 'The binds that the change concerns follow now.' })
      },
      onError: (failure) => setErrors(errorsOf(failure)),
    })
  }
  const conflict = change.error instanceof ApiFailure && change.error.code === 'version-conflict'
  const wrong = Object.keys(errors).length

  return (
    <SmscForm
      draft={draft}
      errors={errors}
      hasPassword={smsc.hasPassword}
      idFormLearned={smsc.idFormLearned}
      onChange={setDraft}
      onSubmit={save}
    >
      <div className={classes.dock} data-idle={!dirty}>
        {overtaken && dirty ? (
          <Overtaken
            theirs={changedPlaces(draftOf(base), draftOf(smsc)).map(labelOf)}
            onKeep={() => take(smsc, rebase(draftOf(base), draft, draftOf(smsc)))}
            onDrop={() => take(smsc)}
          />
        ) : null}
        {change.error && !conflict && wrong === 0 ? <ProblemNotice failure={change.error} /> : null}
        <div className={classes.bar}>
          <span className={classes.barWords} role="status">
            {wrong > 0
              ? 'Some fields need another look.'
              : dirty
                ? `Not saved: ${mine.map(labelOf).join(', ')}`
                : `Version ${base.version}, saved`}
          </span>
          <Button variant="default" disabled={!dirty} onClick={() => take(smsc)}>
            Discard
          </Button>
          <Button type="submit" disabled={!dirty || overtaken} loading={change.isPending}>
            Save
          </Button>
        </div>
      </div>
    </SmscForm>
  )
}

interface OvertakenProps {
  readonly theirs: readonly string[]
  readonly onKeep: () => void
  readonly onDrop: () => void
}

function Overtaken({ theirs, onKeep, onDrop }: OvertakenProps) {
  return (
    <Notice
      tone="warn"
      live
      title="Somebody else saved this SMSC while you were editing"
      action={
        <>
          <Button size="xs" onClick={onKeep}>
            Put my edits on top
          </Button>
          <Button size="xs" variant="default" onClick={onDrop}>
            Take theirs, drop mine
          </Button>
        </>
      }
    >
      {theirs.length === 0 ? 'They may have changed the password.' : `They changed: ${theirs.join(', ')}.`} Nothing of
      yours is lost.
    </Notice>
  )
}
