import { type Command, Option } from 'commander'
import { FORMATS } from '../../send/rows/format.ts'
import { CLIENT_KEYS } from '../../settings/table.ts'
import { choice, does, type Perform, withAfterword, withExamples } from '../command.ts'
import { addSettingOptions } from '../setting-options.ts'

export function addSend(program: Command, perform: Perform): void {
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
    .addOption(choice('--format <format>', 'Of the file. Default: by its ending.', FORMATS))
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
  does(send, perform, async (context) => (await import('../../send/command.ts')).send(context))
  withExamples(send, [
    'npx connect send --to +447700900123 --text "Hello" --wait',
    'npx connect send --file customers.csv',
    'npx connect send --file texts.txt --to +447700900123',
    'npx connect send --file texts.txt --to-sequence +447700900000:1000 --json',
    'echo -n "Hello" | npx connect send --to +447700900123 --text -',
  ])
  withAfterword(send, FILE_HELP)
  addSettingOptions(send, CLIENT_KEYS)
}

/** What a file may look like and what happens when a run is interrupted. */
const FILE_HELP = `
Files (UTF-8):
  CSV      The first line names the columns: to, text, from, reference, smscId, in any order. Comma, semicolon or tab.
           Columns with other names are not used. The text is taken exactly; line breaks inside quotes belong to it.
  NDJSON   One JSON object a line, with the same names.
  lines    One text a line, with --to or --to-sequence: exactly what stands before the line feed. One carriage return is
           taken off the end of each line if every line has one. An empty line is a refused row. Control characters stay.

A run is remembered, by the content of the file and the options. When it is interrupted (Ctrl-C, a crash, a power cut),
the same command goes on with it and sends no text twice. A run that is finished is sent again only with --again.`
