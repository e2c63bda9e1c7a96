import type { MessageState, PartState } from '@smpp-connect/contracts'
import {
  IconAlertTriangle,
  IconBan,
  IconCheck,
  IconChecks,
  IconClock,
  IconHelpCircle,
  IconPlayerPause,
  IconSend,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { stateWords, type Tone } from '../format/state-words.ts'
import classes from './tone.module.css'

type Icon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>

const ICONS: Readonly<Record<MessageState | PartState, Icon>> = {
  accepted: IconClock,
  queued: IconClock,
  sending: IconSend,
  submitted: IconCheck,
  delivered: IconChecks,
  received: IconChecks,
  undelivered: IconAlertTriangle,
  expired: IconAlertTriangle,
  rejected: IconAlertTriangle,
  failed: IconAlertTriangle,
  cancelled: IconBan,
  blocked: IconBan,
  uncertain: IconHelpCircle,
  held: IconPlayerPause,
  'uncertain-closed': IconHelpCircle,
}

/** A state as a word, a sign and a colour. */
export function StateTag({ state }: { readonly state: MessageState | PartState }) {
  const { label, tone, meaning } = stateWords(state)
  const Icon = ICONS[state]
  return (
    <span className={classes.tag} data-tone={tone} title={meaning}>
      <Icon size={14} stroke={2.2} aria-hidden />
      {label}
    </span>
  )
}

/** The sign alone, for the corner of a bubble; the word is there for those who listen. */
export function StateTick({ state }: { readonly state: MessageState }) {
  const { label, tone } = stateWords(state)
  const Icon = ICONS[state]
  const quiet = tone === 'good' || tone === 'move' || tone === 'wait'
  return (
    <span className={classes.tick} data-tone={tone} title={label}>
      <Icon size={15} stroke={2.2} aria-hidden />
      {quiet ? <span className={classes.unseen}>{label}</span> : label}
    </span>
  )
}

/** Any few words in a tone. */
export function ToneTag({ tone, children }: { readonly tone: Tone; readonly children: string }) {
  return (
    <span className={classes.tag} data-tone={tone}>
      <span className={classes.dot} data-tone={tone} aria-hidden="true" />
      {children}
    </span>
  )
}

/** Words that only those who listen need. */
export function Unseen({ children }: { readonly children: string }) {
  return <span className={classes.unseen}>{children}</span>
}
