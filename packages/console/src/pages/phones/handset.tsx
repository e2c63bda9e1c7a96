import { ActionIcon, Button, Loader } from '@mantine/core'
import type { PhoneText } from '@smpp-connect/contracts'
import { IconArrowLeft } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { usePhoneTexts } from '../../api/phones.ts'
import { useSmscs } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { useNow } from '../../browser/now.ts'
import { counted } from '../../format/numbers.ts'
import { localTime } from '../../format/time.ts'
import { Address, MessageText } from '../../ui/message-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { InsideTitle, useTitle } from '../../ui/page.tsx'
import { Unseen } from '../../ui/state-tag.tsx'
import { useChatScroll } from '../conversations/chat-scroll.ts'
import classes from './handset.module.css'
import { othersOf, talkWith } from './handset-texts.ts'
import { PhoneReplyBox } from './phone-reply-box.tsx'

/** A phone as it lies in somebody's hand. */
export function Handset({ number }: { readonly number: string }) {
  useTitle(`Phone ${number}`)
  const query = usePhoneTexts(number)
  const smscs = useSmscs().data
  const [chosen, setChosen] = useState<string>()
  const texts = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const others = useMemo(() => othersOf(texts), [texts])
  const other = chosen ?? others[0]
  const talk = useMemo(() => talkWith(texts, other), [texts, other])
  const scroll = useChatScroll({
    firstKey: talk[0]?.id,
    lastKey: talk.at(-1)?.id,
    onNearTop: query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined,
  })
  return (
    <section className={classes.stage} aria-label={`Phone ${number}`}>
      <div className={classes.handset}>
        <div className={classes.speaker} aria-hidden="true">
          <StatusBar />
        </div>
        <header className={classes.head}>
          <ActionIcon
            component={Link}
            href={paths.phones}
            variant="subtle"
            size={38}
            className={classes.back}
            aria-label="Back to the phones"
          >
            <IconArrowLeft size={20} />
          </ActionIcon>
          <div className={classes.names}>
            <InsideTitle className={classes.title}>{other ? <Address value={other} /> : 'Messages'}</InsideTitle>
            <p className={classes.owner}>
              on the phone <Address value={number} />
            </p>
          </div>
        </header>
        {others.length > 1 ? (
          <fieldset className={classes.others} aria-label="With whom">
            {others.map((each) => (
              <Button
                key={each}
                size="compact-sm"
                radius="xl"
                variant={each === other ? 'filled' : 'default'}
                aria-pressed={each === other}
                onClick={() => setChosen(each)}
              >
                <Address value={each} />
              </Button>
            ))}
          </fieldset>
        ) : null}
        <div
          ref={scroll.box}
          onScroll={scroll.onScroll}
          className={classes.screen}
          role="log"
          aria-label="Texts on the phone"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
        >
          {query.isPending ? (
            <Loader size="sm" className={classes.loader} aria-label="Loading" />
          ) : query.error && !query.data ? (
            <ProblemNotice failure={query.error} onRetry={query.refetch} />
          ) : talk.length === 0 ? (
            <p className={classes.none}>
              Nothing on this phone yet. Write to <Address value={number} />, or write from here: the first text begins
              a conversation.
            </p>
          ) : (
            talk.map((text) => <Text key={text.id} text={text} />)
          )}
        </div>
        <PhoneReplyBox number={number} other={other} senders={smscs?.map((smsc) => smsc.defaultSender) ?? []} />
      </div>
    </section>
  )
}

function StatusBar() {
  return (
    <>
      <span>{localTime.clock(useNow('coarse'))}</span>
      <i />
      <span>Simulated</span>
    </>
  )
}

function Text({ text }: { readonly text: PhoneText }) {
  const mine = text.direction === 'sent'
  return (
    <article className={classes.text} data-mine={mine}>
      <Unseen>{mine ? 'The phone wrote: ' : 'The phone got: '}</Unseen>
      <MessageText text={text.text} />
      <span className={classes.meta}>
        {text.missingParts > 0 ? (
          <b>{counted(text.missingParts, 'part')} missing</b>
        ) : text.parts > 1 ? (
          <span>{text.parts} parts joined</span>
        ) : null}
        <Moment at={text.at} as="clock" />
      </span>
    </article>
  )
}
