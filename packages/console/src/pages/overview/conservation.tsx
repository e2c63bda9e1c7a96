import { Skeleton } from '@mantine/core'
import type { SystemView } from '@smpp-connect/contracts'
import { IconCircleCheck } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Link } from 'wouter'
import { paths } from '../../app/paths.ts'
import { counted, figure } from '../../format/numbers.ts'
import { stateWords } from '../../format/state-words.ts'
import { Notice, ProblemNotice } from '../../ui/notice.tsx'
import { Card } from '../../ui/page.tsx'
import classes from './conservation.module.css'
import { addsUp, type Stretch, stretchesOf, widthsOf } from './conservation-sums.ts'

/** The promise as figures: what was accepted is the sum of what became of it. */
export function Conservation({ system }: { readonly system: UseQueryResult<SystemView> }) {
  if (system.isPending) return <Skeleton height={214} />
  if (!system.data) return <ProblemNotice failure={system.error} onRetry={system.refetch} />
  const { counts } = system.data
  const stretches = stretchesOf(counts)
  const widths = widthsOf(stretches.map((stretch) => stretch.count))
  const sound = addsUp(counts)
  return (
    <Card title="Nothing lost" lead="Accepted messages, and what became of every one of them.">
      <dl className={classes.sum}>
        <Figure label="Accepted" count={counts.accepted} href={paths.messagesWith({ direction: 'outbound' })} main />
        {stretches.map((stretch, index) => (
          <Term key={stretch.key} stretch={stretch} sign={index === 0 ? '=' : '+'} />
        ))}
      </dl>
      <div className={classes.bar} aria-hidden="true">
        {stretches.map((stretch, index) =>
          stretch.count > 0 ? (
            <span key={stretch.key} data-tone={stretch.tone} style={{ width: `${widths[index]}%` }} />
          ) : null,
        )}
      </div>
      {sound ? (
        <p className={classes.verdict}>
          <IconCircleCheck size={17} aria-hidden /> {counts.accepted === 0 ? 'Nothing accepted yet.' : 'It adds up.'}
        </p>
      ) : (
        <Notice tone="bad" title="The figures do not add up">
          {`${figure(counts.accepted)} accepted, ${figure(counts.final + counts.waiting + counts.uncertain)} accounted for. Please report this.`}
        </Notice>
      )}
      <Outcomes byState={counts.byState} />
      <p className={classes.rest}>
        <Link href={paths.messagesWith({ direction: 'inbound' })}>{counted(counts.received, 'message')} received</Link>
        <Link href={paths.messagesWith({ mayBeDuplicate: true })}>
          {counted(counts.mayBeDuplicate, 'may be a duplicate', 'may be duplicates')}
        </Link>
        <span>{counted(counts.receiptsParked, 'receipt')} waiting for their message</span>
      </p>
    </Card>
  )
}

function Term({ stretch, sign }: { readonly stretch: Stretch; readonly sign: string }) {
  const only = stretch.states.length === 1 ? stretch.states[0] : undefined
  const href = only === undefined ? undefined : paths.messagesWith({ state: only })
  return (
    <>
      <span className={classes.sign} aria-hidden="true">
        {sign}
      </span>
      <Figure label={stretch.label} count={stretch.count} tone={stretch.tone} href={href} />
    </>
  )
}

interface FigureProps {
  readonly label: string
  readonly count: number
  /** Where these are listed; without, when no one list holds them. */
  readonly href?: string | undefined
  readonly tone?: string
  readonly main?: boolean
}

function Figure({ label, count, href, tone, main = false }: FigureProps) {
  return (
    <div className={classes.figure} data-main={main}>
      <dt>
        {tone ? <span className={classes.swatch} data-tone={tone} aria-hidden="true" /> : null}
        {label}
      </dt>
      <dd>
        {href === undefined ? (
          <span className={classes.number}>{figure(count)}</span>
        ) : (
          <Link href={href} className={classes.number}>
            {figure(count)}
          </Link>
        )}
      </dd>
    </div>
  )
}

/** The states behind the sums, as far as there is anything in them. */
function Outcomes({ byState }: { readonly byState: SystemView['counts']['byState'] }) {
  const shown = Object.entries(byState).filter(([state, count]) => state !== 'received' && (count ?? 0) > 0)
  if (shown.length < 2) return null
  return (
    <ul className={classes.states}>
      {shown.map(([state, count]) => (
        <li key={state}>
          <Link href={paths.messagesWith({ state })}>
            {stateWords(state as Parameters<typeof stateWords>[0]).label} <b>{figure(count ?? 0)}</b>
          </Link>
        </li>
      ))}
    </ul>
  )
}
