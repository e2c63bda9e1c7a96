import { Kbd, Modal, Switch } from '@mantine/core'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { usePreference } from '../browser/preferences.ts'
import { useCompose } from '../pages/conversations/compose-dialog.tsx'
import type { NavItem } from './navigation.ts'
import classes from './shortcut-keys.module.css'
import { type PendingKey, readKey, type Shortcut } from './shortcuts.ts'

/** Opens the list of keys from anywhere. */
export function showShortcuts(): void {
  window.dispatchEvent(new Event(SHOW))
}
const SHOW = 'connect:shortcuts'

/** Listens to single keys, unless the person switched them off (WCAG 2.2, 2.1.4), and shows what they do. */
export function ShortcutKeys({ items }: { readonly items: readonly NavItem[] }) {
  const [on, setOn] = usePreference('shortcuts')
  const [open, setOpen] = useState(false)
  const [, navigate] = useLocation()
  const compose = useCompose()
  const pending = useRef<PendingKey | undefined>(undefined)

  const actions = new Map<string, () => void>([
    ['?', () => setOpen(true)],
    ['n', () => compose()],
    ['/', focusSearch],
    ...items.map((item) => [`g ${item.key}`, () => navigate(item.path)] as const),
  ])

  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!on || isTyping(event.target) || document.querySelector('[role="dialog"]')) return
    const read = readKey(event, pending.current, new Set(actions.keys()), Date.now())
    pending.current = read.pending
    if (read.shortcut === undefined) return
    event.preventDefault()
    actions.get(read.shortcut)?.()
  })

  useEffect(() => {
    const show = () => setOpen(true)
    window.addEventListener('keydown', onKey)
    window.addEventListener(SHOW, show)
    return () => {
      window.removeEventListener('keydown', onKey)
      window.removeEventListener(SHOW, show)
    }
  }, [])

  const single: readonly Shortcut[] = [
    { keys: 'n', words: 'New message' },
    { keys: '/', words: 'Search, or filter by number' },
    { keys: '?', words: 'This list' },
    ...items.map((item) => ({ keys: `g ${item.key}`, words: item.label })),
  ]
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="Keyboard" size="md">
      <Switch
        checked={on}
        onChange={(event) => setOn(event.currentTarget.checked)}
        label="Single keys"
        description="Switch them off if they get in the way of dictation or of another tool."
        mb="md"
      />
      <KeyList shortcuts={single} dim={!on} />
      <h3 className={classes.heading}>Always</h3>
      <KeyList
        shortcuts={[
          { keys: 'Ctrl Enter', words: 'Send what is in the composer (⌘ Enter on a Mac)' },
          { keys: 'Esc', words: 'Close a dialog or a menu' },
        ]}
      />
    </Modal>
  )
}

function KeyList({ shortcuts, dim = false }: { readonly shortcuts: readonly Shortcut[]; readonly dim?: boolean }) {
  return (
    <dl className={classes.list} data-dim={dim}>
      {shortcuts.map(({ keys, words }) => (
        <div key={keys} className={classes.row}>
          <dt>
            {keys.split(' ').map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  )
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('[data-search]')?.focus()
}
