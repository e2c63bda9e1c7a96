import { Button, Skeleton } from '@mantine/core'
import type { SmscView } from '@smpp-connect/contracts'
import { IconPlus, IconServer2 } from '@tabler/icons-react'
import { Link } from 'wouter'
import { useSmscs } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { smscWords } from '../../format/bind-words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Card, Page, PageHeader } from '../../ui/page.tsx'
import { ToneTag } from '../../ui/state-tag.tsx'
import { BindLines } from './bind-lines.tsx'
import { EnableSwitch } from './enable-switch.tsx'
import { LaneFigures } from './lane-figures.tsx'
import classes from './smscs.module.css'

/** The message centres, and whether each is there. */
export function SmscsPage() {
  const smscs = useSmscs({ watched: true })
  return (
    <Page>
      <PageHeader
        title="SMSCs"
        lead="The message centres that take our messages and bring the answers."
        actions={
          <Button component={Link} href={paths.newSmsc} leftSection={<IconPlus size={18} aria-hidden />}>
            Add an SMSC
          </Button>
        }
      />
      {smscs.isPending ? (
        <div className={classes.cards}>
          <Skeleton height={236} />
          <Skeleton height={236} />
        </div>
      ) : !smscs.data ? (
        <ProblemNotice failure={smscs.error} onRetry={smscs.refetch} />
      ) : smscs.data.length === 0 ? (
        <Card>
          <EmptyState
            icon={<IconServer2 size={30} />}
            title="No SMSC yet"
            action={
              <Button component={Link} href={paths.newSmsc}>
                Add an SMSC
              </Button>
            }
          >
            Messages leave through a mobile operator’s message centre. Your provider’s account sheet has all that is
            needed.
          </EmptyState>
        </Card>
      ) : (
        <ul className={classes.cards}>
          {smscs.data.map((smsc) => (
            <SmscCard key={smsc.id} smsc={smsc} />
          ))}
        </ul>
      )}
    </Page>
  )
}

function SmscCard({ smsc }: { readonly smsc: SmscView }) {
  const words = smscWords(smsc)
  return (
    <li className={classes.card}>
      <div className={classes.cardHead}>
        <div className={classes.cardNames}>
          <h2 className={classes.cardName}>
            <Link href={paths.smsc(smsc.id)} className={classes.cardLink}>
              {smsc.name}
            </Link>
          </h2>
          <p className={classes.dim}>
            {smsc.host}:{smsc.port}
            {smsc.tls ? ', TLS' : ''}, as {smsc.systemId}
          </p>
        </div>
        <ToneTag tone={words.tone}>{words.label}</ToneTag>
      </div>
      <div className={classes.cardBody}>
        <BindLines smsc={smsc} />
      </div>
      <LaneFigures smsc={smsc} />
      <div className={classes.cardFoot}>
        <EnableSwitch smsc={smsc} />
        <Button component={Link} href={paths.smsc(smsc.id)} variant="default" size="xs">
          Edit
        </Button>
      </div>
    </li>
  )
}
