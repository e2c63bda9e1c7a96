import { Anchor, Button, Skeleton } from '@mantine/core'
import type { MessageDetail } from '@smpp-connect/contracts'
import { IconArrowLeft, IconMailOff } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { useMessage } from '../../api/messages.ts'
import { ApiFailure } from '../../api/problem.ts'
import { useSmscs } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { useNow } from '../../browser/now.ts'
import { classLabel } from '../../format/class-words.ts'
import { countdownWords } from '../../format/duration.ts'
import { stateWords } from '../../format/state-words.ts'
import { localTime, utcMinuteWords } from '../../format/time.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Address, MessageText } from '../../ui/message-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Card, Page, PageHeader } from '../../ui/page.tsx'
import { StateTag } from '../../ui/state-tag.tsx'
import { ActionButtons } from './action-buttons.tsx'
import { Journey } from './journey.tsx'
import classes from './message-page.module.css'
import { PartsTable } from './parts-table.tsx'
import { SentWith } from './sent-with.tsx'
import { Timeline } from './timeline.tsx'

/** Everything about one message: what it says, where it is, what it waits for, and each step with its time. */
export function MessagePage({ id = '' }: { readonly id?: string }) {
  const query = useMessage(id)
  const [, navigate] = useLocation()
  if (query.isPending) {
    return (
      <Page>
        <Skeleton height={40} width="min(380px, 70%)" />
        <Skeleton height={130} />
        <Skeleton height={280} />
      </Page>
    )
  }
  if (!query.data) {
    const gone = query.error instanceof ApiFailure && query.error.code === 'not-found'
    return (
      <Page>
        <PageHeader title="Message" />
        <EmptyState
          icon={<IconMailOff size={30} />}
          title={gone ? 'There is no such message' : 'The message cannot be shown'}
          action={
            <Button variant="default" onClick={() => navigate(paths.messages)}>
              All messages
            </Button>
          }
        >
          {gone ? 'The address may be incomplete.' : <ProblemNotice failure={query.error} onRetry={query.refetch} />}
        </EmptyState>
      </Page>
    )
  }
  return <Message message={query.data} />
}

function Message({ message }: { readonly message: MessageDetail }) {
  const out = message.direction === 'outbound'
  const other = out ? message.to : message.from
  return (
    <Page>
      <PageHeader
        title={`${out ? 'To' : 'From'} ${other}`}
        heading={
          <>
            {out ? 'To ' : 'From '}
            <Address value={other} />
          </>
        }
        above={
          <Anchor component={Link} href={paths.messages} className={classes.back}>
            <IconArrowLeft size={15} aria-hidden /> Messages
          </Anchor>
        }
        lead={
          <span className={classes.lead}>
            <StateTag state={message.state} /> {stateWords(message.state).meaning}
          </span>
        }
        actions={<ActionButtons message={message} />}
      />
      <Notices message={message} />
      <div className={classes.text} data-out={out}>
        <MessageText text={message.text} />
      </div>
      {out ? <Journey message={message} /> : null}
      <div className={classes.columns}>
        <Card title="Timeline" lead="Each step was durable before the next one began.">
          <Timeline timeline={message.timeline} />
        </Card>
        <Facts message={message} />
      </div>
      {message.partDetails.length > 0 ? <PartsTable parts={message.partDetails} /> : null}
      <SentWith message={message} />
    </Page>
  )
}

function Notices({ message }: { readonly message: MessageDetail }) {
  const { error, mayBeDuplicate } = message
  const waitingFor = useWaitingFor(message)
  if (waitingFor === null && error === null && !mayBeDuplicate) return null
  return (
    <div className={classes.notices} aria-live="polite">
      {waitingFor !== null ? (
        <Notice tone="info" title="What it is waiting for">
          {waitingFor}
        </Notice>
      ) : null}
      {error !== null ? (
        <Notice tone="bad" title="Why it did not arrive">
          {error.text} <code>{error.code}</code>
        </Notice>
      ) : null}
      {mayBeDuplicate ? (
        <Notice tone="warn" title="The person may have got it twice">
          An answer was lost with the line, and a part was sent again. Which one arrived nobody can know.
        </Notice>
      ) : null}
    </div>
  )
}

/** When it stops being worth sending; while it is under way, how long that is. */
function Expiry({ message, at }: { readonly message: MessageDetail; readonly at: string }) {
  const left = Date.parse(at) - useNow()
  return (
    <>
      <Moment at={at} />
      {message.finalAt === null && left > 0 ? `, in ${countdownWords(left)}` : null}
    </>
  )
}

/** What it waits for; a time that has not come is said in the zone of whoever looks. */
function useWaitingFor({ waitingFor, sendAt, state }: MessageDetail): string | null {
  const nowMs = useNow()
  const atMs = sendAt === null ? nowMs : Date.parse(sendAt)
  if (state !== 'accepted' || atMs <= nowMs) return waitingFor
  return `Its time: ${localTime.weekdayMinute(atMs)} here, ${utcMinuteWords(atMs)}, in ${countdownWords(atMs - nowMs)}.`
}

const CODINGS = { gsm7: 'GSM 7-bit', ucs2: 'UCS-2', other: 'Another' } as const

function Facts({ message }: { readonly message: MessageDetail }) {
  const smsc = useSmscs().data?.find(({ id }) => id === message.smscId)
  return (
    <Card title="Facts">
      <dl className={classes.facts}>
        <dt>From</dt>
        <dd>
          <Address value={message.from} />
        </dd>
        <dt>To</dt>
        <dd>
          <Address value={message.to} />
        </dd>
        <dt>Conversation</dt>
        <dd>
          <Link href={paths.conversation(message.conversationId)}>Open it</Link>
        </dd>
        <dt>SMSC</dt>
        <dd>{smsc ? <Link href={paths.smsc(smsc.id)}>{smsc.name}</Link> : message.smscId}</dd>
        <dt>Coding</dt>
        <dd>
          {CODINGS[message.encoding]}, {message.parts === 1 ? '1 part' : `${message.parts} parts`}
        </dd>
        {message.class === null ? null : (
          <>
            <dt>Class</dt>
            <dd>{classLabel(message.class)}</dd>
          </>
        )}
        {message.reference === null ? null : (
          <>
            <dt>Your reference</dt>
            <dd>{message.reference}</dd>
          </>
        )}
        <dt>{message.direction === 'outbound' ? 'Accepted' : 'Received'}</dt>
        <dd>
          <Moment at={message.createdAt} />
        </dd>
        {message.sendAt === null ? null : (
          <>
            <dt>To be sent</dt>
            <dd>
              <Moment at={message.sendAt} />
            </dd>
          </>
        )}
        {message.expiresAt === null ? null : (
          <>
            <dt>Expires</dt>
            <dd>
              <Expiry message={message} at={message.expiresAt} />
            </dd>
          </>
        )}
        <dt>Id</dt>
        <dd className={classes.id}>{message.id}</dd>
      </dl>
    </Card>
  )
}
