import { Button } from '@mantine/core'
import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { problemOf } from '../api/problem.ts'
import classes from './notice.module.css'

interface NoticeProps {
  readonly tone: 'info' | 'warn' | 'bad' | 'good'
  readonly title: string
  readonly children?: ReactNode
  /** Read out at once when it appears. */
  readonly live?: boolean
  readonly action?: ReactNode
}

/** A few words that must be seen, on a coloured ground. */
export function Notice({ tone, title, children, live = false, action }: NoticeProps) {
  const Icon = tone === 'info' || tone === 'good' ? IconInfoCircle : IconAlertTriangle
  return (
    <div className={classes.notice} data-tone={tone} role={live ? 'alert' : undefined}>
      <Icon size={20} className={classes.icon} aria-hidden />
      <div className={classes.content}>
        <div className={classes.words}>
          <p className={classes.title}>{title}</p>
          {children ? <div className={classes.body}>{children}</div> : null}
        </div>
        {action ? <div className={classes.action}>{action}</div> : null}
      </div>
    </div>
  )
}

interface ProblemNoticeProps {
  readonly failure: unknown
  readonly onRetry?: (() => void) | undefined
}

/** What went wrong, in the words of the API, and what can be done. */
export function ProblemNotice({ failure, onRetry }: ProblemNoticeProps) {
  const { title, detail, traceId } = problemOf(failure)
  return (
    <Notice
      tone="bad"
      title={title}
      live
      action={
        onRetry ? (
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        ) : undefined
      }
    >
      {detail === title ? null : detail}
      {traceId === '' ? null : <span className={classes.trace}>Trace {traceId}</span>}
    </Notice>
  )
}
