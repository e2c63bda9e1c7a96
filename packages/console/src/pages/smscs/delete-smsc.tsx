import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { SmscDeletionState, SmscView } from '@smpp-connect/contracts'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { DeletionDialog } from './deletion-dialog.tsx'
import classes from './smscs.module.css'

/** The way to delete a definition. */
export function DeleteSmsc({ smsc }: { readonly smsc: SmscView }) {
  const [asked, setAsked] = useState(false)
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        leftSection={<IconTrash size={17} aria-hidden />}
        onClick={() => setAsked(true)}
        className={classes.delete}
      >
        Delete this SMSC
      </Button>
      <DeletionModal smsc={smsc} opened={asked} onClose={() => setAsked(false)} />
    </>
  )
}

interface DeletionModalProps {
  readonly smsc: SmscView
  readonly opened: boolean
  readonly onClose: () => void
}

/** The question itself; of one that is being deleted already, what is to be otherwise. */
export function DeletionModal({ smsc, opened, onClose }: DeletionModalProps) {
  const begun = ({ state }: SmscDeletionState) => {
    onClose()
    notifications.show(
      state === 'deleted'
        ? { title: 'SMSC deleted', message: `${smsc.name} is gone; its messages stay in the history.` }
        : { title: 'Being deleted', message: `${smsc.name} takes nothing new, and goes when nothing is left.` },
    )
  }
  const title = smsc.deletion ? `How ${smsc.name} is deleted` : `Delete ${smsc.name}?`
  return (
    <Modal opened={opened} onClose={onClose} title={title} size="lg">
      <DeletionDialog smsc={smsc} onLeave={onClose} onBegun={begun} />
    </Modal>
  )
}
