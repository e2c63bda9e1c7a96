import { type Context, endWith, settingsFor } from '../cli/context.ts'
import { EXIT, type ExitCode } from '../cli/exit-codes.ts'
import { fieldLines, tableLines } from '../output/fields.ts'
import { json } from '../output/json.ts'
import { type ExplainedSetting, explainSettings, showValue } from '../settings/explain.ts'
import { suggestion } from '../settings/near-match.ts'
import { SETTING_KEYS, type SettingKey } from '../settings/table.ts'

/** `connect config explain [key]`: what is in force and who said so. */
export function explainConfig(context: Context, key: string | undefined): ExitCode {
  const { terminal, wantsJson } = context
  if (key !== undefined && !(SETTING_KEYS as readonly string[]).includes(key)) {
    const hint = suggestion(key, SETTING_KEYS) || `; there are: ${SETTING_KEYS.join(', ')}.`
    endWith(terminal, EXIT.usage, `There is no setting ${JSON.stringify(key)}${hint}`)
  }
  const { settings, origins } = settingsFor(context)
  const rows = explainSettings(settings, origins, key === undefined ? SETTING_KEYS : [key as SettingKey])
  const style = terminal.dataStyle
  if (wantsJson) {
    terminal.data(json(key === undefined ? rows : rows[0]))
  } else if (key === undefined) {
    const cells = rows.map((row) => [row.key, showValue(row.value), row.origin])
    for (const line of tableLines(['Setting', 'Value', 'From'], cells, style)) terminal.data(line)
    terminal.say('\n`npx connect config explain KEY` says what a setting does and what is allowed.')
  } else {
    const row = rows[0] as ExplainedSetting
    terminal.data(`${style.bold(row.key)}: ${row.help}`)
    const fields = [
      ['Value', showValue(row.value)],
      ['From', row.origin],
      ['Allowed', row.allowed],
      ['Default', showValue(row.default)],
      ['Flag', row.flag ?? 'none, because it is a secret'],
      ['Environment', row.environment],
    ] as const
    for (const line of fieldLines(fields, style)) terminal.data(line)
  }
  return EXIT.ok
}
