import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { OptOutView } from '@smpp-connect/contracts'
import { useWithdrawOptOut } from '../../api/opt-outs.ts'
import { optOutScope } from '../../format/opt-out-words.ts'
import { Address } from '../../ui/message-text.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import classes from '../../ui/question.module.css'

interface WithdrawOptOutProps {
  /** The one that is asked about; undefined while nothing is asked. */
  readonly optOut: Pick<OptOutView, 'person' | 'ours'> | undefined
  readonly onClose: () => void
}

/** Asks before texts go to somebody again who said that they want none. */
export function WithdrawOptOut({ optOut, onClose }: WithdrawOptOutProps) {
  const withdraw = useWithdrawOptOut()
  const close = () => {
    onClose()
    withdraw.reset()
  }
  const onWithdrawn = () => {
    close()
    notifications.show({ title: 'Opt-out withdrawn', message: 'Texts to this person go out again.' })
  }
  return (
    <Modal opened={optOut !== undefined} onClose={close} title="Send to this person again?">
      {optOut ? (
        <div className={classes.question}>
          <p>
            <Address value={optOut.person} /> opted out of <b>{optOutScope(optOut)}</b>. Withdraw that only when the
            person has asked for it. Who did it is noted.
          </p>
          {withdraw.error ? <ProblemNotice failure={withdraw.error} /> : null}
          <div className={classes.answers}>
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button
              color="red"
              loading={withdraw.isPending}
              onClick={() => withdraw.mutate(optOut, { onSuccess: onWithdrawn })}
            >
              Withdraw the opt-out
            </Button>
          </div>
        </div>
      ) : null}
    </Modal>
  )
}
