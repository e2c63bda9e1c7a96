import { Checkbox } from '@mantine/core'
import type { MessageView } from '@smpp-connect/contracts'
import { IconArrowDownLeft, IconArrowUpRight } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useSmscs } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { classLabel } from '../../format/class-words.ts'
import list from '../../ui/list-page.module.css'
import { Address, TextPreview } from '../../ui/message-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import { StateTag, Unseen } from '../../ui/state-tag.tsx'
import classes from './messages.module.css'

/** The columns' names. Each row says the same in words, so those who listen do without. */
export function ColumnHeads({ choice }: { readonly choice: boolean }) {
  return (
    <div className={`${list.columns} ${classes.columns}`} data-choice={choice} aria-hidden="true">
      <span>Time</span>
      <span>Number</span>
      <span className={classes.textColumn}>Text</span>
      <span className={classes.partsColumn}>Parts</span>
      <span>State</span>
    </div>
  )
}

interface MessageRowProps {
  readonly message: MessageView
  /** Whether it is chosen, and how to choose it; left out where nothing is to be chosen. */
  readonly choice?: { readonly chosen: boolean; readonly onChange: (chosen: boolean) => void } | undefined
}

/** One message on one line; on a phone, on two. Where somebody decides, one more says about what. */
export function MessageRow({ message, choice }: MessageRowProps) {
  const { id, direction, from, to, text, parts, state, createdAt, sendAt, mayBeDuplicate } = message
  const out = direction === 'outbound'
  const Icon = out ? IconArrowUpRight : IconArrowDownLeft
  return (
    <div className={`${list.row} ${classes.row}`} data-choice={choice !== undefined}>
      {choice ? (
        <Checkbox
          className={classes.choice}
          size="md"
          aria-label={`Choose the message ${out ? 'to' : 'from'} ${out ? to : from}`}
          checked={choice.chosen}
          onChange={(event) => choice.onChange(event.currentTarget.checked)}
        />
      ) : null}
      <Moment at={createdAt} as="brief" className={classes.time} />
      <span className={classes.who}>
        <Icon size={17} className={classes.arrow} data-out={out} aria-hidden />
        <Link href={paths.message(id)} className={classes.link}>
          <Unseen>{out ? 'To ' : 'From '}</Unseen>
          <Address value={out ? to : from} />
        </Link>
      </span>
      <TextPreview text={text} className={classes.text} />
      {choice ? <WhatFor message={message} /> : null}
      <span className={classes.parts}>
        {parts}
        <Unseen>{parts === 1 ? ' part' : ' parts'}</Unseen>
      </span>
      <span className={classes.state}>
        <StateTag state={state} />
        {sendAt !== null && state === 'accepted' ? (
          <span className={classes.due}>
            for <Moment at={sendAt} as="brief" />
          </span>
        ) : null}
        {mayBeDuplicate ? <span className={classes.twice}>May be duplicate</span> : null}
      </span>
    </div>
  )
}

/** What a decision is about: why it waits, where, and how urgent it was. */
function WhatFor({ message }: { readonly message: MessageView }) {
  const { waitingFor, smscId, class: messageClass } = message
  const smsc = useSmscs().data?.find(({ id }) => id === smscId)
  const why = waitingFor?.replace(/\. .*/s, '')
  const words = [why, smsc?.name, messageClass && classLabel(messageClass)].filter(Boolean)
  return (
    <span className={classes.why} title={waitingFor ?? undefined}>
      {words.join(' · ')}
    </span>
  )
}
