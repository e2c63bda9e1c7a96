import type { Command } from 'commander'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addEdgeList(program: Command, perform: Perform): void {
  const edges = program
    .command('edges')
    .description(
      'Show the edges that run elsewhere: how their link stands, and whether they have the settings of today.',
    )
  does(edges, perform, async (context) => (await import('../../edges/list-command.ts')).listEdges(context))
  withExamples(edges, ['npx connect edges'])
  addSettingOptions(edges, CLIENT_KEYS)
}
