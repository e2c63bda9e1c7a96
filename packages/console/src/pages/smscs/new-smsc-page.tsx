import { Anchor, Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowLeft } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useCreateSmsc } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { useFocusOnError } from '../../browser/focus-error.ts'
import { type FieldErrors, NO_ERRORS } from '../../form/field-errors.ts'
import dock from '../../form/save-dock.module.css'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { BindTrial } from './bind-trial.tsx'
import { problemsOf } from './smsc-checks.ts'
import { NEW_SMSC, settingsOf } from './smsc-draft.ts'
import { errorsOf } from './smsc-errors.ts'
import { SmscForm } from './smsc-form.tsx'
import classes from './smscs.module.css'

export function NewSmscPage() {
  const [draft, setDraft] = useState(NEW_SMSC)
  const [errors, setErrors] = useState<FieldErrors>(NO_ERRORS)
  const create = useCreateSmsc()
  const form = useRef<HTMLFormElement>(null)
  useFocusOnError(form, errors)
  const [, navigate] = useLocation()

  const submit = () => {
    const problems = problemsOf(draft)
    setErrors(problems)
    if (Object.keys(problems).length > 0) return
    create.mutate(settingsOf(draft), {
      onSuccess: (view) => {
        notifications.show({ title: 'SMSC added', message: `Connect binds with ${view.name} now.` })
        navigate(paths.smsc(view.id))
      },
      onError: (failure) => setErrors(errorsOf(failure)),
    })
  }
  return (
    <Page narrow>
      <PageHeader
        title="Add an SMSC"
        lead="Take the account sheet of your provider. Four fields have to be filled in; the rest is as most providers want it."
        above={
          <Anchor component={Link} href={paths.smscs} className={classes.backLink}>
            <IconArrowLeft size={15} aria-hidden /> SMSCs
          </Anchor>
        }
      />
      <SmscForm
        form={form}
        draft={draft}
        errors={errors}
        hasPassword={false}
        onChange={setDraft}
        onSubmit={submit}
        trial={<BindTrial draft={draft} />}
      >
        <div className={dock.dock}>
          {create.error && Object.keys(errors).length === 0 ? <ProblemNotice failure={create.error} /> : null}
          <div className={dock.bar}>
            <span className={dock.words}>
              {Object.keys(errors).length > 0
                ? 'Some fields need another look.'
                : 'It is bound as soon as it is added.'}
            </span>
            <Button component={Link} href={paths.smscs} variant="default">
              Back
            </Button>
            <Button type="submit" loading={create.isPending}>
              Add SMSC
            </Button>
          </div>
        </div>
      </SmscForm>
    </Page>
  )
}
