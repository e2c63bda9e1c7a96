import type { Command } from 'commander'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addStatus(program: Command, perform: Perform): void {
  const status = program
    .command('status')
    .description('Show how much was accepted, what it came to, what the binds do, and what waits for a person.')
  does(status, perform, async (context) => (await import('../../status/command.ts')).showStatus(context))
  withExamples(status, ['npx connect status', 'npx connect status --json'])
  addSettingOptions(status, CLIENT_KEYS)
}
