import { Code } from '@mantine/core'
import { IconDeviceMobile, IconDeviceMobileOff } from '@tabler/icons-react'
import { useSimulator } from '../../api/phones.ts'
import { useUser } from '../../app/user-context.ts'
import { counted } from '../../format/numbers.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Handset } from './handset.tsx'
import { PhoneList } from './phone-list.tsx'
import classes from './phones.module.css'

/** The simulator: every number that got a text is a phone here, and answers from it come back over real SMPP. */
export function PhonesPage({ number }: { readonly number?: string }) {
  const { simulator } = useUser()
  const status = useSimulator(simulator).data
  if (!simulator) {
    return (
      <EmptyState icon={<IconDeviceMobileOff size={30} />} title="The simulator is not running">
        Start Connect without <Code>--no-simulator</Code> to have an SMSC with phones to try things on.
      </EmptyState>
    )
  }
  return (
    <div className={classes.panes} data-open={number !== undefined}>
      <PhoneList selected={number} />
      {number === undefined ? (
        <div className={classes.nothing}>
          <EmptyState icon={<IconDeviceMobile size={30} />} title="Pick up a phone">
            Each shows what a handset would show, long texts joined. Write an answer on it, and it comes back through
            the SMSC into its conversation.
            {status ? (
              <span className={classes.status}>
                The simulator listens on{' '}
                <b>
                  {status.host}:{status.port}
                </b>
                , {counted(status.sessions.length, 'session')} bound.
              </span>
            ) : null}
          </EmptyState>
        </div>
      ) : (
        <Handset key={number} number={number} />
      )}
    </div>
  )
}
