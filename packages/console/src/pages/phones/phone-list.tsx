import { ActionIcon, Button, Loader, Modal, Skeleton, TextInput, Tooltip } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { PhoneView } from '@smpp-connect/contracts'
import { IconDeviceMobile, IconPlus, IconSearch, IconSearchOff } from '@tabler/icons-react'
import { type FormEvent, useMemo, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { usePhones } from '../../api/phones.ts'
import { paths } from '../../app/paths.ts'
import { counted, tidyNumber } from '../../format/numbers.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Address, TextPreview } from '../../ui/message-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { PageHeader } from '../../ui/page.tsx'
import { Unseen } from '../../ui/state-tag.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useCompose } from '../conversations/compose-dialog.tsx'
import classes from './phones.module.css'

/** All phones of the simulator, the one with the newest text first. */
export function PhoneList({ selected }: { readonly selected: string | undefined }) {
  const [search, setSearch] = useState('')
  const [adding, setAdding] = useState(false)
  const [wanted] = useDebouncedValue(tidyNumber(search), 200)
  const query = usePhones(wanted)
  const compose = useCompose()
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  const total = query.data?.pages[0]?.total ?? 0
  return (
    <section className={classes.pane}>
      <div className={classes.head}>
        <PageHeader
          title="Phones"
          lead={total > 0 ? `${counted(total, 'simulated phone')}` : 'Simulated handsets'}
          actions={
            <Tooltip label="Another phone">
              <ActionIcon size={40} onClick={() => setAdding(true)} aria-label="Another phone">
                <IconPlus size={20} />
              </ActionIcon>
            </Tooltip>
          }
        />
        <TextInput
          type="search"
          aria-label="Search phones by number"
          placeholder="Search by number"
          leftSection={<IconSearch size={17} aria-hidden />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          data-search
        />
      </div>
      {query.isPending ? (
        <div className={classes.skeleton}>
          {[0, 1, 2, 3].map((row) => (
            <Skeleton key={row} height={58} />
          ))}
        </div>
      ) : !query.data ? (
        <div className={classes.trouble}>
          <ProblemNotice failure={query.error} onRetry={query.refetch} />
        </div>
      ) : items.length === 0 && wanted !== '' ? (
        <EmptyState
          icon={<IconSearchOff size={30} />}
          title="No such phone"
          action={
            <Button variant="default" onClick={() => setSearch('')}>
              Show all phones
            </Button>
          }
        >
          No phone’s number holds these digits.
        </EmptyState>
      ) : items.length === 0 ? (
        <EmptyState
          icon={<IconDeviceMobile size={30} />}
          title="No phone has rung yet"
          action={<Button onClick={() => compose()}>Send a test message</Button>}
        >
          Any number you write to through the simulator becomes a phone here.
        </EmptyState>
      ) : (
        <VirtualList
          label="Phones"
          items={items}
          keyOf={keyOf}
          rowRem={4.5}
          selectedKey={selected}
          onNearEnd={query.hasNextPage && !query.isFetchingNextPage ? query.fetchNextPage : undefined}
          footer={query.isFetchingNextPage ? <Loader size="sm" m="md" aria-label="Loading more" /> : null}
        >
          {(phone) => <Row phone={phone} selected={phone.number === selected} />}
        </VirtualList>
      )}
      <Modal opened={adding} onClose={() => setAdding(false)} title="Another phone">
        <NewPhone onDone={() => setAdding(false)} />
      </Modal>
    </section>
  )
}

const keyOf = (phone: PhoneView) => phone.number

function Row({ phone, selected }: { readonly phone: PhoneView; readonly selected: boolean }) {
  return (
    <Link href={paths.phone(phone.number)} className={classes.row} aria-current={selected ? 'true' : undefined}>
      <span className={classes.glyph} aria-hidden="true">
        <IconDeviceMobile size={22} stroke={1.7} />
      </span>
      <span className={classes.words}>
        <span className={classes.line}>
          <Address value={phone.number} className={classes.number} />
          <Moment at={phone.lastAt} as="brief" className={classes.dim} />
        </span>
        <span className={classes.line}>
          <TextPreview text={phone.lastText} className={classes.last} />
          <span className={classes.dim}>
            {phone.messageCount}
            <Unseen>{phone.messageCount === 1 ? ' text' : ' texts'}</Unseen>
          </span>
        </span>
      </span>
    </Link>
  )
}

/** A number of somebody who writes to us first. */
function NewPhone({ onDone }: { readonly onDone: () => void }) {
  const [number, setNumber] = useState('')
  const [error, setError] = useState<string>()
  const [, navigate] = useLocation()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const tidy = tidyNumber(number)
    if (!/^\+?\d{3,15}$/.test(tidy)) return setError('A number, such as +447700900123')
    onDone()
    navigate(paths.phone(tidy))
  }
  return (
    <form onSubmit={submit} className={classes.newPhone} noValidate>
      <TextInput
        label="Its number"
        description="Somebody who writes to you first. Any number will do: no real phone is involved."
        placeholder="+447700900123"
        inputMode="tel"
        data-autofocus
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        error={error}
      />
      <Button type="submit">Pick it up</Button>
    </form>
  )
}
