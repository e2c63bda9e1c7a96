import { TextInput } from '@mantine/core'
import { type FormEvent, useEffect, useState } from 'react'
import { tidyNumber } from '../format/numbers.ts'

interface NumberSearchProps {
  readonly value: string
  readonly className?: string | undefined
  readonly onChange: (number: string) => void
}

/** Looks for a whole number. Takes effect on Enter or when the field is left: half a number is nobody's. */
export function NumberSearch({ value, className, onChange }: NumberSearchProps) {
  const [typed, setTyped] = useState(value)
  useEffect(() => setTyped(value), [value])
  const apply = () => {
    if (tidyNumber(typed) !== value) onChange(tidyNumber(typed))
  }
  return (
    <form
      className={className}
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        apply()
      }}
    >
      <TextInput
        type="search"
        aria-label="Number, whole"
        placeholder="Whole number, then Enter"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={apply}
        data-search
      />
    </form>
  )
}
