import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

interface EmptyStateProps {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
  /** The one thing to do next. */
  readonly action?: ReactNode
}

/** What to say where there is nothing yet: what will be here, and the one thing to do next. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      <div className={classes.icon} aria-hidden="true">
        {icon}
      </div>
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.words}>{children}</div>
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  )
}
