import { Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { OptOutView } from '@smpp-connect/contracts'
import { useWithdrawOptOut } from '../../api/opt-outs.ts'
import { optOutScope } from '../../format/opt-out-words.ts'
import { Address } from '../../ui/message-text.tsx'
import { Question } from '../../ui/question.tsx'

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
        <Question
          leave="Leave it"
          confirm="Withdraw the opt-out"
          grave
          pending={withdraw.isPending}
          failure={withdraw.error}
          onLeave={close}
          onConfirm={() => withdraw.mutate(optOut, { onSuccess: onWithdrawn })}
        >
          <p>
            <Address value={optOut.person} /> opted out of <b>{optOutScope(optOut)}</b>. Withdraw that only when the
            person has asked for it. Who did it is noted.
          </p>
        </Question>
      ) : null}
    </Modal>
  )
}
