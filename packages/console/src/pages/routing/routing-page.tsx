import { Skeleton } from '@mantine/core'
import { useRouting } from '../../api/routing.ts'
import { useSmscs } from '../../api/smscs.ts'
import { ProblemNotice } from '../../ui/notice.tsx'
import { Page, PageHeader } from '../../ui/page.tsx'
import { DryRun } from './dry-run.tsx'
import classes from './routing.module.css'
import { RoutingEditor } from './routing-editor.tsx'

/** Which SMSC a message goes to: the rules in their order, and a dry run that says where one would go and why. */
export function RoutingPage() {
  const routing = useRouting()
  const smscs = useSmscs()
  const failed = routing.error ?? smscs.error
  return (
    <Page>
      <PageHeader
        title="Routing"
        lead="The first rule that holds decides. A message that names its SMSC asks no rule, and an answer goes the way its conversation came."
      />
      {routing.data && smscs.data ? (
        <div className={classes.columns}>
          <div className={classes.main}>
            <RoutingEditor routing={routing.data} smscs={smscs.data} />
          </div>
          <div className={classes.side}>
            <DryRun smscs={smscs.data} version={routing.data.version} />
          </div>
        </div>
      ) : failed ? (
        <ProblemNotice
          failure={failed}
          onRetry={() => {
            void routing.refetch()
            void smscs.refetch()
          }}
        />
      ) : (
        <div className={classes.columns}>
          <div className={classes.main}>
            <Skeleton height={120} />
            <Skeleton height={120} />
          </div>
          <Skeleton height={320} />
        </div>
      )}
    </Page>
  )
}
