import { Button } from '@mantine/core'
import type { ConversationView, ThreadMessage } from '@smpp-connect/contracts'
import { IconBellOff, IconBellRinging, IconHelpCircle } from '@tabler/icons-react'
import { useState } from 'react'
import { RecordOptOut } from '../opt-outs/record-opt-out.tsx'
import classes from './thread-log.module.css'

type Effect = NonNullable<ThreadMessage['consent']>

const WORDS: Readonly<Record<Effect, string>> = {
  'opted-out': 'Opted out: nothing more is sent from this address.',
  'opted-in': 'Opted in again.',
  'possible-stop': 'May be a wish to opt out. Nothing was done; somebody should decide.',
}
const ICONS = { 'opted-out': IconBellOff, 'opted-in': IconBellRinging, 'possible-stop': IconHelpCircle } as const

interface ThreadConsentProps {
  readonly effect: Effect
  readonly conversation: Pick<ConversationView, 'person' | 'ours' | 'optedOut'>
}

/** What a text did to the person's consent, as an event of the thread. */
export function ThreadConsent({ effect, conversation }: ThreadConsentProps) {
  const [asked, setAsked] = useState(false)
  const { person, ours, optedOut } = conversation
  const Icon = ICONS[effect]
  const open = effect === 'possible-stop' && !optedOut
  return (
    <div className={classes.event} data-effect={effect}>
      <p>
        <Icon size={16} aria-hidden />
        {WORDS[effect]}
      </p>
      {open ? (
        <>
          <Button size="compact-xs" variant="default" onClick={() => setAsked(true)}>
            Record an opt-out
          </Button>
          <RecordOptOut opened={asked} person={person} ours={ours} onClose={() => setAsked(false)} />
        </>
      ) : null}
    </div>
  )
}
