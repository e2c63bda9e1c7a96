import type { Command } from 'commander'
import { SETTING_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addConfig(program: Command, perform: Perform): void {
  const config = program.command('config').description('Look at the settings.')
  const explain = config
    .command('explain')
    .description('Show the settings in force, where each comes from and what is allowed. Takes the flags of `up`.')
    .argument('[key]', 'One setting, such as httpPort.')
  does(explain, perform, async (context, key: string | undefined) =>
    (await import('../../config/explain-command.ts')).explainConfig(context, key),
  )
  withExamples(explain, ['npx connect config explain', 'npx connect config explain httpPort'])
  addSettingOptions(explain, SETTING_KEYS)
}
