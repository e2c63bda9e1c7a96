import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { SmscView } from '@smpp-connect/contracts'
import { useState } from 'react'
import { useDeletion, useKeepSmsc } from '../../api/smsc-deletion.ts'
import { Moment } from '../../ui/moment.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { DeletionModal } from './delete-smsc.tsx'
import classes from './deletion.module.css'
import { CHOSEN } from './deletion-words.ts'
import { StuckList } from './stuck-list.tsx'

/** That an SMSC is being deleted, what that waits for, and what can be done about it. */
export function DeletionNotice({ smsc }: { readonly smsc: SmscView }) {
  const { deletion } = smsc
  const [asked, setAsked] = useState(false)
  const state = useDeletion(smsc.id, { enabled: deletion !== null, watched: true })
  const keep = useKeepSmsc(smsc.id)
  if (!deletion) return null
  const { waitsFor = [], stuck = [] } = state.data?.deletion ?? {}
  const kept = () =>
    notifications.show({ title: 'It is kept', message: `${smsc.name} takes texts again. No rule names it anew.` })
  return (
    <>
      <Notice
        tone="warn"
        title="It is being deleted"
        action={
          <>
            <Button size="xs" variant="default" onClick={() => setAsked(true)}>
              Have it go otherwise
            </Button>
            <Button
              size="xs"
              variant="default"
              loading={keep.isPending}
              onClick={() => keep.mutate(smsc.version, { onSuccess: kept })}
            >
              Keep it
            </Button>
          </>
        }
      >
        <p className={classes.said}>
          It takes nothing new. {CHOSEN[deletion.waiting]} Asked for by {deletion.by ?? 'Connect'},{' '}
          <Moment at={deletion.since} as="brief" />.
        </p>
        {waitsFor.length === 0 ? null : (
          <ul className={classes.waits}>
            {waitsFor.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        )}
        <StuckList stuck={stuck} />
      </Notice>
      {keep.error ? <ProblemNotice failure={keep.error} /> : null}
      <DeletionModal smsc={smsc} opened={asked} onClose={() => setAsked(false)} />
    </>
  )
}
