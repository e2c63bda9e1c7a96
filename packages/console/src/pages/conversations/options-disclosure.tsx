import { ActionIcon, Button } from '@mantine/core'
import { IconAdjustmentsHorizontal } from '@tabler/icons-react'
import { type ComponentProps, type ReactNode, useId, useState } from 'react'
import { localTime } from '../../format/time.ts'
import { NO_OPTIONS, optionWords } from './compose-options.ts'
import classes from './composer.module.css'
import { OptionsPanel } from './options-panel.tsx'

interface OptionsDisclosureProps extends ComponentProps<typeof OptionsPanel> {
  /** Something in them must be seen. */
  readonly mustOpen: boolean
  /** The line in which the button stands. */
  readonly children: ReactNode
}

/** The options of an answer, out of the way until they are wanted; what is set is said while they are folded. */
export function OptionsDisclosure({ mustOpen, children, ...panel }: OptionsDisclosureProps) {
  const [wanted, setWanted] = useState(false)
  const open = wanted || mustOpen
  const id = useId()
  const words = optionWords(panel.options, localTime.weekdayMinute)
  return (
    <>
      <div id={id} className={classes.options} hidden={!open}>
        {open ? <OptionsPanel {...panel} /> : null}
      </div>
      {words === '' || open ? null : (
        <p className={classes.chosen}>
          {words}
          <Button size="compact-xs" variant="default" onClick={() => panel.onChange(NO_OPTIONS)}>
            Clear the options
          </Button>
        </p>
      )}
      <div className={classes.line}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={42}
          aria-label="Options of this message"
          title="Options of this message"
          aria-expanded={open}
          aria-controls={id}
          data-set={words !== ''}
          className={classes.optionsButton}
          onClick={() => setWanted(!open)}
        >
          <IconAdjustmentsHorizontal size={21} />
        </ActionIcon>
        {children}
      </div>
    </>
  )
}
