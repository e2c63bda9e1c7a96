import { Button } from '@mantine/core'
import { IconMessages } from '@tabler/icons-react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { useCompose } from './compose-dialog.tsx'
import { ConversationList } from './conversation-list.tsx'
import classes from './conversations.module.css'
import { Thread } from './thread.tsx'

/** The inbox: conversations on one side, the one that is open on the other. On a phone one after the other. */
export function ConversationsPage({ id }: { readonly id?: string }) {
  const compose = useCompose()
  return (
    <div className={classes.panes} data-open={id !== undefined}>
      <ConversationList selectedId={id} />
      {id === undefined ? (
        <div className={classes.nothing}>
          <EmptyState
            icon={<IconMessages size={30} />}
            title="Choose a conversation"
            action={
              <Button variant="default" onClick={() => compose()}>
                Write to somebody new
              </Button>
            }
          >
            It opens here, with every message of both sides in order.
          </EmptyState>
        </div>
      ) : (
        <Thread key={id} id={id} />
      )}
    </div>
  )
}
