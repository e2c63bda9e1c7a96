import { ActionIcon, Button, Skeleton } from '@mantine/core'
import type { ConversationView } from '@smpp-connect/contracts'
import { IconArrowLeft, IconMessageOff } from '@tabler/icons-react'
import { useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import { useAnswer, useConversation, useMarkRead } from '../../api/conversations.ts'
import { ApiFailure } from '../../api/problem.ts'
import { useSmsc } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Address } from '../../ui/message-text.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { NumberAvatar } from '../../ui/number-avatar.tsx'
import { InsideTitle, useTitle } from '../../ui/page.tsx'
import { Composer } from './composer.tsx'
import { ConversationFacts } from './conversation-facts.tsx'
import { OptOutBanner } from './opt-out-banner.tsx'
import classes from './thread.module.css'
import { ThreadLog } from './thread-log.tsx'

/** One conversation: everything that was said, and the place to answer. */
export function Thread({ id }: { readonly id: string }) {
  const query = useConversation(id)
  const [, navigate] = useLocation()
  useTitle(query.data ? `${query.data.person}, conversation` : 'Conversation')

  if (query.isPending) {
    return (
      <section className={classes.thread} aria-label="Conversation">
        <div className={classes.loading}>
          <Skeleton height={44} width="60%" />
          <Skeleton height={64} width="50%" />
          <Skeleton height={64} width="55%" ml="auto" />
          <Skeleton height={64} width="40%" />
        </div>
      </section>
    )
  }
  if (!query.data) {
    const gone = query.error instanceof ApiFailure && query.error.code === 'not-found'
    return (
      <section className={classes.thread} aria-label="Conversation">
        <InsideTitle className={classes.unseen}>Conversation</InsideTitle>
        <EmptyState
          icon={<IconMessageOff size={30} />}
          title={gone ? 'There is no such conversation' : 'The conversation cannot be shown'}
          action={
            <Button variant="default" onClick={() => navigate(paths.conversations)}>
              All conversations
            </Button>
          }
        >
          {gone ? 'The address may be incomplete.' : <ProblemNotice failure={query.error} onRetry={query.refetch} />}
        </EmptyState>
      </section>
    )
  }
  return <OpenThread conversation={query.data} />
}

function OpenThread({ conversation }: { readonly conversation: ConversationView }) {
  const { id, person, ours, smscId, unread, optedOut } = conversation
  const smsc = useSmsc(smscId).data
  const answer = useAnswer(id)
  useReading(id, unread)
  return (
    <section className={classes.thread} aria-label={`Conversation with ${person}`}>
      <header className={classes.head}>
        <ActionIcon
          component={Link}
          href={paths.conversations}
          variant="subtle"
          size={40}
          className={classes.back}
          aria-label="Back to the conversations"
        >
          <IconArrowLeft size={21} />
        </ActionIcon>
        <NumberAvatar value={person} size={38} />
        <div className={classes.names}>
          <InsideTitle className={classes.person}>
            <Address value={person} />
          </InsideTitle>
          <p className={classes.via}>
            from <Address value={ours} />
            {smsc ? ` through ${smsc.name}` : ''}
          </p>
        </div>
      </header>
      <div className={classes.body}>
        <div className={classes.talk}>
          <ThreadLog conversation={conversation} />
          {optedOut ? <OptOutBanner conversation={conversation} /> : null}
          <Composer
            draftOf={id}
            label={`Message to ${person}`}
            smsc={smsc}
            blocked={optedOut}
            failure={answer.error}
            sending={answer.isPending}
            onSend={(message, idempotencyKey) => answer.mutateAsync({ answer: message, idempotencyKey })}
          />
        </div>
        <ConversationFacts conversation={conversation} smsc={smsc} />
      </div>
    </section>
  )
}

/** Marks as read what lies before somebody's eyes; a tab in the background is before nobody's. */
function useReading(id: string, unread: number): void {
  const { mutate } = useMarkRead(id)
  useEffect(() => {
    if (unread === 0) return
    const read = () => {
      if (!document.hidden) mutate()
    }
    read()
    document.addEventListener('visibilitychange', read)
    return () => document.removeEventListener('visibilitychange', read)
  }, [unread, mutate])
}
