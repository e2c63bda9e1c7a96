import { Button, Checkbox, Collapse, Select } from '@mantine/core'
import { MESSAGE_CLASSES, MESSAGE_STATES, type MessageClass } from '@smpp-connect/contracts'
import { IconFilter, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { MessageFilters } from '../../api/keys.ts'
import { useSmscs } from '../../api/smscs.ts'
import { useSmall } from '../../browser/small.ts'
import { classLabel } from '../../format/class-words.ts'
import { stateWords } from '../../format/state-words.ts'
import { NumberSearch } from '../../ui/number-search.tsx'
import { countShown, isOpenState, withoutShown } from './message-filters.ts'
import classes from './messages.module.css'

interface FilterBarProps {
  readonly filters: MessageFilters
  readonly onChange: (filters: MessageFilters) => void
}

const ANY = ''

/** What is shown. On a phone the filters are folded away until they are wanted. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const small = useSmall()
  const [open, setOpen] = useState(false)
  const count = countShown(filters)
  if (!small) return <Filters filters={filters} onChange={onChange} />
  return (
    <div>
      <Button
        variant="default"
        size="sm"
        aria-expanded={open}
        leftSection={<IconFilter size={17} aria-hidden />}
        onClick={() => setOpen(!open)}
      >
        {count === 0 ? 'Filter' : `Filter (${count})`}
      </Button>
      <Collapse expanded={open}>
        <Filters filters={filters} onChange={onChange} />
      </Collapse>
    </div>
  )
}

function Filters({ filters, onChange }: FilterBarProps) {
  const smscs = useSmscs().data ?? []
  return (
    <div className={classes.filters}>
      <NumberSearch
        className={classes.number}
        value={filters.number ?? ''}
        onChange={(number) => onChange({ ...filters, number: number || undefined })}
      />
      {isOpenState(filters.state) ? null : <StateAndDirection filters={filters} onChange={onChange} />}
      <Select
        aria-label="Class"
        w={150}
        data={[
          { value: ANY, label: 'Any class' },
          ...MESSAGE_CLASSES.map((one) => ({ value: one, label: classLabel(one) })),
        ]}
        value={filters.class ?? ANY}
        onChange={(one) => onChange({ ...filters, class: (one || undefined) as MessageClass | undefined })}
      />
      {smscs.length > 1 || filters.smscId ? (
        <Select
          aria-label="SMSC"
          w={170}
          data={[{ value: ANY, label: 'Any SMSC' }, ...smscs.map((smsc) => ({ value: smsc.id, label: smsc.name }))]}
          value={filters.smscId ?? ANY}
          onChange={(smscId) => onChange({ ...filters, smscId: smscId || undefined })}
        />
      ) : null}
      <Checkbox
        label="May be duplicate"
        checked={filters.mayBeDuplicate ?? false}
        onChange={(event) => onChange({ ...filters, mayBeDuplicate: event.currentTarget.checked || undefined })}
      />
      {countShown(filters) > 0 ? (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconX size={15} aria-hidden />}
          onClick={() => onChange(withoutShown(filters))}
        >
          Clear
        </Button>
      ) : null}
    </div>
  )
}

/** Where a decision is due the tabs say both. */
function StateAndDirection({ filters, onChange }: FilterBarProps) {
  return (
    <>
      <Select
        aria-label="State"
        w={170}
        data={[
          { value: ANY, label: 'Any state' },
          ...MESSAGE_STATES.map((state) => ({ value: state, label: stateWords(state).label })),
        ]}
        value={filters.state ?? ANY}
        onChange={(state) => onChange({ ...filters, state: state || undefined })}
        maxDropdownHeight={360}
      />
      <Select
        aria-label="Direction"
        w={162}
        data={[
          { value: ANY, label: 'Both directions' },
          { value: 'outbound', label: 'Outbound' },
          { value: 'inbound', label: 'Inbound' },
        ]}
        value={filters.direction ?? ANY}
        onChange={(direction) =>
          onChange({
            ...filters,
            direction: direction === 'outbound' || direction === 'inbound' ? direction : undefined,
          })
        }
      />
    </>
  )
}
