import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef } from 'react'
import classes from './virtual-list.module.css'

interface VirtualListProps<Item> {
  /** What the list is, for those who listen. */
  readonly label: string
  readonly items: readonly Item[]
  readonly keyOf: (item: Item) => string
  /** Height of every row, in rem: it grows with the letters. */
  readonly rowRem: number
  readonly children: (item: Item) => ReactNode
  /** Called when the end comes near. */
  readonly onNearEnd?: (() => void) | undefined
  /** Shown after the last row. */
  readonly footer?: ReactNode
  /** Kept in view when it changes. */
  readonly selectedKey?: string | undefined
}

/**
 * A long list of which only what can be seen is built. When items come in above what somebody reads, what they read
 * stays where it is; at the very top the new ones appear.
 */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, keyOf, rowRem, children, onNearEnd, footer, selectedKey } = props
  const box = useRef<HTMLDivElement>(null)
  const anchor = useRef<{ readonly key: string; readonly offset: number } | undefined>(undefined)
  const rowHeight = rowRem * remPx()
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(items[index] as Item),
    overscan: 8,
  })

  const remember = () => {
    const top = box.current?.scrollTop ?? 0
    const index = Math.floor(top / rowHeight)
    const item = items[index]
    anchor.current = top > 4 && item !== undefined ? { key: keyOf(item), offset: top - index * rowHeight } : undefined
  }

  // After the new rows are laid out and before they are painted.
  useLayoutEffect(() => {
    const at = anchor.current
    if (!at || !box.current) return
    const index = items.findIndex((item) => keyOf(item) === at.key)
    if (index >= 0) box.current.scrollTop = index * rowHeight + at.offset
  }, [items, keyOf, rowHeight])

  const reveal = useEffectEvent((key: string) => {
    const index = items.findIndex((item) => keyOf(item) === key)
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' })
  })
  // Only when another one is selected: a live update must not scroll.
  useEffect(() => {
    if (selectedKey !== undefined) reveal(selectedKey)
  }, [selectedKey])

  const rows = virtualizer.getVirtualItems()
  const last = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (items.length > 0 && last >= items.length - 12) onNearEnd?.()
  }, [last, items.length, onNearEnd])

  return (
    <div ref={box} className={classes.box} onScroll={remember}>
      <ul className={classes.list} aria-label={label} style={{ height: virtualizer.getTotalSize() }}>
        {rows.map((row) => {
          const item = items[row.index] as Item
          return (
            <li
              key={row.key}
              className={classes.row}
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              style={{ height: rowHeight, transform: `translateY(${row.start}px)` }}
            >
              {children(item)}
            </li>
          )
        })}
      </ul>
      {footer}
    </div>
  )
}

function remPx(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
}
