import { Button } from '@mantine/core'
import type { MessageDetail } from '@smpp-connect/contracts'
import { IconBan, IconMessageQuestion, IconPencil, IconPlayerPlay } from '@tabler/icons-react'
import { useState } from 'react'
import { ActionDialog } from './action-dialog.tsx'
import { actionsFor, actionWords, type MessageAction } from './message-actions.ts'

const ICONS = { release: IconPlayerPlay, query: IconMessageQuestion, replace: IconPencil, cancel: IconBan } as const

/** Release, ask, replace and cancel, where the message's state allows them, with what each one means said first. */
export function ActionButtons({ message }: { readonly message: MessageDetail }) {
  const [asked, setAsked] = useState<MessageAction>()
  return (
    <>
      {actionsFor(message).map((action) => {
        const Icon = ICONS[action]
        return (
          <Button
            key={action}
            variant={action === 'release' ? 'filled' : 'default'}
            leftSection={<Icon size={17} aria-hidden />}
            onClick={() => setAsked(action)}
          >
            {actionWords(action, message).label}
          </Button>
        )
      })}
      <ActionDialog action={asked} message={message} onClose={() => setAsked(undefined)} />
    </>
  )
}
