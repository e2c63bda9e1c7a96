import { flagOf, showValue } from './explain.ts'
import { CONFIG_ENV, CONFIG_FILE, SETTING_KEYS, SETTINGS, type Setting } from './table.ts'

/** docs/reference/settings.md, from the table. A test holds the file to it. */
export function settingsReference(): string {
  const rows = SETTING_KEYS.map((key) => {
    const row = SETTINGS[key] as Setting<unknown>
    const flag = flagOf(row)
    return [
      `### ${key}`,
      '',
      row.help,
      '',
      `- Flag: ${flag === null ? 'none, because it is a secret' : `\`${flag}\``}`,
      `- Environment: \`${row.env}\``,
      `- Allowed: ${row.kind.allowed}`,
      `- Default: ${row.default === null ? 'none' : `\`${showValue(row.default as string | number | boolean)}\``}`,
      '',
    ].join('\n')
  })
  return `<!-- Generated from packages/connect/src/settings/table.ts by packages/connect/scripts/write-reference.ts. -->
# Settings

Connect reads its settings from four places. The first that names a setting wins:

1. **Flags** of the command, such as \`--http-port 8080\`. Secrets have no flag: flags show in the process list.
2. **Environment**, such as \`CONNECT_HTTP_PORT=8080\`.
3. **A file**: \`${CONFIG_FILE}\` in the working directory when there is one, or the file that \`--config FILE\` or
   \`${CONFIG_ENV}\` names. It holds a JSON object with the keys below, for example
   \`{"httpPort": 8080, "simulator": false}\`. A relative path in it counts from the folder of the file.
4. **The default.**

A malformed value, an unknown flag or an unknown key in the file stops the start and says which one, where it stands,
what was found and what is allowed; also when another source would have won. A \`CONNECT_\` variable that no setting
has is only warned of. \`connect config explain\` shows every setting with the value in force and where it comes from;
\`connect config explain httpPort\` shows one.

${rows.join('\n')}`
}
