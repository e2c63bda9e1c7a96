import type { Command } from 'commander'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { addRemovalOptions } from '../removal-options.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addDefinitions(program: Command, perform: Perform): void {
  const definitions = program
    .command('definitions')
    .description('Keep the SMSC definitions as a text file, in a repository say.')

  const exports = definitions
    .command('export')
    .description('Print all SMSC definitions as JSON, by name, without passwords and without what is as usual.')
  does(exports, perform, async (context) => (await import('../../definitions/commands.ts')).exportDefinitions(context))
  withExamples(exports, ['npx connect definitions export > smscs.json'])

  const withFile = (command: Command): Command =>
    addRemovalOptions(
      command
        .argument('<file>', 'As `export` prints it; - reads standard input.')
        .option(
          '--prune',
          'SMSCs that it does not name are to go; the options below say what becomes of what they have.',
        ),
    )
  const plan = withFile(definitions.command('plan')).description(
    'Show what a file would change, and do nothing; ends with 1 when it is anything.',
  )
  does(plan, perform, async (context, file: string) =>
    (await import('../../definitions/commands.ts')).planDefinitions(context, file),
  )
  withExamples(plan, ['SMSC_PASSWORD_NORTH_MOBILE=… npx connect definitions plan smscs.json'])

  const apply = withFile(definitions.command('apply')).description(
    'Make the definitions what a file says. What is the same is not touched; twice is once.',
  )
  does(apply, perform, async (context, file: string) =>
    (await import('../../definitions/commands.ts')).applyDefinitions(context, file),
  )
  withExamples(apply, ['npx connect definitions apply smscs.json'])
  for (const command of [exports, plan, apply]) addSettingOptions(command, CLIENT_KEYS)
}
