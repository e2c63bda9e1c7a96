import { Button, Modal } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { SmscView } from '@smpp-connect/contracts'
import { IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { useDeleteSmsc } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { counted } from '../../format/numbers.ts'
import { Question } from '../../ui/question.tsx'
import classes from './smscs.module.css'

/** Deletes a definition, after saying what that means. */
export function DeleteSmsc({ smsc }: { readonly smsc: SmscView }) {
  const [asked, setAsked] = useState(false)
  const remove = useDeleteSmsc(smsc.id)
  const [, navigate] = useLocation()
  const open = smsc.waiting + smsc.outstanding + smsc.uncertain + smsc.held
  const close = () => {
    setAsked(false)
    remove.reset()
  }
  const onDeleted = () => {
    navigate(paths.smscs)
    notifications.show({ title: 'SMSC deleted', message: `${smsc.name} is gone; its messages stay in the history.` })
  }
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
      <Modal opened={asked} onClose={close} title={`Delete ${smsc.name}?`}>
        <Question
          leave="Keep it"
          confirm="Delete"
          grave
          pending={remove.isPending}
          failure={remove.error}
          onLeave={close}
          onConfirm={() => remove.mutate(undefined, { onSuccess: onDeleted })}
        >
          <ul>
            <li>Its binds are closed, and no message goes out through it or comes in.</li>
            <li>The definition and its password are removed for good.</li>
            <li>Messages and conversations stay in the history.</li>
          </ul>
          {open > 0 ? (
            <p>
              <b>{counted(open, 'part')}</b> still {open === 1 ? 'waits' : 'wait'} for it, so it cannot be deleted yet.
              Disable it instead, or cancel them first.
            </p>
          ) : null}
        </Question>
      </Modal>
    </>
  )
}
