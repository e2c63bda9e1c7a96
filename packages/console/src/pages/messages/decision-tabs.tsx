import { SegmentedControl } from '@mantine/core'
import type { MessageFilters } from '../../api/keys.ts'
import { useSystem } from '../../api/system.ts'
import { figure } from '../../format/numbers.ts'
import { isOpenState, type OPEN_STATES } from './message-filters.ts'

interface DecisionTabsProps {
  readonly filters: MessageFilters
  readonly onChange: (filters: MessageFilters) => void
}

/** All messages, or those that may need a decision, with how many there are. */
export function DecisionTabs({ filters, onChange }: DecisionTabsProps) {
  const byState = useSystem().data?.counts.byState
  const count = (state: (typeof OPEN_STATES)[number]) => figure(byState?.[state] ?? 0)
  return (
    <SegmentedControl
      aria-label="Which messages"
      data={[
        { value: '', label: 'All' },
        { value: 'held', label: `Held ${count('held')}` },
        { value: 'uncertain', label: `Uncertain ${count('uncertain')}` },
      ]}
      value={isOpenState(filters.state) ? (filters.state ?? '') : ''}
      onChange={(state) =>
        onChange({ ...filters, state: (state || undefined) as MessageFilters['state'], direction: undefined })
      }
    />
  )
}
