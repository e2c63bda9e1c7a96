import { SegmentedControl } from '@mantine/core'
import { useLocation } from 'wouter'
import { paths } from '../../app/paths.ts'

/** The two sides of consent: who opted out, and by which words people do. */
export function OptOutTabs({ at }: { readonly at: 'list' | 'words' }) {
  const [, navigate] = useLocation()
  return (
    <SegmentedControl
      aria-label="Opt-outs or words"
      data={[
        { value: 'list', label: 'People' },
        { value: 'words', label: 'Words' },
      ]}
      value={at}
      onChange={(next) => navigate(next === 'words' ? paths.optOutWords : paths.optOuts)}
    />
  )
}
