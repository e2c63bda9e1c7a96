import type { Command } from 'commander'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { does, type Perform, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addOptOut(program: Command, perform: Perform): void {
  const optOut = program.command('opt-out').description('Who wants no texts from which address.')
  const number = (command: Command): Command => command.argument('<number>', 'In international form.')
  const sender = (command: Command, help: string): Command => command.option('--from <address>', help)

  const list = optOut
    .command('list')
    .description('Show opt-outs, newest first. With --json one object a line, as `opt-out add --file` reads them.')
    .argument('[number]', 'Those of this person alone.')
    .option('--limit <count>', 'At most so many. Default: 50.')
    .option('--all', 'All of them.')
  does(list, perform, async (context, person: string | undefined) =>
    (await import('../../opt-out/list-command.ts')).listOptOuts(context, person),
  )
  withExamples(list, ['npx connect opt-out list', 'npx connect opt-out list --all --json > opt-outs.ndjson'])

  const add = optOut
    .command('add')
    .description('Record that people want no texts. What has not left yet is not sent; they are told nothing.')
    .argument('[number...]', 'In international form.')
    .option(
      '--file <file>',
      'A number on each line, perhaps a comma and a sender address; or what `list --json` prints.',
    )
  does(add, perform, async (context, numbers: readonly string[]) =>
    (await import('../../opt-out/change-command.ts')).addOptOuts(context, numbers),
  )
  sender(add, 'The sender address it concerns. Default: all of them.')
  withExamples(add, [
    'npx connect opt-out add +447700900123 --from 60777',
    'npx connect opt-out add --file opt-outs.ndjson',
  ])

  const remove = number(optOut.command('remove')).description('Withdraw an opt-out. Only when the person asked for it.')
  does(remove, perform, async (context, person: string) =>
    (await import('../../opt-out/change-command.ts')).removeOptOut(context, person),
  )
  sender(remove, 'The sender address it concerns. Default: all opt-outs of the person.')
  withExamples(remove, ['npx connect opt-out remove +447700900123 --from 60777'])

  const check = number(optOut.command('check')).description('Say whether a person has opted out; ends with 1 when so.')
  does(check, perform, async (context, person: string) =>
    (await import('../../opt-out/change-command.ts')).checkOptOut(context, person),
  )
  sender(check, 'The sender address to write from. Default: any.')
  withExamples(check, ['npx connect opt-out check +447700900123 --from 60777'])
  for (const command of [list, add, remove, check]) addSettingOptions(command, CLIENT_KEYS)
}
