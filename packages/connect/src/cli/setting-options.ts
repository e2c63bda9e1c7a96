import { type Command, Option } from 'commander'
import { showValue } from '../settings/explain.ts'
import type { SettingSources } from '../settings/load.ts'
import { CONFIG_ENV, CONFIG_FILE, SETTING_KEYS, SETTINGS, type Setting, type SettingKey } from '../settings/table.ts'

/** Adds the flags of these settings, and --config, to a command. */
export function addSettingOptions(command: Command, keys: readonly SettingKey[]): Command {
  for (const key of keys) {
    const row = SETTINGS[key] as Setting<unknown>
    if (row.flag === null) continue
    const standard = row.default === null ? '' : ` (default ${showValue(row.default as string | number | boolean)})`
    const help = `${row.help}${standard} [${row.env}]`
    if (row.kind.placeholder === undefined) {
      command.addOption(new Option(row.flag, help))
      command.addOption(new Option(row.flag.replace('--', '--no-'), `The opposite of ${row.flag}.`))
    } else {
      command.addOption(new Option(`${row.flag} <${row.kind.placeholder}>`, help))
    }
  }
  const help = `Read settings from this file instead of ./${CONFIG_FILE}. [${CONFIG_ENV}]`
  return command.addOption(new Option('--config <file>', help))
}

/** The values of the setting flags that were given. */
export function givenFlags(options: Readonly<Record<string, unknown>>): Pick<SettingSources, 'flags' | 'configFile'> {
  const flags: Partial<Record<SettingKey, string | boolean>> = {}
  for (const key of SETTING_KEYS) {
    const value = options[key]
    if (typeof value === 'string' || typeof value === 'boolean') flags[key] = value
  }
  return { flags, configFile: typeof options.config === 'string' ? options.config : undefined }
}
