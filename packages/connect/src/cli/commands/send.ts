import { MESSAGE_CLASSES } from '@smpp-connect/contracts'
import type { Command } from 'commander'
import { aboutSmpp, SMPP_KEYS } from '../../send/fields/smpp-value.ts'
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
    .addOption(
      choice(
        '--class <class>',
        'How urgent it is: a one-time code, transactional, or part of a campaign. Default: transactional; bulk with --file.',
        MESSAGE_CLASSES,
      ),
    )
    .option('--smsc <name>', 'The SMSC to send through, by name or id. Default: Connect chooses, by the routing rules.')
    .option('--send-at <time>', 'Not before this time: RFC 3339 with its zone, or +2h from now.')
    .option('--validity <span>', 'How long it is worth sending: 90s, 10m, 2h, 3d. Default: as its class has it.')
    .option('--expires-at <time>', 'The same as a time, such as --send-at takes.')
    .option('--smpp <key=value>', 'An SMPP option; as often as wanted. They are listed below.', collect)
    .option(
      '--tlv <name=value>',
      'A TLV of the specification, one declared on the SMSC definition, or a tag (0x1401). The value is text, digits, ' +
        'or octets after 0x. As often as wanted.',
      collect,
    )
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
      choice(
        '--unknown <what>',
        'With --file: what to do with batches of which it is no longer known whether they were accepted.',
        ['skip', 'resend'],
      ),
    )
  does(send, perform, async (context) => (await import('../../send/command.ts')).send(context))
  withExamples(send, [
    'npx connect send --to +447700900123 --text "Hello" --wait',
    'npx connect send --to +447700900123 --text "Your code is 1234" --class code --validity 5m',
    'npx connect send --to +447700900123 --text "Good morning" --send-at +8h --smpp priority=1',
    'npx connect send --file customers.csv',
    'npx connect send --file customers.csv --send-at +2h --smsc Simulator --tlv 0x1401=4711 --no-wait',
    'npx connect send --file texts.txt --to +447700900123',
    'npx connect send --file texts.txt --to-sequence +447700900000:1000 --json',
    'echo -n "Hello" | npx connect send --to +447700900123 --text -',
  ])
  withAfterword(send, () => `${FILE_HELP}\n\n${smppHelp()}`)
  addSettingOptions(send, CLIENT_KEYS)
}

function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}

/** What a file may look like and what happens when a run is interrupted. */
const FILE_HELP = `
Files (UTF-8):
  CSV      The first line names the columns, in any order. Comma, semicolon or tab. Columns with other names are not
           used. The text is taken exactly; line breaks inside quotes belong to it. An empty cell says nothing.
  NDJSON   One JSON object a line, with the same names.
  lines    One text a line, with --to or --to-sequence: exactly what stands before the line feed. One carriage return is
           taken off the end of each line if every line has one. An empty line is a refused row. Control characters stay.

  Names: to, text, from, reference, smscId (the id), class, sendAt, validitySeconds, expiresAt, smpp.KEY (such as
  smpp.priority) and tlv.NAME (such as tlv.billing_code). What a row says wins over the options of the command. Rows are
  of the class bulk unless they or --class say otherwise. +2h counts from the time when the run began.

A run is remembered, by the content of the file and the options. When it is interrupted (Ctrl-C, a crash, a power cut),
the same command goes on with it and sends no text twice. A run that is finished is sent again only with --again.`

/** The SMPP options with what each may be, from the schema that judges them. */
function smppHelp(): string {
  const lines = SMPP_KEYS.map((key) => {
    const { allowed, help } = aboutSmpp(key)
    return `  ${key.padEnd(20)}${help}\n  ${''.padEnd(20)}Allowed: ${allowed}.`
  })
  return `SMPP options (--smpp KEY=VALUE, smpp.KEY in files; what is left out is as the SMSC definition has it):\n${lines.join('\n')}`
}
