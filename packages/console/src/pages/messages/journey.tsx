import type { MessageDetail } from '@smpp-connect/contracts'
import { spanWords } from '../../format/duration.ts'
import { localTime, utcWords } from '../../format/time.ts'
import classes from './journey.module.css'
import { journeyOf } from './timeline-steps.ts'

/** The way of a message at a glance, with how long each leg took. */
export function Journey({ message }: { readonly message: MessageDetail }) {
  const legs = journeyOf(message)
  return (
    <ol className={classes.journey} aria-label="The way of the message">
      {legs.map((leg) => (
        <li key={leg.label} className={classes.leg} data-tone={leg.tone} data-reached={leg.atMs !== undefined}>
          <span className={classes.took}>{leg.tookMs === undefined ? '' : spanWords(leg.tookMs)}</span>
          <span className={classes.dot} aria-hidden="true" />
          <span className={classes.label}>{leg.label}</span>
          {leg.atMs === undefined ? (
            <span className={classes.time}>not yet</span>
          ) : (
            <time className={classes.time} dateTime={new Date(leg.atMs).toISOString()} title={utcWords(leg.atMs)}>
              {localTime.precise(leg.atMs)}
            </time>
          )}
        </li>
      ))}
    </ol>
  )
}
