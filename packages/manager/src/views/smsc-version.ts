import { isDeepStrictEqual } from 'node:util'
import type { SmscDefinition, SmscVersion } from '@smpp-connect/contracts'
import type { SmscHistoryRecord } from '@smpp-connect/store'
import { time } from './time.ts'

type Change = SmscVersion['changes'][number]

/** What counts the versions, and is no setting. */
const NO_SETTINGS: ReadonlySet<string> = new Set(['id', 'version', 'createdAtMs', 'updatedAtMs'])
const SECRETS: ReadonlySet<string> = new Set(['/password'])
/** Settings that hold settings by name; all others are told of whole. */
const GROUPS: ReadonlySet<string> = new Set(['/classes', '/classes/code', '/classes/transactional', '/classes/bulk', '/defaults'])

/** A version by what it changed; `before` is the version before it, where that is still known. */
export function smscVersionView(
  { version, atMs, by, definition }: SmscHistoryRecord,
  before: SmscHistoryRecord | undefined,
): SmscVersion {
  const isDeleted = definition === null
  return {
    version,
    at: time(atMs),
    by: by === '' ? null : by,
    kind: isDeleted ? 'deleted' : version === 1 ? 'created' : 'changed',
    changes: isDeleted || !before?.definition ? [] : changesBetween(before.definition, definition),
  }
}

function changesBetween(before: SmscDefinition, after: SmscDefinition): Change[] {
  const from = settingsOf(before)
  const to = settingsOf(after)
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((pointer) => !isDeepStrictEqual(from.get(pointer), to.get(pointer)))
    .map((pointer) => {
      const isSecret = SECRETS.has(pointer)
      const shown = (value: unknown): unknown => (isSecret ? null : (value ?? null))
      return { pointer, before: shown(from.get(pointer)), after: shown(to.get(pointer)), isSecret }
    })
}

/** Every setting by its JSON pointer. */
function settingsOf(definition: SmscDefinition): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>()
  const look = (group: object, at: string): void => {
    for (const [name, value] of Object.entries(group)) {
      const pointer = `${at}/${name}`
      if (at === '' && NO_SETTINGS.has(name)) continue
      if (GROUPS.has(pointer)) look(value as object, pointer)
      else found.set(pointer, value)
    }
  }
  look(definition, '')
  return found
}
