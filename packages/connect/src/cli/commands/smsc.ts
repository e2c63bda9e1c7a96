import { BIND_MODES, INTERFACE_VERSIONS } from '@smpp-connect/contracts'
import { type Command, Option } from 'commander'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { addRemovalOptions } from '../removal-options.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addSmsc(program: Command, perform: Perform): void {
  const smsc = program
    .command('smsc')
    .description(
      'SMSCs: their binds and who holds them, what waits for them, stray receipts, what was changed; test a bind; delete one.',
    )
  const list = smsc
    .command('list')
    .description('Show every SMSC: its binds, what waits for it by class, and whether it is slowed.')
  does(list, perform, async (context) => (await import('../../smsc/list-command.ts')).listSmscs(context))
  withExamples(list, ['npx connect smsc list'])

  const show = smsc
    .command('show')
    .argument('<name>', 'Of the SMSC; or its id.')
    .description('Show one SMSC: its binds, what waits for it, and how it writes the ids of receipts.')
  does(show, perform, async (context, name: string) =>
    (await import('../../smsc/show-command.ts')).showSmsc(context, name),
  )
  withExamples(show, ['npx connect smsc show Simulator'])

  const receipts = smsc
    .command('receipts')
    .argument('<name>', 'Of the SMSC; or its id.')
    .description('Show the delivery receipts that match no message, oldest first. They are kept for a week.')
    .option('--retry', 'Try them again before, in the form of ids that is set or known now.')
    .option('--limit <count>', 'At most so many. Default: 50.')
    .option('--all', 'All of them.')
  does(receipts, perform, async (context, name: string) =>
    (await import('../../smsc/receipts-command.ts')).listParkedReceipts(context, name),
  )
  withExamples(receipts, ['npx connect smsc receipts Simulator', 'npx connect smsc receipts Simulator --retry'])

  const history = smsc
    .command('history')
    .argument('<name>', 'Of the SMSC; or its id.')
    .description('Show what was changed in its definition, by whom and when, newest first.')
    .option('--limit <count>', 'At most so many versions. Default: 50.')
    .option('--all', 'All of them.')
  does(history, perform, async (context, name: string) =>
    (await import('../../smsc/history-command.ts')).showSmscHistory(context, name),
  )
  withExamples(history, ['npx connect smsc history "North Mobile"'])

  const restore = smsc
    .command('restore')
    .argument('<name>', 'Of the SMSC; or its id.')
    .argument('<version>', 'As `history` shows it.')
    .description('Make the settings of an earlier version hold again, the password too, as a new version.')
  does(restore, perform, async (context, name: string, version: string) =>
    (await import('../../smsc/history-command.ts')).restoreSmsc(context, name, version),
  )
  withExamples(restore, ['npx connect smsc restore "North Mobile" 3'])

  const edges = smsc
    .command('edges')
    .argument('<name>', 'Of the SMSC; or its id.')
    .argument('[edge...]', 'Names of edges, the first choice first.')
    .description(
      'Say which edges may hold the binds of an SMSC. The first that is there does; a change hands over at once, and nothing is sent twice for it.',
    )
    .option('--any', 'Any edge, as it is when nobody says anything.')
  does(edges, perform, async (context, name: string, named: readonly string[]) =>
    (await import('../../smsc/edges-command.ts')).setEdges(context, name, named),
  )
  withExamples(edges, ['npx connect smsc edges Provider london paris', 'npx connect smsc edges Provider --any'])

  const test = addTest(smsc, perform)
  const deletion = addDeletion(smsc, perform)
  for (const command of [list, show, receipts, history, restore, edges, test, ...deletion]) {
    addSettingOptions(command, CLIENT_KEYS)
  }
}

/** Who uses an SMSC, its deletion, and taking that back. */
function addDeletion(smsc: Command, perform: Perform): readonly Command[] {
  const usage = smsc
    .command('usage')
    .argument('<name>', 'Of the SMSC; or its id.')
    .description('Show who uses an SMSC and what waits there, before it is deleted, say.')
  does(usage, perform, async (context, name: string) =>
    (await import('../../smsc/delete-command.ts')).showUsage(context, name),
  )
  withExamples(usage, ['npx connect smsc usage "North Mobile"'])

  const remove = addRemovalOptions(
    smsc
      .command('delete')
      .argument('<name>', 'Of the SMSC; or its id.')
      .description(
        'Delete an SMSC, and say what becomes of what waits for it. It takes nothing new from then on, and goes when nothing is left.',
      ),
  ).option('--dry-run', 'Show what would happen, and do nothing.')
  does(remove, perform, async (context, name: string) =>
    (await import('../../smsc/delete-command.ts')).deleteSmsc(context, name),
  )
  withExamples(remove, [
    'npx connect smsc delete "North Mobile" --waiting drain',
    'npx connect smsc delete "North Mobile" --waiting reroute --from-routing --dry-run',
  ])

  const keep = smsc
    .command('keep')
    .argument('<name>', 'Of the SMSC; or its id.')
    .description('Take a deletion back that is under way. What has left, moved or ended by then has.')
  does(keep, perform, async (context, name: string) =>
    (await import('../../smsc/delete-command.ts')).keepSmsc(context, name),
  )
  withExamples(keep, ['npx connect smsc keep "North Mobile"'])
  return [usage, remove, keep]
}

/** The options say what is otherwise than it is saved, or all of it. */
function addTest(smsc: Command, perform: Perform): Command {
  const test = smsc
    .command('test')
    .argument('[name]', 'Of the SMSC; or its id. Without it the options say what to test.')
    .description(
      'Try a bind from the edge that would hold it, and say what is wrong with it. Nothing is saved, and a bind that stands is not disturbed.',
    )
    .option('--host <host>', 'Host name or address.')
    .option('--port <port>', 'TCP port. Default: 2775.')
    .option('--tls', 'The connection is encrypted.')
    .option('--no-tls', 'It is not.')
    .option('--system-id <id>', 'SMPP system_id.')
    .option('--password-file <file>', 'A file that holds the password; - reads standard input.')
    .option('--system-type <type>', 'SMPP system_type.')
    .addOption(new Option('--bind-mode <mode>', 'One bind for both directions, or two.').choices(BIND_MODES))
    .addOption(new Option('--smpp-version <version>', 'Offered in the bind.').choices(INTERFACE_VERSIONS))
    .option('--address-range <range>', 'SMPP address_range.')
    .option('--bind-count <count>', 'How many binds the account is to have at once.')
  does(test, perform, async (context, name: string | undefined) =>
    (await import('../../smsc/test-command.ts')).testSmsc(context, name),
  )
  withExamples(test, [
    'npx connect smsc test "North Mobile"',
    'npx connect smsc test "North Mobile" --port 3550 --tls',
    'npx connect smsc test --host smpp.example.com --system-id shop --password-file secret.txt',
  ])
  return test
}
