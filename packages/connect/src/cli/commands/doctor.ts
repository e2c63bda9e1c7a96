import type { Command } from 'commander'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addDoctor(program: Command, perform: Perform): void {
  const doctor = program
    .command('doctor')
    .description(
      'Look for what is wrong: this machine, the data folder, the running Connect, its SMSCs. Nothing is changed; ends with 1 when something is.',
    )
  does(doctor, perform, async (context) => (await import('../../doctor/command.ts')).runDoctor(context))
  addSettingOptions(doctor, CLIENT_KEYS)
  withExamples(doctor, ['npx connect doctor', 'npx connect doctor --json'])
}
