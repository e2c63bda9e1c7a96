import { Switch } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import type { SmscView } from '@smpp-connect/contracts'
import { problemOf } from '../../api/problem.ts'
import { useChangeSmsc } from '../../api/smscs.ts'

/** Whether Connect holds binds with it. Takes effect at once. */
export function EnableSwitch({ smsc }: { readonly smsc: SmscView }) {
  const change = useChangeSmsc(smsc.id)
  const enabled = change.isPending ? change.variables.enabled === true : smsc.enabled
  return (
    <Switch
      label={enabled ? 'Enabled' : 'Disabled'}
      aria-label={`${smsc.name} enabled`}
      checked={enabled}
      onChange={(event) =>
        change.mutate(
          { enabled: event.currentTarget.checked },
          {
            onError: (failure) => {
              const { title, detail } = problemOf(failure)
              notifications.show({ color: 'red', title, message: detail })
            },
          },
        )
      }
    />
  )
}
