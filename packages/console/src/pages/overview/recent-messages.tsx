import { Button, Skeleton } from '@mantine/core'
import { IconArrowDownLeft, IconArrowUpRight, IconMailFast } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useRecentMessages } from '../../api/messages.ts'
import { paths } from '../../app/paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Address, TextPreview } from '../../ui/message-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Card } from '../../ui/page.tsx'
import { StateTag, Unseen } from '../../ui/state-tag.tsx'
import { useCompose } from '../conversations/compose-dialog.tsx'
import classes from './overview.module.css'

/** The newest few messages of both directions. */
export function RecentMessages() {
  const recent = useRecentMessages(7)
  const compose = useCompose()
  if (recent.isPending) return <Skeleton height={320} />
  if (!recent.data) return <ProblemNotice failure={recent.error} onRetry={recent.refetch} />
  const { items } = recent.data
  if (items.length === 0) {
    return (
      <Card title="Recent messages" flush>
        <EmptyState
          icon={<IconMailFast size={30} />}
          title="No message yet"
          action={<Button onClick={() => compose()}>Send a test message</Button>}
        >
          The newest messages, out and in, will be listed here.
        </EmptyState>
      </Card>
    )
  }
  return (
    <Card title="Recent messages" flush>
      <ul className={classes.rows}>
        {items.map((message) => {
          const out = message.direction === 'outbound'
          const Icon = out ? IconArrowUpRight : IconArrowDownLeft
          return (
            <li key={message.id} className={classes.row}>
              <Icon size={18} color="var(--ink-2)" aria-hidden />
              <div className={classes.body}>
                <Link href={paths.message(message.id)} className={classes.link}>
                  <Unseen>{out ? 'To ' : 'From '}</Unseen>
                  <Address value={out ? message.to : message.from} />
                </Link>
                <TextPreview text={message.text} className={classes.dim} />
              </div>
              <div className={classes.end}>
                <StateTag state={message.state} />
                <Moment at={message.createdAt} as="brief" className={classes.dim} />
              </div>
            </li>
          )
        })}
      </ul>
      <Link href={paths.messages} className={classes.more}>
        All messages
      </Link>
    </Card>
  )
}
