import type { Command } from 'commander'
import { UP_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { settingsFor } from '../context.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addUp(program: Command, perform: Perform): void {
  const up = program
    .command('up')
    .description('Run Connect: manager, edge, API, console and simulator in one process, until Ctrl-C.')
  does(up, perform, async (context) => {
    const { settings } = settingsFor(context)
    const { runUp } = await import('../../roles/run-up.ts')
    return runUp(settings)
  })
  withExamples(up, [
    'npx connect up',
    'npx connect up --http-port 8080 --no-simulator',
    'CONNECT_HTTP_PORT=0 npm start',
  ])
  addSettingOptions(up, UP_KEYS)
}
