import { Button, Modal } from '@mantine/core'
import type { MessageDetail } from '@smpp-connect/contracts'
import { IconBan, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { useSettle } from '../../api/messages.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import classes from './message-page.module.css'
import { actionsFor } from './timeline-steps.ts'

/** Cancel and release, where the message's state allows them, with what each one means said first. */
export function SettleButtons({ message }: { readonly message: MessageDetail }) {
  const [asked, setAsked] = useState<'cancel' | 'release'>()
  const settle = useSettle(message.id)
  const { cancel, release } = actionsFor(message)
  const close = () => {
    setAsked(undefined)
    settle.reset()
  }
  const uncertain = message.partDetails.some((part) => part.state === 'uncertain')
  return (
    <>
      {release ? (
        <Button leftSection={<IconPlayerPlay size={17} aria-hidden />} onClick={() => setAsked('release')}>
          Release
        </Button>
      ) : null}
      {cancel ? (
        <Button variant="default" leftSection={<IconBan size={17} aria-hidden />} onClick={() => setAsked('cancel')}>
          Cancel message
        </Button>
      ) : null}
      <Modal
        opened={asked !== undefined}
        onClose={close}
        title={asked === 'release' ? 'Release this message?' : 'Cancel this message?'}
      >
        <div className={classes.ask}>
          <p>{wordsFor(asked, uncertain)}</p>
          {settle.error ? <ProblemNotice failure={settle.error} /> : null}
          <div className={classes.askButtons}>
            <Button variant="default" onClick={close}>
              Leave it
            </Button>
            <Button
              color={asked === 'cancel' ? 'red' : 'petrol'}
              loading={settle.isPending}
              onClick={() => asked && settle.mutate(asked, { onSuccess: close })}
            >
              {asked === 'release' ? 'Release' : 'Cancel message'}
            </Button>
          </div>
        </div>
      </Modal>
    </>
  )
}

function wordsFor(action: 'cancel' | 'release' | undefined, uncertain: boolean): string {
  if (action === 'release') {
    return uncertain
      ? 'It is queued again and sent once more. It left for the SMSC before without an answer, so the person may get it twice.'
      : 'It is queued again and sent when its turn comes.'
  }
  return uncertain
    ? 'What has not gone out will not go out. A part that left without an answer may have arrived all the same; it is closed, and not sent again.'
    : 'What has not gone out will not go out. What the SMSC has taken already cannot be called back.'
}
