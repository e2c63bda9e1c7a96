import { ActionIcon, Button, Loader, SegmentedControl, Skeleton, TextInput, Tooltip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ConversationView } from '@smpp-connect/contracts'
import { IconMessages, IconPencilPlus, IconSearch, IconSearchOff } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import { useConversations } from '../../api/conversations.ts'
import { paths } from '../../app/paths.ts'
import { tidyNumber } from '../../format/numbers.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Address, TextPreview } from '../../ui/message-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { NumberAvatar } from '../../ui/number-avatar.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { Unseen } from '../../ui/state-tag.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useCompose } from './compose-dialog.tsx'
import classes from './conversation-list.module.css'

/** All conversations, searched and filtered by the server. */
export function ConversationList({ selectedId }: { readonly selectedId: string | undefined }) {
  const [search, setSearch] = useState('')
  const [show, setShow] = useState<'all' | 'unread'>('all')
  const [wanted] = useDebouncedValue(tidyNumber(search), 200)
  const filters = {
    ...(wanted === '' ? {} : { search: wanted }),
    ...(show === 'unread' ? ({ unread: true } as const) : {}),
  }
  const query = useConversations(filters)
  const compose = useCompose()
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])

  return (
    <section className={classes.pane}>
      <div className={classes.head}>
        <PageHeader
          title="Conversations"
          actions={
            <Tooltip label="New message">
              <ActionIcon size={40} onClick={() => compose()} aria-label="New message">
                <IconPencilPlus size={20} />
              </ActionIcon>
            </Tooltip>
          }
        />
        <TextInput
          type="search"
          aria-label="Search conversations by number"
          placeholder="Search by number"
          leftSection={<IconSearch size={17} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-search
        />
        <SegmentedControl
          fullWidth
          aria-label="Which conversations"
          value={show}
          onChange={(value) => setShow(value === 'unread' ? 'unread' : 'all')}
          data={[
            { value: 'all', label: 'All' },
            { value: 'unread', label: 'Unread' },
          ]}
        />
      </div>
      {query.isPending ? (
        <ListSkeleton />
      ) : !query.data ? (
        <div className={classes.trouble}>
          <ProblemNotice failure={query.error} onRetry={query.refetch} />
        </div>
      ) : items.length === 0 ? (
        <Nothing
          searched={wanted !== ''}
          unread={show === 'unread'}
          onAll={() => {
            setSearch('')
            setShow('all')
          }}
        />
      ) : (
        <VirtualList
          label="Conversations"
          items={items}
          keyOf={keyOf}
          rowRem={4.75}
          selectedKey={selectedId}
          onNearEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
          footer={query.isFetchingNextPage ? <Loader size="sm" m="md" aria-label="Loading more" /> : null}
        >
          {(conversation) => <Row conversation={conversation} selected={conversation.id === selectedId} />}
        </VirtualList>
      )}
    </section>
  )
}

const keyOf = (conversation: ConversationView) => conversation.id

function Row({ conversation, selected }: { readonly conversation: ConversationView; readonly selected: boolean }) {
  const { id, person, unread, lastText, lastDirection, lastAt } = conversation
  return (
    <Link
      href={paths.conversation(id)}
      className={classes.row}
      data-unread={unread > 0}
      aria-current={selected ? 'true' : undefined}
    >
      <NumberAvatar value={person} />
      <span className={classes.words}>
        <span className={classes.line}>
          <Address value={person} className={classes.person} />
          <Moment at={lastAt} as="brief" className={classes.when} />
        </span>
        <span className={classes.line}>
          <span className={classes.last}>
            {lastDirection === 'outbound' ? <span className={classes.mine}>You:</span> : null}
            <TextPreview text={lastText} />
          </span>
          {unread > 0 ? (
            <span className={classes.unread}>
              {unread > 99 ? '99+' : unread}
              <Unseen> unread</Unseen>
            </span>
          ) : null}
        </span>
      </span>
    </Link>
  )
}

function Nothing({ searched, unread, onAll }: { searched: boolean; unread: boolean; onAll: () => void }) {
  const compose = useCompose()
  if (searched || unread) {
    return (
      <EmptyState
        icon={<IconSearchOff size={30} />}
        title={searched ? 'No such number' : 'All read'}
        action={
          <Button variant="default" onClick={onAll}>
            Show all conversations
          </Button>
        }
      >
        {searched ? 'No conversation has a number that holds these digits.' : 'Nobody is waiting for you to read.'}
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<IconMessages size={30} />}
      title="No conversation yet"
      action={<Button onClick={() => compose()}>Write the first message</Button>}
    >
      Each person you write to, or who writes to you, gets one.
    </EmptyState>
  )
}

function ListSkeleton() {
  return (
    <div className={classes.skeleton}>
      {[0, 1, 2, 3, 4, 5].map((row) => (
        <Skeleton key={row} height={60} />
      ))}
    </div>
  )
}
