import { MESSAGE_CLASSES } from '@smpp-connect/contracts'
import type { Command } from 'commander'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { choice, does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addRoute(program: Command, perform: Perform): void {
  const route = program.command('route').description('Look at the routing rules.')
  const explain = route
    .command('explain')
    .description('Show which SMSC would take a message, and why that one. Nothing is sent.')
    .option('--to <number>', 'Destination, such as +447700900123.')
    .option('--from <address>', 'Sender address.')
    .addOption(choice('--class <class>', 'How urgent it is. Default: transactional.', MESSAGE_CLASSES))
    .option('--text <text>', 'The text: then also how many short messages it takes, in which coding.')
    .option('--smsc <name>', 'As if the message named this SMSC, by name or id.')
    .option('--caller <id>', 'As if this API key or user sent it.')
  does(explain, perform, async (context) => (await import('../../route/explain-command.ts')).explainRoute(context))
  withExamples(explain, [
    'npx connect route explain --to +447700900123',
    'npx connect route explain --to +447700900123 --from Bank --class code --text "Your code is 1234"',
  ])
  addSettingOptions(explain, CLIENT_KEYS)
  const show = route.command('show').description('Show the routing rules, in their order.')
  does(show, perform, async (context) => (await import('../../route/show-command.ts')).showRouting(context))
  withExamples(show, ['npx connect route show', 'npx connect route show --json'])
  addSettingOptions(show, CLIENT_KEYS)
}
