import { useSyncExternalStore } from 'react'
import { readStored, writeStored } from './storage.ts'

/** Choices that this browser remembers, with what holds until somebody chooses. */
const DEFAULTS = { shortcuts: true, firstSteps: true } as const
type Preference = keyof typeof DEFAULTS

const listeners = new Set<() => void>()

function read(name: Preference): boolean {
  const stored = readStored(name)
  return stored === undefined ? DEFAULTS[name] : stored === 'on'
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** A choice and how to change it; every place that shows it follows. */
export function usePreference(name: Preference): readonly [boolean, (on: boolean) => void] {
  const value = useSyncExternalStore(subscribe, () => read(name))
  const choose = (on: boolean) => {
    writeStored(name, on ? 'on' : 'off')
    for (const listener of listeners) listener()
  }
  return [value, choose]
}
