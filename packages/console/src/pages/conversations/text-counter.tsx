import { Button, Kbd } from '@mantine/core'
import { useDeferredValue, useMemo } from 'react'
import { counted } from '../../format/numbers.ts'
import classes from './composer.module.css'
import { counterWords } from './counter-words.ts'
import { type CountingRules, countFor, plainAlternative } from './text-count.ts'

interface TextCounterProps {
  readonly text: string
  readonly rules: CountingRules
  readonly onReplace: (text: string) => void
  /** Shows a stretch of the text in its field. */
  readonly onShow: (index: number, length: number) => void
  /** Whether to name the key that sends. */
  readonly hint?: boolean
}

/** How many parts a text takes, in which coding, and because of which character. */
export function TextCounter({ text, rules, onReplace, onShow, hint = false }: TextCounterProps) {
  const shown = useDeferredValue(text)
  const count = useMemo(() => countFor(shown, rules), [shown, rules])
  const plain = useMemo(() => plainAlternative(shown, count, rules), [shown, count, rules])
  const words = counterWords(shown, count)
  const { forcedBy } = count
  return (
    <div className={classes.counter}>
      <p className={classes.figures}>
        <span>{words.characters}</span>
        <span className={classes.parts} data-many={count.parts > 1}>
          {words.parts}
        </span>
        <span>{words.coding}</span>
        <span>{words.left}</span>
        {hint ? (
          <span className={classes.hint}>
            <Kbd size="xs">Ctrl</Kbd> <Kbd size="xs">Enter</Kbd> sends
          </span>
        ) : null}
      </p>
      <div className={classes.why} aria-live="polite">
        {words.refusal ? <p className={classes.refusal}>{words.refusal}</p> : null}
        {words.why && forcedBy ? (
          <p>
            {words.why}{' '}
            <Button size="compact-xs" variant="default" onClick={() => onShow(forcedBy.index, forcedBy.char.length)}>
              Show it
            </Button>{' '}
            {plain ? (
              <Button size="compact-xs" variant="default" onClick={() => onReplace(plain.text)}>
                {`Replace ${counted(plain.replaced, 'character')} by plain ones`}
              </Button>
            ) : null}
          </p>
        ) : null}
      </div>
    </div>
  )
}
