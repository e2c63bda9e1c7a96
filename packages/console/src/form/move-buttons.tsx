import { ActionIcon } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import classes from './move-buttons.module.css'

interface MoveButtonsProps {
  /** What is moved, by its name. */
  readonly what: string
  readonly index: number
  readonly count: number
  readonly onMove: (by: -1 | 1) => void
}

/** Moves one of a list up and down, by pointer and by keys. Where it stands now is said to those who listen. */
export function MoveButtons({ what, index, count, onMove }: MoveButtonsProps) {
  return (
    <span className={classes.buttons}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label={`Move ${what} up, now ${index + 1} of ${count}`}
        aria-disabled={index === 0}
        className={classes.button}
        onClick={() => index > 0 && onMove(-1)}
      >
        <IconArrowUp size={17} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={32}
        aria-label={`Move ${what} down, now ${index + 1} of ${count}`}
        aria-disabled={index === count - 1}
        className={classes.button}
        onClick={() => index < count - 1 && onMove(1)}
      >
        <IconArrowDown size={17} />
      </ActionIcon>
    </span>
  )
}
