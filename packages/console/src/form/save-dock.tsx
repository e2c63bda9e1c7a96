import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { Notice, ProblemNotice } from '../ui/notice.tsx'
import classes from './save-dock.module.css'

export interface SaveDockProps {
  /** How it stands: what is not saved, or which version is. */
  readonly words: string
  readonly dirty: boolean
  readonly saving: boolean
  /** What went wrong and is about no field. */
  readonly failure?: unknown
  /** What to say while somebody else has saved meanwhile; undefined while nobody has. */
  readonly overtaken?: Overtaken | undefined
  readonly onDiscard: () => void
}

interface Overtaken {
  /** What the edits are of: “this SMSC”. */
  readonly what: string
  /** What they changed, and what each choice does. */
  readonly words: ReactNode
  readonly onKeep: () => void
  readonly onDrop: () => void
}

/** The bar below a form: it comes along while there is something to save, and asks when somebody else was quicker. */
export function SaveDock({ words, dirty, saving, failure, overtaken, onDiscard }: SaveDockProps) {
  return (
    <div className={classes.dock} data-idle={!dirty}>
      {overtaken ? (
        <Notice
          tone="warn"
          live
          title={`Somebody else saved ${overtaken.what} while you were editing`}
          action={
            <>
              <Button size="xs" onClick={overtaken.onKeep}>
                Put my edits on top
              </Button>
              <Button size="xs" variant="default" onClick={overtaken.onDrop}>
                Take theirs, drop mine
              </Button>
            </>
          }
        >
          {overtaken.words}
        </Notice>
      ) : null}
      {failure ? <ProblemNotice failure={failure} /> : null}
      <div className={classes.bar}>
        <span className={classes.words} role="status">
          {words}
        </span>
        <Button variant="default" disabled={!dirty} onClick={onDiscard}>
          Discard
        </Button>
        <Button type="submit" disabled={!dirty || overtaken !== undefined} loading={saving}>
          Save
        </Button>
      </div>
    </div>
  )
}
