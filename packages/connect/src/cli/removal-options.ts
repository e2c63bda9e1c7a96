import type { Command } from 'commander'
import { choice } from './command.ts'

/** What becomes of what an SMSC has that goes. */
export function addRemovalOptions(command: Command): Command {
  return command
    .addOption(
      choice('--waiting <what>', 'Texts that wait: they leave first, go to other SMSCs, or end.', [
        'drain',
        'reroute',
        'cancel',
      ]),
    )
    .addOption(
      choice('--named <what>', 'With reroute, texts whose sender named this SMSC. Default: keep.', ['keep', 'reroute']),
    )
    .addOption(
      choice(
        '--uncertain <what>',
        'Parts whose answer was lost: wait for what settles them, or close them. Default: wait.',
        ['wait', 'close'],
      ),
    )
    .addOption(
      choice('--receipts <what>', 'Receipts that are out: wait for them or not. Default: wait.', ['wait', 'forgo']),
    )
    .option(
      '--from-routing',
      'Take it out of the routing rules, too; with a rule that names nobody else, the rule goes.',
    )
}
