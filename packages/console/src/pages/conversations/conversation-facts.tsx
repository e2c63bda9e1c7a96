import { Button } from '@mantine/core'
import type { ConversationView, SmscView } from '@smpp-connect/contracts'
import { IconDeviceMobile, IconListDetails } from '@tabler/icons-react'
import { Link } from 'wouter'
import { paths } from '../../app/paths.ts'
import { useUser } from '../../app/user-context.ts'
import { smscWords } from '../../format/bind-words.ts'
import { counted } from '../../format/numbers.ts'
import { Address } from '../../ui/message-text.tsx'
import { Moment } from '../../ui/moment.tsx'
import { NumberAvatar } from '../../ui/number-avatar.tsx'
import { ToneTag } from '../../ui/state-tag.tsx'
import classes from './thread.module.css'

interface ConversationFactsProps {
  readonly conversation: ConversationView
  readonly smsc: SmscView | undefined
}

/** The third pane, where there is room: with whom, through what, and where to look further. */
export function ConversationFacts({ conversation, smsc }: ConversationFactsProps) {
  const { person, ours, messageCount, lastAt } = conversation
  const { simulator } = useUser()
  const state = smsc ? smscWords(smsc) : undefined
  return (
    <aside className={classes.facts} aria-label="About this conversation">
      <div className={classes.factsHead}>
        <NumberAvatar value={person} size={64} />
        <Address value={person} className={classes.factsName} />
        <span className={classes.via}>{counted(messageCount, 'message')}</span>
      </div>
      <dl className={classes.factList}>
        <dt>Our address</dt>
        <dd>
          <Address value={ours} />
        </dd>
        <dt>SMSC</dt>
        <dd>
          {smsc ? (
            <Link href={paths.smsc(smsc.id)} className={classes.factLink}>
              {smsc.name}
            </Link>
          ) : (
            'Not there any more'
          )}
          {state ? <ToneTag tone={state.tone}>{state.label}</ToneTag> : null}
        </dd>
        <dt>Last message</dt>
        <dd>
          <Moment at={lastAt} />
        </dd>
      </dl>
      <Button
        component={Link}
        href={paths.messagesWith({ number: person })}
        variant="default"
        size="xs"
        leftSection={<IconListDetails size={16} aria-hidden />}
      >
        As a list of messages
      </Button>
      {simulator ? (
        <Button
          component={Link}
          href={paths.phone(person)}
          variant="default"
          size="xs"
          leftSection={<IconDeviceMobile size={16} aria-hidden />}
        >
          Its simulated phone
        </Button>
      ) : null}
    </aside>
  )
}
