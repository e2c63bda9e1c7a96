import { MESSAGE_CLASSES, MESSAGE_STATES } from '@smpp-connect/contracts'
import type { Command } from 'commander'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { choice, does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

const ID = 'msg_01m8avx48nqv4y6v7d8vs5s8rk'

export function addMessage(program: Command, perform: Perform): void {
  const message = program.command('message').description('Look at messages, and settle them.')
  const about = (name: string): Command =>
    message.command(name).argument('<id>', 'Of the message, as `send` and `list` print it.')

  const show = about('show').description(
    'Show the whole life of a message: its parts, times, TLVs, what went over the wire, and what happened when.',
  )
  does(show, perform, async (context, id: string) =>
    (await import('../../message/show-command.ts')).showMessage(context, id),
  )
  withExamples(show, [`npx connect message show ${ID}`])

  const list = message
    .command('list')
    .description('List messages, newest first. With --json one object a line.')
    .addOption(choice('--state <state>', 'Those in this state.', MESSAGE_STATES))
    .addOption(choice('--class <class>', 'Those of this class.', MESSAGE_CLASSES))
    .addOption(choice('--direction <direction>', 'Those that we sent, or that came in.', ['outbound', 'inbound']))
    .option('--number <number>', 'Those to or from this number or sender address.')
    .option('--smsc <name>', 'Those of this SMSC, by name or id.')
    .option('--reference <text>', 'Those that were sent with this reference.')
    .option('--may-be-duplicate', 'Those that may have been sent twice, because an answer was lost.')
    .option('--limit <count>', 'At most so many. Default: 50.')
    .option('--all', 'All of them.')
    .option('--cursor <cursor>', 'Where to go on, as the list before said.')
  does(list, perform, async (context) => (await import('../../message/list-command.ts')).listMessages(context))
  withExamples(list, [
    'npx connect message list --state held',
    'npx connect message list --number +447700900123 --limit 10',
    'npx connect message list --may-be-duplicate --all --json',
  ])

  const cancel = about('cancel').description(
    'Cancel a message: what waits here is ended at once, what the SMSC has it is asked to cancel (cancel_sm).',
  )
  does(cancel, perform, async (context, id: string) =>
    (await import('../../message/operation-command.ts')).cancelMessage(context, id),
  )
  withExamples(cancel, [`npx connect message cancel ${ID}`])

  const query = about('query').description('Ask the SMSC what became of a message (query_sm).')
  does(query, perform, async (context, id: string) =>
    (await import('../../message/operation-command.ts')).queryMessage(context, id),
  )
  withExamples(query, [`npx connect message query ${ID}`])

  const replace = about('replace')
    .description('Put another text in its place: here while it waits, else at the SMSC (replace_sm).')
    .option('--text <text>', 'The new text; - reads it from standard input, exactly as it comes.')
  does(replace, perform, async (context, id: string) =>
    (await import('../../message/operation-command.ts')).replaceMessage(context, id),
  )
  withExamples(replace, [`npx connect message replace ${ID} --text "Come at ten instead."`])

  const release = about('release').description(
    'Send what is held or uncertain again. The person may get an uncertain one twice.',
  )
  does(release, perform, async (context, id: string) =>
    (await import('../../message/release-command.ts')).releaseMessage(context, id),
  )
  withExamples(release, [`npx connect message release ${ID}`])
  for (const command of [show, list, cancel, query, replace, release]) addSettingOptions(command, CLIENT_KEYS)
}
