import { Button } from '@mantine/core'
import type { Counts } from '@smpp-connect/contracts'
import { IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { useSmscs } from '../../api/smscs.ts'
import { useApiKeys } from '../../api/system.ts'
import { paths } from '../../app/paths.ts'
import { useUser } from '../../app/user-context.ts'
import { usePreference } from '../../browser/preferences.ts'
import { CurlExample } from '../../ui/curl-example.tsx'
import { Card } from '../../ui/page.tsx'
import { Unseen } from '../../ui/state-tag.tsx'
import { useCompose } from '../conversations/compose-dialog.tsx'
import { allTaken, stepsTaken } from './first-step-state.ts'
import classes from './first-steps.module.css'

/** The way from an empty Connect to one in use; each step is ticked off by what is there, and the card goes when all are. */
export function FirstSteps({ counts }: { readonly counts: Counts | undefined }) {
  const [shown, setShown] = usePreference('firstSteps')
  const { simulator } = useUser()
  const smscs = useSmscs().data?.length
  const apiKeys = useApiKeys().data?.length
  const compose = useCompose()
  const taken = stepsTaken({ counts, apiKeys, smscs, simulator })
  if (!shown || taken === undefined || allTaken(taken)) return null
  const steps: readonly Omit<StepProps, 'number'>[] = [
    {
      title: 'Send a text',
      done: taken.sent,
      words: 'To any number. You see it accepted, submitted and delivered.',
      action: (next) => (
        <Button size="xs" variant={next} onClick={() => compose()}>
          Send a test message
        </Button>
      ),
    },
    ...(simulator
      ? [
          {
            title: 'Answer from a phone',
            done: taken.answered,
            words: 'Reply on the simulated handset, and read the answer under Conversations.',
            action: goTo(paths.phones, 'Open the phones'),
          },
        ]
      : []),
    {
      title: 'Call the API',
      done: taken.key,
      words: 'One request sends a text from your own program.',
      action: goTo(paths.settings, 'Make an API key'),
    },
    {
      title: 'Connect your SMSC',
      done: taken.smsc,
      words: 'With your provider’s account sheet at hand: host, port, system id, password.',
      action: goTo(paths.newSmsc, 'Add an SMSC'),
    },
  ]
  const next = steps.findIndex((step) => !step.done)
  return (
    <Card
      title="First steps"
      lead={
        simulator
          ? 'Connect is bound to a simulated SMSC with phones of its own, so all of this costs nothing and reaches nobody.'
          : 'From an empty Connect to one in use.'
      }
      actions={
        <Button variant="subtle" size="compact-sm" onClick={() => setShown(false)}>
          Hide
        </Button>
      }
    >
      <ol className={classes.steps}>
        {steps.map((step, index) => (
          <Step key={step.title} {...step} number={index + 1} next={index === next} />
        ))}
      </ol>
      <CurlExample />
    </Card>
  )
}

type ButtonLook = 'filled' | 'default'

interface StepProps {
  readonly number: number
  readonly title: string
  readonly words: string
  readonly done: boolean
  readonly action: (look: ButtonLook) => ReactNode
}

function Step({ number, title, words, done, action, next }: StepProps & { readonly next: boolean }) {
  return (
    <li className={classes.step} data-done={done} data-next={next}>
      <span className={classes.head}>
        <span className={classes.mark}>{done ? <IconCheck size={15} stroke={2.6} aria-hidden /> : number}</span>
        {title}
        {done ? <Unseen> (done)</Unseen> : null}
      </span>
      <p className={classes.words}>{words}</p>
      <div>{action(next ? 'filled' : 'default')}</div>
    </li>
  )
}

function goTo(path: string, label: string) {
  return (look: ButtonLook) => (
    <Button component={Link} href={path} size="xs" variant={look}>
      {label}
    </Button>
  )
}
