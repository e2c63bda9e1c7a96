import { localTime } from '../format/time.ts'
import type { FeedHealth } from '../live/feed-health.ts'
import { useFeedHealth } from '../live/live-provider.tsx'
import classes from './live-badge.module.css'

/** Whether what is on the screen is what is so. Never silently old. */
export function LiveBadge() {
  const health = useFeedHealth()
  return (
    <span className={classes.badge} data-status={health.status} role="status" title={MEANING[health.status]}>
      <span className={classes.dot} aria-hidden="true" />
      {badgeWords(health)}
    </span>
  )
}

function badgeWords(health: FeedHealth): string {
  switch (health.status) {
    case 'live':
      return 'Live'
    case 'connecting':
      return 'Connecting'
    case 'reconnecting':
      return 'Reconnecting'
    case 'stale':
      return `Stale since ${localTime.seconds(health.heardAtMs)}`
  }
}

const MEANING = {
  live: 'What you see changes by itself as it happens.',
  connecting: 'The live connection is being made.',
  reconnecting: 'The live connection broke a moment ago and is being made again.',
  stale: 'Nothing has been heard from Connect since then. What you see may be out of date.',
} as const
