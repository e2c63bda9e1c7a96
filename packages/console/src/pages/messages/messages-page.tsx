import { Button, Loader, Skeleton } from '@mantine/core'
import type { MessageView } from '@smpp-connect/contracts'
import { IconCircleCheck, IconFilterOff, IconMailFast, IconPencilPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { keys, type MessageFilters } from '../../api/keys.ts'
import { useMessages } from '../../api/messages.ts'
import { paths } from '../../app/paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import list from '../../ui/list-page.module.css'
import { ProblemNotice } from '../../ui/notice.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useCompose } from '../conversations/compose-dialog.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { DecisionTabs } from './decision-tabs.tsx'
import { FilterBar } from './filter-bar.tsx'
import { countShown, filtersOfSearch, isOpenState, withoutShown } from './message-filters.ts'
import { ColumnHeads, MessageRow } from './message-row.tsx'
import classes from './messages.module.css'

/** Every message of both directions, newest first. The filters are in the address, so a view can be passed on. */
export function MessagesPage() {
  const search = useSearch()
  const [, navigate] = useLocation()
  const filters = useMemo(() => filtersOfSearch(search), [search])
  const query = useMessages(filters)
  const client = useQueryClient()
  const compose = useCompose()
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const setFilters = (next: MessageFilters) => navigate(paths.messagesWith(next), { replace: true })
  const deciding = isOpenState(filters.state)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const choose = (id: string, chosen: boolean) => {
    const next = new Set(selected)
    if (chosen) next.add(id)
    else next.delete(id)
    setSelected(next)
  }
  // What settled meanwhile leaves the list, and with it the choice.
  const open = useMemo(() => items.filter(({ state }) => isOpenState(state)), [items])
  const old = query.isStale && !query.isFetching && items.length > 0

  return (
    <div className={list.page}>
      <div className={list.head}>
        <PageHeader
          title="Messages"
          actions={
            <>
              {old ? (
                <Button
                  variant="default"
                  onClick={() => void client.resetQueries({ queryKey: keys.messages.list(filters) })}
                >
                  Show newer messages
                </Button>
              ) : null}
              <Button leftSection={<IconPencilPlus size={18} aria-hidden />} onClick={() => compose()}>
                New message
              </Button>
            </>
          }
        />
        <div className={classes.tabs}>
          <DecisionTabs filters={filters} onChange={setFilters} />
        </div>
        <FilterBar filters={filters} onChange={setFilters} />
        {deciding && open.length > 0 ? <BulkBar open={open} selected={selected} onSelect={setSelected} /> : null}
      </div>
      {query.isPending ? (
        <div className={list.beside}>
          {[0, 1, 2, 3, 4, 5, 6].map((row) => (
            <Skeleton key={row} height={46} />
          ))}
        </div>
      ) : !query.data ? (
        <div className={list.beside}>
          <ProblemNotice failure={query.error} onRetry={query.refetch} />
        </div>
      ) : items.length === 0 ? (
        <Nothing filters={filters} onChange={setFilters} />
      ) : (
        <>
          <ColumnHeads choice={deciding} />
          <VirtualList
            label="Messages"
            items={items}
            keyOf={keyOf}
            rowRem={deciding ? 4.75 : 3.75}
            onNearEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
            footer={query.isFetchingNextPage ? <Loader size="sm" m="md" aria-label="Loading more" /> : null}
          >
            {(message) => (
              <MessageRow
                message={message}
                choice={
                  deciding
                    ? { chosen: selected.has(message.id), onChange: (chosen) => choose(message.id, chosen) }
                    : undefined
                }
              />
            )}
          </VirtualList>
        </>
      )}
    </div>
  )
}

const keyOf = (message: MessageView) => message.id

interface NothingProps {
  readonly filters: MessageFilters
  readonly onChange: (filters: MessageFilters) => void
}

function Nothing({ filters, onChange }: NothingProps) {
  const compose = useCompose()
  const count = countShown(filters)
  if (count === 0 && isOpenState(filters.state)) {
    return (
      <EmptyState
        icon={<IconCircleCheck size={30} />}
        title={filters.state === 'held' ? 'Nothing is held' : 'Nothing is uncertain'}
        action={
          <Button variant="default" onClick={() => onChange({})}>
            Show all messages
          </Button>
        }
      >
        {filters.state === 'held'
          ? 'A message that is refused too often, or by a rule of its SMSC, waits here until somebody decides.'
          : 'A message whose answer was lost with the line stands here until a receipt or the policy of its SMSC settles it.'}
      </EmptyState>
    )
  }
  if (count > 0) {
    return (
      <EmptyState
        icon={<IconFilterOff size={30} />}
        title="No message fits these filters"
        action={
          <Button variant="default" onClick={() => onChange(withoutShown(filters))}>
            Clear the filters
          </Button>
        }
      >
        A number has to be written whole. New messages that fit appear here by themselves.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<IconMailFast size={30} />}
      title="No message yet"
      action={<Button onClick={() => compose()}>Send a test message</Button>}
    >
      Every message, out and in, is listed here with its state and its whole history.
    </EmptyState>
  )
}
