import { Button, Loader, Skeleton } from '@mantine/core'
import type { ConversationView, MessageView } from '@smpp-connect/contracts'
import { IconArrowDown } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { useThread } from '../../api/conversations.ts'
import { keys } from '../../api/keys.ts'
import { paths } from '../../app/paths.ts'
import { useNow } from '../../browser/now.ts'
import { stateWords } from '../../format/state-words.ts'
import { localTime } from '../../format/time.ts'
import { MessageText } from '../../ui/message-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { StateTick, Unseen } from '../../ui/state-tag.tsx'
import { useChatScroll } from './chat-scroll.ts'
import { ThreadConsent } from './thread-consent.tsx'
import { type ThreadEntry, threadEntries } from './thread-entries.ts'
import classes from './thread-log.module.css'

interface ThreadLogProps {
  readonly conversation: ConversationView
}

/** The messages of a conversation, oldest at the top, the newest in view. */
export function ThreadLog({ conversation }: ThreadLogProps) {
  const { id: conversationId, unread } = conversation
  const client = useQueryClient()
  const query = useThread(conversationId)
  // The line stands where the unread messages began when the thread was opened, and stays while it is.
  const [opened] = useState(() => ({ count: unread, openedAtMs: Date.now() }))
  const messages = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const entries = useMemo(() => threadEntries(messages, opened, localTime.dayKey), [messages, opened])
  const scroll = useChatScroll({
    firstKey: messages.at(-1)?.id,
    lastKey: messages[0]?.id,
    onNearTop: query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined,
  })

  if (query.isPending) {
    return (
      <div className={classes.log}>
        <Skeleton height={64} width="50%" />
        <Skeleton height={64} width="55%" ml="auto" />
      </div>
    )
  }
  if (!query.data) {
    return (
      <div className={classes.log}>
        <ProblemNotice failure={query.error} onRetry={query.refetch} />
      </div>
    )
  }
  // Somebody read back so far that the live feed left the thread alone.
  const old = query.isStale && !query.isFetching
  return (
    <div className={classes.frame}>
      <div
        ref={scroll.box}
        className={classes.log}
        onScroll={scroll.onScroll}
        role="log"
        aria-label="Messages"
        aria-busy={query.isFetchingNextPage}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
      >
        {query.hasNextPage ? (
          <div className={classes.older}>
            {query.isFetchingNextPage ? <Loader size="xs" aria-label="Loading earlier messages" /> : null}
          </div>
        ) : (
          <p className={classes.start}>The beginning of the conversation</p>
        )}
        {entries.map((entry) => (
          <Entry key={entry.key} entry={entry} conversation={conversation} />
        ))}
      </div>
      {scroll.hasNew || old ? (
        <Button
          className={classes.pill}
          size="xs"
          radius="xl"
          leftSection={<IconArrowDown size={15} aria-hidden />}
          onClick={() => {
            if (old) void client.resetQueries({ queryKey: keys.conversations.thread(conversationId) })
            scroll.toBottom()
          }}
        >
          New messages
        </Button>
      ) : null}
    </div>
  )
}

function Entry({ entry, conversation }: { readonly entry: ThreadEntry; readonly conversation: ConversationView }) {
  if (entry.kind === 'day') return <Day atMs={entry.atMs} />
  if (entry.kind === 'unread') return <p className={classes.unread}>New</p>
  if (entry.kind === 'consent') return <ThreadConsent effect={entry.effect} conversation={conversation} />
  return <Bubble message={entry.message} begins={entry.begins} ends={entry.ends} />
}

function Day({ atMs }: { readonly atMs: number }) {
  return (
    <p className={classes.day}>
      <span>{localTime.day(atMs, useNow('coarse'))}</span>
    </p>
  )
}

interface BubbleProps {
  readonly message: MessageView
  readonly begins: boolean
  readonly ends: boolean
}

function Bubble({ message, begins, ends }: BubbleProps) {
  const out = message.direction === 'outbound'
  const { tone } = stateWords(message.state)
  return (
    <article className={classes.bubble} data-out={out} data-begins={begins} data-ends={ends} data-tone={tone}>
      <Unseen>{out ? 'You wrote: ' : 'They wrote: '}</Unseen>
      <MessageText text={message.text} />
      <Link href={paths.message(message.id)} className={classes.meta} title="Show its timeline">
        {message.mayBeDuplicate ? <span className={classes.twice}>may be a duplicate</span> : null}
        <Moment at={message.createdAt} as="clock" />
        {out ? <StateTick state={message.state} /> : null}
        <Unseen>, show its timeline</Unseen>
      </Link>
    </article>
  )
}
