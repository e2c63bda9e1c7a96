import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { ProblemNotice } from './notice.tsx'
import classes from './question.module.css'

interface QuestionProps {
  /** What it means, said before it is done. */
  readonly children: ReactNode
  /** The words of the two answers. */
  readonly leave: string
  readonly confirm: string
  /** What cannot be taken back, or takes something from somebody. */
  readonly grave?: boolean
  readonly disabled?: boolean
  readonly pending: boolean
  readonly failure?: unknown
  readonly onLeave: () => void
  readonly onConfirm: () => void
}

/** A question within a dialog: what it means, what went wrong with it, and the two answers. */
export function Question(props: QuestionProps) {
  const { children, leave, confirm, grave = false, disabled = false, pending, failure, onLeave, onConfirm } = props
  return (
    <div className={classes.question}>
      {children}
      {failure ? <ProblemNotice failure={failure} /> : null}
      <div className={classes.answers}>
        <Button variant="default" onClick={onLeave}>
          {leave}
        </Button>
        <Button color={grave ? 'red' : 'petrol'} disabled={disabled} loading={pending} onClick={onConfirm}>
          {confirm}
        </Button>
      </div>
    </div>
  )
}
