import { Anchor, Button, Skeleton } from '@mantine/core'
import type { SmscView } from '@smpp-connect/contracts'
import { IconArrowLeft, IconServerOff } from '@tabler/icons-react'
import { Link, useLocation } from 'wouter'
import { ApiFailure } from '../../api/problem.ts'
import { useSmsc } from '../../api/smscs.ts'
import { paths } from '../../app/paths.ts'
import { smscWords } from '../../format/bind-words.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Card, Page, PageHeader } from '../../ui/page.tsx'
import { ToneTag } from '../../ui/state-tag.tsx'
import { BindLines } from './bind-lines.tsx'
import { DeleteSmsc } from './delete-smsc.tsx'
import { DeletedSmsc } from './deleted-smsc.tsx'
import { DeletionNotice } from './deletion-notice.tsx'
import { EnableSwitch } from './enable-switch.tsx'
import { LaneFacts } from './lane-facts.tsx'
import { SmscEditor } from './smsc-editor.tsx'
import { SmscHistory } from './smsc-history.tsx'
import classes from './smscs.module.css'

/** One SMSC: what its binds do now, and its definition to be edited. */
export function SmscPage({ id = '' }: { readonly id?: string }) {
  const query = useSmsc(id, { watched: true })
  const [, navigate] = useLocation()
  if (query.isPending) {
    return (
      <Page>
        <Skeleton height={40} width="min(380px, 70%)" />
        <Skeleton height={420} />
      </Page>
    )
  }
  const isGone = query.error instanceof ApiFailure && query.error.code === 'not-found'
  if (isGone) {
    return (
      <Page>
        <PageHeader title={query.data?.name ?? 'SMSC'} />
        <DeletedSmsc id={id} onRestored={() => void query.refetch()} />
      </Page>
    )
  }
  if (!query.data) {
    return (
      <Page>
        <PageHeader title="SMSC" />
        <EmptyState
          icon={<IconServerOff size={30} />}
          title="The SMSC cannot be shown"
          action={
            <Button variant="default" onClick={() => navigate(paths.smscs)}>
              All SMSCs
            </Button>
          }
        >
          <ProblemNotice failure={query.error} onRetry={query.refetch} />
        </EmptyState>
      </Page>
    )
  }
  return <Smsc smsc={query.data} />
}

function Smsc({ smsc }: { readonly smsc: SmscView }) {
  const words = smscWords(smsc)
  return (
    <Page>
      <PageHeader
        title={smsc.name}
        above={
          <Anchor component={Link} href={paths.smscs} className={classes.backLink}>
            <IconArrowLeft size={15} aria-hidden /> SMSCs
          </Anchor>
        }
        lead={
          <span className={classes.leadLine}>
            <ToneTag tone={words.tone}>{words.label}</ToneTag>
            <span>
              {smsc.host}:{smsc.port}
              {smsc.tls ? ', TLS' : ''}
            </span>
          </span>
        }
        actions={<EnableSwitch smsc={smsc} />}
      />
      <DeletionNotice smsc={smsc} />
      <div className={classes.columns}>
        <div className={classes.side}>
          <Card title="Binds" lead="As they are now.">
            <BindLines smsc={smsc} />
          </Card>
          <Card title="Its messages">
            <LaneFacts smsc={smsc} />
            <Link href={paths.messagesWith({ smscId: smsc.id })} className={classes.listLink}>
              Show its messages
            </Link>
          </Card>
          <SmscHistory smsc={smsc} />
        </div>
        <div className={classes.mainColumn}>
          <SmscEditor smsc={smsc} />
          {smsc.deletion ? null : <DeleteSmsc smsc={smsc} />}
        </div>
      </div>
    </Page>
  )
}
