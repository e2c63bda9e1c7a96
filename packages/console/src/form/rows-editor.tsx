import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import classes from './form.module.css'

interface RowsEditorProps<Row> {
  readonly rows: readonly Row[]
  readonly onChange: (rows: readonly Row[]) => void
  /** What a row is, as in “Remove the rule ESME_RTHROTTLED”. */
  readonly noun: string
  /** What tells a row from the others; empty while nothing does. */
  readonly nameOf: (row: Row) => string
  /** What a new row begins with. */
  readonly blank: Row
  readonly addLabel: string
  /** Said while there is none. */
  readonly none: string
  readonly most: number
  /** What is wrong with the whole of them. */
  readonly error?: string | undefined
  readonly children: (row: Row, change: (patch: Partial<Row>) => void, index: number) => ReactNode
}

/** A list whose rows are added, changed and taken away. The focus goes to what was added, and never gets lost. */
export function RowsEditor<Row>(props: RowsEditorProps<Row>) {
  const { rows, onChange, noun, nameOf, blank, addLabel, none, most, error, children } = props
  const list = useRef<HTMLUListElement>(null)
  const adder = useRef<HTMLButtonElement>(null)
  const moved = useRef<'added' | 'removed' | undefined>(undefined)
  useEffect(() => {
    const last = moved.current
    moved.current = undefined
    if (last === 'removed') adder.current?.focus()
    if (last === 'added') list.current?.querySelector<HTMLElement>(':scope > li:last-child input')?.focus()
  })
  const titleOf = (row: Row, index: number) => `${noun} ${nameOf(row) || index + 1}`
  return (
    <>
      {error ? <p className={classes.error}>{error}</p> : null}
      {rows.length === 0 ? (
        <p className={classes.none}>{none}</p>
      ) : (
        <ul className={classes.rows} ref={list}>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; all it shows is handed to it
            <li key={index} className={classes.row}>
              {/* biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid everywhere */}
              <div className={classes.rowFields} role="group" aria-label={titleOf(row, index)}>
                {children(row, (patch) => onChange(rows.with(index, { ...row, ...patch })), index)}
              </div>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={32}
                aria-label={`Remove the ${titleOf(row, index)}`}
                onClick={() => {
                  moved.current = 'removed'
                  onChange(rows.toSpliced(index, 1))
                }}
              >
                <IconTrash size={17} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <Button
        ref={adder}
        variant="default"
        size="xs"
        leftSection={<IconPlus size={15} aria-hidden />}
        disabled={rows.length >= most}
        onClick={() => {
          moved.current = 'added'
          onChange([...rows, blank])
        }}
      >
        {addLabel}
      </Button>
    </>
  )
}
