import type { Command } from 'commander'
import { does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addHealth(program: Command, perform: Perform): void {
  const health = program
    .command('health')
    .description(
      'Ask what runs on the data folder, whichever role it has, whether it lives: for containers and scripts. Needs no ' +
        'key. Ends with 0 when it does, 1 when not, 3 when nothing runs there.',
    )
    .option(
      '--ready',
      'Ask whether it is ready: can store (manager), is linked and bound (edge); and say what is missing.',
    )
  does(health, perform, async (context) => (await import('../../health/command.ts')).runHealth(context))
  addSettingOptions(health, ['url', 'dataDir'])
  withExamples(health, ['npx connect health', 'npx connect health --ready --data-dir ./edge'])
}
