import { IconChevronDown } from '@tabler/icons-react'
import { type ReactNode, useId, useState } from 'react'
import classes from './fold-card.module.css'

interface FoldCardProps {
  readonly title: string
  readonly lead: ReactNode
  /** What is set in it, in a word or two: why one might open it. */
  readonly summary: string
  /** Something in it must be seen, whatever was chosen. */
  readonly mustOpen?: boolean
  readonly children: ReactNode
}

/** A group of settings that most people never touch: folded until it is wanted. */
export function FoldCard({ title, lead, summary, mustOpen = false, children }: FoldCardProps) {
  const [wanted, setWanted] = useState(false)
  const open = wanted || mustOpen
  const id = useId()
  return (
    <section className={classes.card} data-open={open}>
      <h2 className={classes.heading}>
        <button
          type="button"
          className={classes.button}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setWanted(!open)}
        >
          <span className={classes.title}>{title}</span>
          <span className={classes.summary}>{summary}</span>
          <IconChevronDown size={18} className={classes.chevron} aria-hidden />
        </button>
      </h2>
      <div id={id} className={classes.body} hidden={!open}>
        {open ? (
          <>
            <p className={classes.lead}>{lead}</p>
            {children}
          </>
        ) : null}
      </div>
    </section>
  )
}
