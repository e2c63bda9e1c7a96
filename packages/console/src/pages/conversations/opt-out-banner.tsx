import { Button } from '@mantine/core'
import type { ConversationView } from '@smpp-connect/contracts'
import { useState } from 'react'
import { Link } from 'wouter'
import { useOptOutOf } from '../../api/opt-outs.ts'
import { useCallerNames } from '../../app/caller-names.ts'
import { paths } from '../../app/paths.ts'
import { optOutOrigin, optOutScope } from '../../format/opt-out-words.ts'
import { Moment } from '../../ui/moment.tsx'
import { Notice } from '../../ui/notice.tsx'
import { WithdrawOptOut } from '../opt-outs/withdraw-opt-out.tsx'
import classes from './composer.module.css'

/** Why nothing can be sent here: that the person opted out, of what, when and by which text. */
export function OptOutBanner({ conversation }: { readonly conversation: ConversationView }) {
  const { person, ours } = conversation
  const optOut = useOptOutOf(person, ours, true).data
  const nameOf = useCallerNames()
  const [asked, setAsked] = useState(false)
  return (
    <div className={classes.banner}>
      <Notice
        tone="warn"
        title={`This person wants no texts from ${optOut ? optOutScope(optOut) : ours}`}
        action={
          optOut ? (
            <>
              {optOut.messageId === null ? null : (
                <Button component={Link} href={paths.message(optOut.messageId)} size="xs" variant="default">
                  Show the text
                </Button>
              )}
              <Button size="xs" variant="default" onClick={() => setAsked(true)}>
                They want texts again
              </Button>
            </>
          ) : undefined
        }
      >
        {optOut ? (
          <>
            {optOutOrigin(optOut, nameOf)}, <Moment at={optOut.at} />.{' '}
          </>
        ) : null}
        Nothing is sent until they opt in again, by a word such as START.
      </Notice>
      <WithdrawOptOut optOut={asked ? optOut : undefined} onClose={() => setAsked(false)} />
    </div>
  )
}
