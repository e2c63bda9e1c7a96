import { isDeepStrictEqual } from 'node:util'
import type { SettingChange, SmscSettings } from '@smpp-connect/contracts'

/** What counts the versions, and is no setting. */
const NO_SETTINGS: ReadonlySet<string> = new Set(['id', 'version', 'createdAtMs', 'updatedAtMs', 'deletion'])
const SECRETS: ReadonlySet<string> = new Set(['/password'])
/** Settings that hold settings by name; all others are told of whole. */
const GROUPS: ReadonlySet<string> = new Set([
  '/classes',
  '/classes/code',
  '/classes/transactional',
  '/classes/bulk',
  '/defaults',
])

/** What is different between two definitions, setting by setting; secrets are not shown. */
export function settingChanges(before: SmscSettings, after: SmscSettings): SettingChange[] {
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
function settingsOf(definition: SmscSettings): ReadonlyMap<string, unknown> {
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
