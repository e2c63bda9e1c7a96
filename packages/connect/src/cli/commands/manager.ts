import type { Command } from 'commander'
import { MANAGER_KEYS } from '../../settings/table.ts'
import { does, type Perform, withAfterword, withExamples } from '../command.ts'
import { settingsFor } from '../context.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addManager(program: Command, perform: Perform): void {
  const manager = program
    .command('manager')
    .description(
      'Run what stands inside the firewall: the Conversation Manager with its store, the API and the console, until ' +
        'Ctrl-C. The binds are held by edges, which are processes of their own, on this machine or on others.',
    )
  does(manager, perform, async (context) => {
    const { settings } = settingsFor(context)
    const { runManager } = await import('../../roles/run-manager.ts')
    return runManager(settings)
  })
  withExamples(manager, [
    'npx connect manager',
    'npx connect manager --listen 10.0.0.5:2781',
    'npx connect manager --dial-edges london=192.0.2.7:2781',
  ])
  withAfterword(manager, () => AFTERWORD)
  addSettingOptions(manager, MANAGER_KEYS)
}

const AFTERWORD = `
Either side may open the connection, whichever the firewall allows: edges dial --listen, or the manager dials the edges of
--dial-edges, which wait with --listen. Both show a certificate of this installation (connect certs).`
