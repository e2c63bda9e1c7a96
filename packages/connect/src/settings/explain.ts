import { describeOrigin, type Origins } from './load.ts'
import { SETTING_KEYS, SETTINGS, type Setting, type SettingKey, type Settings } from './table.ts'

/** A setting as `connect config explain` tells it. A secret's value is shown as `(set)` only. */
export interface ExplainedSetting {
  readonly key: SettingKey
  readonly value: string | number | boolean | null
  readonly origin: string
  readonly allowed: string
  readonly default: string | number | boolean | null
  readonly flag: string | null
  readonly environment: string
  readonly help: string
}

type Shown = ExplainedSetting['value']

/** All settings, or one, with the value that is in force and who said so. */
export function explainSettings(
  settings: Settings,
  origins: Origins,
  keys: readonly SettingKey[] = SETTING_KEYS,
): readonly ExplainedSetting[] {
  return keys.map((key) => {
    const row = SETTINGS[key] as Setting<unknown>
    const value = settings[key]
    return {
      key,
      value: row.isSecret && value !== null ? '(set)' : value,
      origin: describeOrigin(origins[key]),
      allowed: row.kind.allowed,
      default: row.default as Shown,
      flag: flagOf(row),
      environment: row.env,
      help: row.help,
    }
  })
}

/** `--http-port <port>`, `--simulator, --no-simulator`, or null. */
export function flagOf(row: Setting<unknown>): string | null {
  if (row.flag === null) return null
  if (row.kind.placeholder === undefined) return `${row.flag}, ${row.flag.replace('--', '--no-')}`
  return `${row.flag} <${row.kind.placeholder}>`
}

/** A value as it would be written in the environment: `on` and `off`, `none` for one that is absent. */
export function showValue(value: Shown): string {
  if (value === null) return 'none'
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)
}
