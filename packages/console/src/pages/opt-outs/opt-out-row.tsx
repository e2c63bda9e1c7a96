import { Button } from '@mantine/core'
import type { OptOutView } from '@smpp-connect/contracts'
import { Link } from 'wouter'
import { useCallerNames } from '../../app/caller-names.ts'
import { paths } from '../../app/paths.ts'
import { optOutOrigin } from '../../format/opt-out-words.ts'
import list from '../../ui/list-page.module.css'
import { Address } from '../../ui/message-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import classes from './opt-outs.module.css'

/** The columns' names; each row says the same in words. */
export function OptOutHeads() {
  return (
    <div className={`${list.columns} ${classes.columns}`} aria-hidden="true">
      <span>Since</span>
      <span>Person</span>
      <span>Our address</span>
      <span>How we know</span>
      <span />
    </div>
  )
}

interface OptOutRowProps {
  readonly optOut: OptOutView
  readonly onWithdraw: () => void
}

/** One opt-out with its proof, where there is one. */
export function OptOutRow({ optOut, onWithdraw }: OptOutRowProps) {
  const { person, ours, messageId, at } = optOut
  const nameOf = useCallerNames()
  return (
    <div className={`${list.row} ${classes.row}`}>
      <Moment at={at} as="brief" className={classes.time} />
      <span className={classes.person}>
        <Address value={person} />
      </span>
      <span className={classes.ours}>{ours === null ? <b>All of them</b> : <Address value={ours} />}</span>
      <span className={classes.origin}>
        <span className={classes.originWords}>{optOutOrigin(optOut, nameOf)}</span>
        {messageId === null ? null : (
          <Link href={paths.message(messageId)} className={classes.proof} aria-label={`The text of ${person}`}>
            the text
          </Link>
        )}
      </span>
      <Button
        size="compact-sm"
        variant="subtle"
        className={classes.withdraw}
        aria-label={`Withdraw the opt-out of ${person}`}
        onClick={onWithdraw}
      >
        Withdraw
      </Button>
    </div>
  )
}
