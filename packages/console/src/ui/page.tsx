import { type ReactNode, useEffect, useRef } from 'react'
import { useSmall } from '../browser/small.ts'
import classes from './page.module.css'

/** Puts the page's name into the window's title. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Connect`
  }, [title])
}

interface PageHeaderProps {
  readonly title: string
  /** What stands in place of the title's words, when it is more than words. */
  readonly heading?: ReactNode
  readonly lead?: ReactNode
  readonly above?: ReactNode
  readonly actions?: ReactNode
}

/**
 * A page's heading. It takes the focus when the page changes, so that those who listen hear where they are, and those
 * who use the keyboard go on from there.
 */
export function PageHeader({ title, heading, lead, above, actions }: PageHeaderProps) {
  useTitle(title)
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    const focused = document.activeElement
    // Not at the first load, and not away from a field that asked for the focus itself.
    if (visits++ > 0 && !(focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement)) {
      ref.current?.focus({ preventScroll: true })
    }
  }, [])
  return (
    <header className={classes.header}>
      {above ? <div className={classes.above}>{above}</div> : null}
      <div className={classes.titleLine}>
        <h1 className={classes.title} tabIndex={-1} ref={ref}>
          {heading ?? title}
        </h1>
        {actions ? <div className={classes.actions}>{actions}</div> : null}
      </div>
      {lead ? <p className={classes.lead}>{lead}</p> : null}
    </header>
  )
}

let visits = 0

/** The heading of what a list opens: under the list's own beside it, and the page's first where it has the screen alone. */
export function InsideTitle({
  children,
  className,
}: {
  readonly children: ReactNode
  readonly className: string | undefined
}) {
  const alone = useSmall()
  const Heading = alone ? 'h1' : 'h2'
  return <Heading className={className}>{children}</Heading>
}

/** A page that scrolls as a whole, no wider than can be read. */
export function Page({ children, narrow = false }: { readonly children: ReactNode; readonly narrow?: boolean }) {
  return (
    <div className={classes.page} data-narrow={narrow}>
      {children}
    </div>
  )
}

interface CardProps {
  readonly title?: string
  readonly lead?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly flush?: boolean
}

/** A group of things that belong together. */
export function Card({ title, lead, actions, children, flush = false }: CardProps) {
  return (
    <section className={classes.card} data-flush={flush}>
      {title ? (
        <div className={classes.cardHeader}>
          <div className={classes.titleLine}>
            <h2 className={classes.cardTitle}>{title}</h2>
            {actions ? <div className={classes.actions}>{actions}</div> : null}
          </div>
          {lead ? <p className={classes.cardLead}>{lead}</p> : null}
        </div>
      ) : null}
      {children}
    </section>
  )
}
