import type { Command } from 'commander'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addVerify(program: Command, perform: Perform): void {
  const verify = program
    .command('verify')
    .description(
      'Look through the store for what it promises and does not keep: no message lost, none counted twice, every state ' +
        'the one that its history tells. A running Connect goes on with its work; the data of a stopped one is opened by ' +
        'the command itself, as starting it would. Nothing is mended. Ends with 4 when a rule is broken.',
    )
    .option('--stopped', 'Open the data folder, without asking for a Connect that runs on it.')
  does(verify, perform, async (context) => (await import('../../verify/command.ts')).verify(context))
  withExamples(verify, [
    'npx connect verify',
    'npx connect verify --json',
    'npx connect verify --stopped --data-dir /backups/connect',
  ])
  addSettingOptions(verify, CLIENT_KEYS)
}
