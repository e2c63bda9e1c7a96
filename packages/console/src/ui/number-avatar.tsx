import type { CSSProperties } from 'react'
import classes from './number-avatar.module.css'

const HUES = [188, 214, 240, 262, 290, 322, 150, 120] as const

/** A disc with the last digits of a number: what people tell numbers apart by. */
export function NumberAvatar({ value, size = 40 }: { readonly value: string; readonly size?: number }) {
  const digits = value.replace(/\D/g, '')
  const letters = digits.length >= 2 ? digits.slice(-2) : value.slice(0, 2).toUpperCase()
  let hash = 0
  for (const char of value) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0
  const hue = HUES[hash % HUES.length]
  const style = { '--hue': hue, width: size, height: size, fontSize: size * 0.35 } as CSSProperties
  return (
    <span className={classes.avatar} style={style} aria-hidden="true">
      {letters}
    </span>
  )
}
