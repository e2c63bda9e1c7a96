import { Button, Skeleton } from '@mantine/core'
import { IconServer2 } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useSmscs } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Card } from '../../ui/page.tsx'
import { BindLines } from '../smscs/bind-lines.tsx'
import classes from './bind-summary.module.css'

/** Whether the message centres are there. */
export function BindSummary() {
  const smscs = useSmscs()
  if (smscs.isPending) return <Skeleton height={200} />
  if (!smscs.data) return <ProblemNotice failure={smscs.error} onRetry={smscs.refetch} />
  if (smscs.data.length === 0) {
    return (
      <Card title="SMSCs" flush>
        <EmptyState
          icon={<IconServer2 size={30} />}
          title="No SMSC yet"
          action={
            <Button component={Link} href={paths.newSmsc}>
              Add an SMSC
            </Button>
          }
        >
          Messages leave through an SMSC: a mobile operator’s message centre.
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card title="SMSCs" flush>
      <ul className={classes.list}>
        {smscs.data.map((smsc) => (
          <li key={smsc.id} className={classes.smsc}>
            <Link href={paths.smsc(smsc.id)} className={classes.name}>
              {smsc.name}
            </Link>
            <BindLines smsc={smsc} />
          </li>
        ))}
      </ul>
    </Card>
  )
}
