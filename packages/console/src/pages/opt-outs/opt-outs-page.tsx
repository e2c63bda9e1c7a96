import { Button, Loader, Skeleton } from '@mantine/core'
import type { OptOutView } from '@smpp-connect/contracts'
import { IconBellOff, IconPlus, IconSearchOff, IconUpload } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import { useOptOuts } from '../../api/opt-outs.ts'
import { paths } from '../../app/paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import list from '../../ui/list-page.module.css'
import { ProblemNotice } from '../../ui/notice.tsx'
import { NumberSearch } from '../../ui/number-search.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { ImportOptOuts } from './import-opt-outs.tsx'
import { OptOutHeads, OptOutRow } from './opt-out-row.tsx'
import { OptOutTabs } from './opt-out-tabs.tsx'
import classes from './opt-outs.module.css'
import { RecordOptOut } from './record-opt-out.tsx'
import { WithdrawOptOut } from './withdraw-opt-out.tsx'

/** Who wants no texts, from which of our addresses, since when and how one knows. */
export function OptOutsPage() {
  const search = useSearch()
  const [, navigate] = useLocation()
  const person = new URLSearchParams(search).get('person') ?? ''
  const query = useOptOuts(person)
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const [dialog, setDialog] = useState<'record' | 'import'>()
  const [asked, setAsked] = useState<OptOutView>()
  const look = (number: string) => navigate(number === '' ? paths.optOuts : paths.optOutsOf(number), { replace: true })

  return (
    <div className={list.page}>
      <div className={list.head}>
        <PageHeader
          title="Opt-outs"
          lead="Nothing is sent to these people from that address: not what waits, not what is scheduled."
          actions={
            <>
              <Button
                variant="default"
                leftSection={<IconUpload size={17} aria-hidden />}
                onClick={() => setDialog('import')}
              >
                Import
              </Button>
              <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setDialog('record')}>
                Record an opt-out
              </Button>
            </>
          }
        />
        <div className={classes.bar}>
          <OptOutTabs at="list" />
          <NumberSearch value={person} className={classes.search} onChange={look} />
        </div>
      </div>
      {query.isPending ? (
        <div className={list.beside}>
          {[0, 1, 2, 3, 4].map((row) => (
            <Skeleton key={row} height={46} />
          ))}
        </div>
      ) : !query.data ? (
        <div className={list.beside}>
          <ProblemNotice failure={query.error} onRetry={query.refetch} />
        </div>
      ) : items.length === 0 ? (
        <Nothing person={person} onAll={() => look('')} onRecord={() => setDialog('record')} />
      ) : (
        <>
          <OptOutHeads />
          <VirtualList
            label="Opt-outs"
            items={items}
            keyOf={keyOf}
            rowRem={3.75}
            onNearEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
            footer={query.isFetchingNextPage ? <Loader size="sm" m="md" aria-label="Loading more" /> : null}
          >
            {(optOut) => <OptOutRow optOut={optOut} onWithdraw={() => setAsked(optOut)} />}
          </VirtualList>
        </>
      )}
      <RecordOptOut opened={dialog === 'record'} person={person} onClose={() => setDialog(undefined)} />
      <ImportOptOuts opened={dialog === 'import'} onClose={() => setDialog(undefined)} />
      <WithdrawOptOut optOut={asked} onClose={() => setAsked(undefined)} />
    </div>
  )
}

const keyOf = ({ person, ours }: OptOutView) => `${person} ${ours ?? ''}`

interface NothingProps {
  readonly person: string
  readonly onAll: () => void
  readonly onRecord: () => void
}

function Nothing({ person, onAll, onRecord }: NothingProps) {
  if (person !== '') {
    return (
      <EmptyState
        icon={<IconSearchOff size={30} />}
        title="This person has not opted out"
        action={
          <Button variant="default" onClick={onAll}>
            Show all opt-outs
          </Button>
        }
      >
        A number has to be written whole, in international form.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      icon={<IconBellOff size={30} />}
      title="Nobody has opted out"
      action={<Button onClick={onRecord}>Record an opt-out</Button>}
    >
      Whoever answers STOP stands here at once. What people tell you in other ways you record yourself.
    </EmptyState>
  )
}
