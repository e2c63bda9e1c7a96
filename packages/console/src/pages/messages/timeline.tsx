import type { TimelineEntry } from '@smpp-connect/contracts'
import { spanWords } from '../../format/duration.ts'
import { Moment } from '../../ui/moment.tsx'
import classes from './timeline.module.css'
import { timelineSteps } from './timeline-steps.ts'

/** What happened, step by step, with the time between the steps. */
export function Timeline({ timeline }: { readonly timeline: readonly TimelineEntry[] }) {
  return (
    <ol className={classes.timeline}>
      {timelineSteps(timeline).map(({ entry, tone, sinceBeforeMs }) => (
        <li key={entry.seq} className={classes.step} data-tone={tone}>
          <span className={classes.dot} aria-hidden="true" />
          <div className={classes.words}>
            <p className={classes.summary}>{entry.summary}</p>
            <p className={classes.when}>
              <Moment at={entry.at} as="precise" />
              {sinceBeforeMs === null ? null : <span className={classes.span}>+{spanWords(sinceBeforeMs)}</span>}
            </p>
            <Detail entry={entry} />
          </div>
        </li>
      ))}
    </ol>
  )
}

function Detail({ entry }: { readonly entry: TimelineEntry }) {
  const facts = Object.entries(entry.detail).filter(([, value]) => value !== null && value !== '')
  if (facts.length === 0) return null
  return (
    <details className={classes.detail}>
      <summary>Details</summary>
      <dl>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
