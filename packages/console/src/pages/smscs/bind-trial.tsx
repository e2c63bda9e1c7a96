import { Button } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { useState } from 'react'
import { useTestSmsc } from '../../api/smscs.ts'
import { type FieldErrors, NO_ERRORS } from '../../form/field-errors.ts'
import { isSame } from '../../form/pointer.ts'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Card } from '../../ui/page.tsx'
import classes from './bind-trial.module.css'
import { BindTrialReport } from './bind-trial-report.tsx'
import type { SmscDraft } from './smsc-draft.ts'
import { type StoredDefinition, trialProblems, trialRequest } from './trial-request.ts'

interface BindTrialProps {
  readonly draft: SmscDraft
  /** The definition that the form changes; undefined for a new one. */
  readonly stored?: StoredDefinition
}

/** Tries the bind of what stands in the form, saved or not, and says what is wrong with it. */
export function BindTrial({ draft, stored }: BindTrialProps) {
  const test = useTestSmsc()
  const [problems, setProblems] = useState<FieldErrors>(NO_ERRORS)
  const request = trialRequest(draft, stored)
  const ask = () => {
    const found = trialProblems(draft)
    setProblems(found)
    if (Object.keys(found).length === 0) test.mutate(request)
    else test.reset()
  }
  const wrong = Object.values(problems)
  const isOld = !isSame(test.variables, request)
  return (
    <Card
      title="Test the bind"
      lead="The edge that would hold it goes the whole way: name, connection, TLS, bind. Nothing is saved or sent, and a bind that stands is not disturbed."
    >
      <div className={classes.trial}>
        <div className={classes.ask}>
          <Button
            variant="default"
            loading={test.isPending}
            onClick={ask}
            leftSection={<IconPlugConnected size={17} aria-hidden />}
          >
            Test the bind
          </Button>
          <span role="status" className={classes.status}>
            {test.isPending ? 'Under way. Where nothing answers it takes half a minute.' : ''}
          </span>
        </div>
        {wrong.length > 0 ? (
          <Notice tone="warn" title="Some fields are needed for it" live>
            {wrong.join('. ')}.
          </Notice>
        ) : null}
        {test.error ? <ProblemNotice failure={test.error} /> : null}
        <div aria-live="polite">
          {test.data ? (
            <>
              {isOld ? <p className={classes.old}>The fields have changed since. Test again.</p> : null}
              <BindTrialReport report={test.data} />
            </>
          ) : null}
        </div>
      </div>
    </Card>
  )
}
