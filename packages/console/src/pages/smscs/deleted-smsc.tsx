import { Button } from '@mantine/core'
import type { SmscView } from '@smpp-connect/contracts'
import { IconServerOff } from '@tabler/icons-react'
import { useLocation } from 'wouter'
import { useLastVersions } from '../../api/smsc-deletion.ts'
import { useRestoreSmsc } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import classes from './deletion.module.css'

interface DeletedSmscProps {
  readonly id: string
  /** It is there again. */
  readonly onRestored: (smsc: SmscView) => void
}

/** In the place of an SMSC that there is not: who deleted it and when, and the way to have it back. */
export function DeletedSmsc({ id, onRestored }: DeletedSmscProps) {
  const versions = useLastVersions(id)
  const restore = useRestoreSmsc(id)
  const [, navigate] = useLocation()
  const [deleted, before] = versions.data ?? []
  const wasDeleted = deleted?.kind === 'deleted'
  const bringBack = () => {
    if (!deleted || !before) return
    restore.mutate({ toVersion: before.version, version: deleted.version }, { onSuccess: onRestored })
  }
  return (
    <EmptyState
      icon={<IconServerOff size={30} />}
      title={wasDeleted ? 'This SMSC was deleted' : 'There is no such SMSC'}
      action={
        <div className={classes.buttons}>
          {wasDeleted && before ? (
            <Button loading={restore.isPending} onClick={bringBack}>
              Bring it back, disabled
            </Button>
          ) : null}
          <Button variant="default" onClick={() => navigate(paths.smscs)}>
            All SMSCs
          </Button>
        </div>
      }
    >
      {wasDeleted ? (
        <>
          By {deleted.by ?? 'Connect'}, <Moment at={deleted.at} />. Its messages and conversations stay.
        </>
      ) : (
        'Somebody may have deleted it.'
      )}
      {restore.error ? <ProblemNotice failure={restore.error} /> : null}
    </EmptyState>
  )
}
