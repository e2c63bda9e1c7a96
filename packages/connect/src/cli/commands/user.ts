import type { Command } from 'commander'
import { does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addUser(program: Command, perform: Perform): void {
  const user = program.command('user').description('Manage the users of the console.')
  const reset = user
    .command('reset')
    .description('Give a user a new password, read from standard input. Connect must not be running.')
    .argument('<name>', 'Name of the user.')
  does(reset, perform, async (context, name: string) =>
    (await import('../../user/reset-command.ts')).resetUser(context, name),
  )
  withExamples(reset, ['npx connect user reset alice', 'npx connect user reset alice < new-password.txt'])
  addSettingOptions(reset, ['dataDir'])
}
