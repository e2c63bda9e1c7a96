import type { SettingChange } from '@smpp-connect/contracts'
import { printable } from '../output/style.ts'

const MOST_SHOWN = 80

/** What became of one setting, in a line: `windowSize: 10 → 20`. */
export function changeWords({ pointer, before, after, isSecret }: SettingChange): string {
  const name = printable(pointer.slice(1).replaceAll('/', '.'), MOST_SHOWN)
  return isSecret ? `${name}: another one` : `${name}: ${shown(before)} → ${shown(after)}`
}

function shown(value: unknown): string {
  return value === null ? 'none' : printable(JSON.stringify(value), MOST_SHOWN)
}
