import { MESSAGE_CLASSES } from '@smpp-connect/contracts'
import { Command, Option } from 'commander'
import { FORMATS } from '../send/rows/format.ts'
import { CLIENT_KEYS, SETTING_KEYS, UP_KEYS } from '../settings/table.ts'
import { VERSION } from '../version.ts'
import type { Options } from './context.ts'
import { EXIT_MEANINGS } from './exit-codes.ts'
import { addSettingOptions } from './setting-options.ts'

/** What each command does; the program says only how it is called. */
export interface Actions {
  up(options: Options): Promise<void>
  send(options: Options): Promise<void>
  status(options: Options): Promise<void>
  explainRoute(options: Options): Promise<void>
  showRouting(options: Options): Promise<void>
  explainConfig(key: string | undefined, options: Options): Promise<void>
  resetUser(name: string, options: Options): Promise<void>
  decodePdu(words: readonly string[], options: Options): Promise<void>
  listOptOuts(number: string | undefined, options: Options): Promise<void>
  addOptOuts(numbers: readonly string[], options: Options): Promise<void>
  removeOptOut(number: string, options: Options): Promise<void>
  checkOptOut(number: string, options: Options): Promise<void>
}

/** Examples of each command, shown first in its help and in the reference. */
const EXAMPLES = new WeakMap<Command, readonly string[]>()

export function examplesOf(command: Command): readonly string[] {
  return EXAMPLES.get(command) ?? []
}

/** The command line of Connect. */
export function buildProgram(actions: Actions): Command {
  const program = new Command('connect')
    .description('Two-way SMS over SMPP, self-hosted, with nothing lost.')
    .version(VERSION, '-V, --version', 'Print the version.')
    .helpOption('-h, --help', 'Print this help.')
    .helpCommand('help [command]', 'Print the help of a command.')
    .option('-q, --quiet', 'Say only warnings and errors.')
    .option('--json', 'Print the data as JSON, where a command has data.')
    .option('--no-color', 'Use no colours. [NO_COLOR]')
    .showHelpAfterError('`npx connect --help` shows how it is used.')
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
  withExamples(program, [
    'npm start',
    'npx connect send --to +447700900123 --text "Hello" --wait',
    'npx connect status',
  ])
  program.addHelpText('after', exitCodesText)
  addUp(program, actions)
  addSend(program, actions)
  addStatus(program, actions)
  addRoute(program, actions)
  addOptOut(program, actions)
  addConfig(program, actions)
  addUser(program, actions)
  addPdu(program, actions)
  return program
}

function addUp(program: Command, actions: Actions): void {
  const up = program
    .command('up')
    .description('Run Connect: manager, edge, API, console and simulator in one process, until Ctrl-C.')
    .action((_options, command: Command) => actions.up(command.optsWithGlobals()))
  withExamples(up, [
    'npx connect up',
    'npx connect up --http-port 8080 --no-simulator',
    'CONNECT_HTTP_PORT=0 npm start',
  ])
  addSettingOptions(up, UP_KEYS)
}

function addSend(program: Command, actions: Actions): void {
  const send = program
    .command('send')
    .description('Send one text, or every text of a file.')
    .option('--to <number>', 'Destination, such as +447700900123; with --file for rows that name none.')
    .option('--text <text>', 'The text; - reads it from standard input, exactly as it comes.')
    .option('--from <address>', "Sender address. Default: that of the SMSC's definition.")
    .option('--reference <text>', 'Your own reference; given back with the message.')
    .option('--wait', 'Wait for the final state and show each step. With --file this is the default.')
    .option('--no-wait', 'With --file: end as soon as everything is handed over.')
    .option('--wait-limit <seconds>', 'Wait at most so long for the final state.')
    .option('--file <file>', 'Send every row of this file: CSV, NDJSON, or one text a line.')
    .addOption(new Option('--format <format>', 'Of the file. Default: by its ending.').choices([...FORMATS]))
    .option('--to-sequence <first:count>', 'With --file: rows go to so many numbers one after the other, in turn.')
    .option('--batch-size <rows>', 'With --file: rows in one request, 1 to 500. Default: 200.')
    .option(
      '--in-flight <requests>',
      'With --file: requests at once, 1 to 16. Default: 4, or 1 with --to, to keep the order.',
    )
    .option('--rejects [file]', 'With --file: write the refused rows to a CSV file. Default name: FILE.rejected.csv.')
    .option('--patience <seconds>', 'With --file: wait so long for a server that is away. Default: 600.')
    .option('--check', 'With --file: look through the file, say what is in it, and send nothing.')
    .option('--again', 'With --file: send it anew, although it was sent or begun before.')
    .addOption(
      new Option(
        '--unknown <what>',
        'With --file: what to do with batches of which it is no longer known whether they were accepted.',
      ).choices(['skip', 'resend']),
    )
    .action((_options, command: Command) => actions.send(command.optsWithGlobals()))
  withExamples(send, [
    'npx connect send --to +447700900123 --text "Hello" --wait',
    'npx connect send --file customers.csv',
    'npx connect send --file texts.txt --to +447700900123',
    'npx connect send --file texts.txt --to-sequence +447700900000:1000 --json',
    'echo -n "Hello" | npx connect send --to +447700900123 --text -',
  ])
  send.addHelpText('after', FILE_HELP)
  addSettingOptions(send, CLIENT_KEYS)
}

/** What a file may look like and what happens when a run is interrupted; also part of the reference. */
export const FILE_HELP = `
Files (UTF-8):
  CSV      The first line names the columns: to, text, from, reference, smscId, in any order. Comma, semicolon or tab.
           Columns with other names are not used. The text is taken exactly; line breaks inside quotes belong to it.
  NDJSON   One JSON object a line, with the same names.
  lines    One text a line, with --to or --to-sequence: exactly what stands before the line feed. One carriage return is
           taken off the end of each line if every line has one. An empty line is a refused row. Control characters stay.

A run is remembered, by the content of the file and the options. When it is interrupted (Ctrl-C, a crash, a power cut),
the same command goes on with it and sends no text twice. A run that is finished is sent again only with --again.`

function addStatus(program: Command, actions: Actions): void {
  const status = program
    .command('status')
    .description('Show how much was accepted, what it came to, and what the binds do.')
    .action((_options, command: Command) => actions.status(command.optsWithGlobals()))
  withExamples(status, ['npx connect status', 'npx connect status --json'])
  addSettingOptions(status, CLIENT_KEYS)
}

function addOptOut(program: Command, actions: Actions): void {
  const optOut = program.command('opt-out').description('Who wants no texts from which address.')
  const number = (command: Command): Command => command.argument('<number>', 'In international form.')
  const sender = (command: Command, help: string): Command => command.option('--from <address>', help)

  const list = optOut
    .command('list')
    .description('Show opt-outs, newest first. With --json one object a line, as `opt-out add --file` reads them.')
    .argument('[number]', 'Those of this person alone.')
    .option('--limit <count>', 'At most so many. Default: 50.')
    .option('--all', 'All of them.')
    .action((person: string | undefined, _options, command: Command) =>
      actions.listOptOuts(person, command.optsWithGlobals()),
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
    .action((numbers: readonly string[], _options, command: Command) =>
      actions.addOptOuts(numbers, command.optsWithGlobals()),
    )
  sender(add, 'The sender address it concerns. Default: all of them.')
  withExamples(add, [
    'npx connect opt-out add +447700900123 --from 60777',
    'npx connect opt-out add --file opt-outs.ndjson',
  ])

  const remove = number(optOut.command('remove'))
    .description('Withdraw an opt-out. Only when the person asked for it.')
    .action((person: string, _options, command: Command) => actions.removeOptOut(person, command.optsWithGlobals()))
  sender(remove, 'The sender address it concerns. Default: all opt-outs of the person.')
  withExamples(remove, ['npx connect opt-out remove +447700900123 --from 60777'])

  const check = number(optOut.command('check'))
    .description('Say whether a person has opted out; ends with 1 when so.')
    .action((person: string, _options, command: Command) => actions.checkOptOut(person, command.optsWithGlobals()))
  sender(check, 'The sender address to write from. Default: any.')
  withExamples(check, ['npx connect opt-out check +447700900123 --from 60777'])
  for (const command of [list, add, remove, check]) addSettingOptions(command, CLIENT_KEYS)
}

function addRoute(program: Command, actions: Actions): void {
  const route = program.command('route').description('Look at the routing rules.')
  const explain = route
    .command('explain')
    .description('Show which SMSC would take a message, and why that one. Nothing is sent.')
    .option('--to <number>', 'Destination, such as +447700900123.')
    .option('--from <address>', 'Sender address.')
    .addOption(new Option('--class <class>', 'How urgent it is. Default: transactional.').choices([...MESSAGE_CLASSES]))
    .option('--text <text>', 'The text: then also how many short messages it takes, in which coding.')
    .option('--smsc <id>', 'As if the message named this SMSC.')
    .option('--caller <id>', 'As if this API key or user sent it.')
    .action((_options, command: Command) => actions.explainRoute(command.optsWithGlobals()))
  withExamples(explain, [
    'npx connect route explain --to +447700900123',
    'npx connect route explain --to +447700900123 --from Bank --class code --text "Your code is 1234"',
  ])
  addSettingOptions(explain, CLIENT_KEYS)
  const show = route
    .command('show')
    .description('Show the routing rules, in their order.')
    .action((_options, command: Command) => actions.showRouting(command.optsWithGlobals()))
  withExamples(show, ['npx connect route show', 'npx connect route show --json'])
  addSettingOptions(show, CLIENT_KEYS)
}

function addConfig(program: Command, actions: Actions): void {
  const config = program.command('config').description('Look at the settings.')
  const explain = config
    .command('explain')
    .description('Show the settings in force, where each comes from and what is allowed. Takes the flags of `up`.')
    .argument('[key]', 'One setting, such as httpPort.')
    .action((key: string | undefined, _options, command: Command) =>
      actions.explainConfig(key, command.optsWithGlobals()),
    )
  withExamples(explain, ['npx connect config explain', 'npx connect config explain httpPort'])
  addSettingOptions(explain, SETTING_KEYS)
}

function addUser(program: Command, actions: Actions): void {
  const user = program.command('user').description('Manage the users of the console.')
  const reset = user
    .command('reset')
    .description('Give a user a new password, read from standard input. Connect must not be running.')
    .argument('<name>', 'Name of the user.')
    .action((name: string, _options, command: Command) => actions.resetUser(name, command.optsWithGlobals()))
  withExamples(reset, ['npx connect user reset alice', 'npx connect user reset alice < new-password.txt'])
  addSettingOptions(reset, ['dataDir'])
}

function addPdu(program: Command, actions: Actions): void {
  const pdu = program.command('pdu').description('Look into SMPP PDUs.')
  const decode = pdu
    .command('decode')
    .description('Show what a PDU says, field by field.')
    .argument('[hex...]', 'Its octets in hexadecimal; white space does not matter. Without it, standard input.')
    .action((words: readonly string[], _options, command: Command) =>
      actions.decodePdu(words, command.optsWithGlobals()),
    )
  withExamples(decode, ['npx connect pdu decode 00000010 80000015 00000000 00000001'])
}

function withExamples(command: Command, examples: readonly string[]): void {
  EXAMPLES.set(command, examples)
  command.addHelpText('before', `Examples:\n${examples.map((example) => `  $ ${example}`).join('\n')}\n`)
}

function exitCodesText(): string {
  return `\nExit codes:\n${EXIT_MEANINGS.map(([code, meaning]) => `  ${String(code).padEnd(5)}${meaning}`).join('\n')}`
}
